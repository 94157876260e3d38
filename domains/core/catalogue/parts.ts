import { z } from 'zod';
import { NluError } from '../../../proto/errors.js';
import { fromGaps, PlaneReader, toGaps, toPlanes } from '../byte-planes.js';
import { CountTable } from '../reranker/count-table.js';
import type { NameModel } from './name-model.js';
import type { TitleIndex } from './title-index.js';

/** What a domain was taught by catalogues; neither is there where it was trained without one. */
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

/** Nothing when no part is there. Throws when one is missing beside the others, or is not of its form. */
export function readCatalogueKnowledge(parts: ReadonlyMap<string, Uint8Array>): CatalogueKnowledge {
  const [kinds, weights, titles] = [KINDS, WEIGHTS, TITLES].map((name) => parts.get(name));
  if (!kinds && !weights && !titles) return {};
  if (!kinds || !weights || !titles) {
    const missing = [KINDS, WEIGHTS, TITLES].filter((name) => !parts.has(name));
    throw new NluError(
      'FAILED_PRECONDITION',
      `the bundle has no part ${missing.join(', ')} beside what catalogues taught`,
    );
  }
  return { names: readNames(kinds, weights), titles: readTitles(titles) };
}

function readNames(json: Uint8Array, weights: Uint8Array): NameModel {
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

function readTitles(bytes: Uint8Array): TitleIndex {
  const reader = new PlaneReader(bytes);
  const keys = fromGaps(reader.next());
  return { entries: CountTable.of(keys, reader.next()) };
}
