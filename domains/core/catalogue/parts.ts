import { z } from 'zod';
import { NluError } from '../../../proto/errors.js';
import { fromGaps, PlaneReader, toGaps, toPlanes } from '../byte-planes.js';
import { CountTable } from '../reranker/count-table.js';
import type { NameModel } from './name-model.js';
import type { TitleIndex } from './title-index.js';

/** What a domain was taught by catalogues; either is absent where it was trained without one. */
export interface CatalogueKnowledge {
  readonly names?: NameModel | undefined;
  readonly titles?: TitleIndex | undefined;
}

/** The bundle parts that hold it. */
const KINDS = 'names.json';
const WEIGHTS = 'names.bin';
const TITLES = 'titles.bin';

const kindsSchema = z
  .strictObject({ kinds: z.array(z.string().min(1)).min(2), scales: z.array(z.number().positive()) })
  .refine(({ kinds, scales }) => kinds.length === scales.length, 'as many scales as kinds');

export function catalogueParts({ names, titles }: CatalogueKnowledge): Map<string, Uint8Array> {
  const parts = new Map<string, Uint8Array>();
  if (names) {
    const { kinds, scales, weights } = names;
    parts.set(KINDS, Buffer.from(JSON.stringify({ kinds, scales: Array.from(scales) })));
    parts.set(WEIGHTS, new Uint8Array(weights.buffer, weights.byteOffset, weights.length));
  }
  if (titles) {
    const { keys, counts } = titles.entries.entries();
    parts.set(TITLES, Buffer.concat([toPlanes(toGaps(keys)), toPlanes(counts)]));
  }
  return parts;
}

/** Throws when a part is not of its form, or stands without the other that it needs. */
export function readCatalogueKnowledge(parts: ReadonlyMap<string, Uint8Array>): CatalogueKnowledge {
  return { names: readNames(parts.get(KINDS), parts.get(WEIGHTS)), titles: readTitles(parts.get(TITLES)) };
}

function readNames(json: Uint8Array | undefined, weights: Uint8Array | undefined): NameModel | undefined {
  if (!json && !weights) return undefined;
  if (!json || !weights) {
    throw new NluError(
      'FAILED_PRECONDITION',
      `the bundle has no part ${json ? WEIGHTS : KINDS} beside ${json ? KINDS : WEIGHTS}`,
    );
  }
  const { kinds, scales } = kindsSchema.parse(JSON.parse(Buffer.from(json).toString('utf8')));
  if (weights.length % kinds.length !== 0 || weights.length < 2 * kinds.length) {
    throw new RangeError(`${WEIGHTS} has ${weights.length} bytes, which is no table of ${kinds.length} columns`);
  }
  return {
    kinds,
    scales: Float32Array.from(scales),
    weights: new Int8Array(weights.buffer, weights.byteOffset, weights.length),
  };
}

function readTitles(bytes: Uint8Array | undefined): TitleIndex | undefined {
  if (!bytes) return undefined;
  const reader = new PlaneReader(bytes);
  const keys = fromGaps(reader.next());
  return { entries: new CountTable(keys, reader.next()) };
}
