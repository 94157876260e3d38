import { z } from 'zod';
import { NluError } from '../../../serving/errors.js';
import { fromGaps, PlaneReader, toGaps, toPlanes } from '../numeric/byte-planes.js';
import { CountTable } from '../numeric/count-table.js';
import type { NameModel } from './name-model.js';
import { isTitleEntry, MAX_KINDS } from './title-entry.js';
import type { TitleIndex } from './title-index.js';

/** A domain's knowledge of catalogues; both parts are absent where it was trained without one. */
export interface CatalogueKnowledge {
  readonly names?: NameModel | undefined;
  readonly titles?: TitleIndex | undefined;
}

// The bundle parts that hold catalogue knowledge.
const KINDS = 'names.json';
const WEIGHTS = 'names.bin';
const TITLE_KINDS = 'titles.json';
const TITLES = 'titles.bin';
const PARTS = [KINDS, WEIGHTS, TITLE_KINDS, TITLES];

const kindsSchema = z
  .strictObject({ kinds: z.array(z.string().min(1)).min(2), scales: z.array(z.number().positive()) })
  .refine(({ kinds, scales }) => kinds.length === scales.length, 'as many scales as kinds');

/** How titles are folded into keys (title-key.ts); an index of another way would list nearly nothing, and say no word. */
const KEYS = 2;

const slotNames = z.array(z.string().min(1));
const titleKindsSchema = z.strictObject({
  keys: z.literal(KEYS),
  kinds: z
    .array(z.strictObject({ name: z.string().min(1), slots: slotNames, creatorSlots: slotNames }))
    .max(MAX_KINDS)
    .refine((kinds) => new Set(kinds.map(({ name }) => name)).size === kinds.length, 'a kind stands once'),
});

export function catalogueParts({ names, titles }: CatalogueKnowledge): Map<string, Uint8Array> {
  const parts = new Map<string, Uint8Array>();
  if (names) {
    const { kinds, scales, weights } = names;
    parts.set(KINDS, Buffer.from(JSON.stringify({ kinds, scales: Array.from(scales) })));
    parts.set(WEIGHTS, new Uint8Array(weights.buffer, weights.byteOffset, weights.length));
  }
  if (titles) {
    parts.set(TITLE_KINDS, Buffer.from(JSON.stringify({ keys: KEYS, kinds: titles.kinds })));
    const { keys, counts } = titles.entries.entries();
    parts.set(TITLES, Buffer.concat([toPlanes(toGaps(keys)), toPlanes(counts)]));
  }
  return parts;
}

/**
 * The knowledge of catalogues in a bundle's parts; empty when no part is there.
 * @throws when a part is missing beside the others, or is not of its form
 */
export function readCatalogueKnowledge(parts: ReadonlyMap<string, Uint8Array>): CatalogueKnowledge {
  const [kinds, weights, titleKinds, titles] = PARTS.map((name) => parts.get(name));
  if (!kinds && !weights && !titleKinds && !titles) return {};
  if (!kinds || !weights || !titleKinds || !titles) {
    const missing = PARTS.filter((name) => !parts.has(name));
    throw new NluError(
      'FAILED_PRECONDITION',
      `the bundle has no part ${missing.join(', ')} beside what catalogues taught`,
    );
  }
  return { names: readNames(kinds, weights), titles: readTitles(titleKinds, titles) };
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

function readTitles(json: Uint8Array, bytes: Uint8Array): TitleIndex {
  const content: unknown = JSON.parse(Buffer.from(json).toString('utf8'));
  const written = z.looseObject({ keys: z.number().default(1) }).safeParse(content).data?.keys;
  if (written !== undefined && written !== KEYS) {
    throw new NluError(
      'FAILED_PRECONDITION',
      `${TITLE_KINDS} has title keys of form ${written}, and this release reads form ${KEYS}: train the bundle again`,
    );
  }
  const { kinds } = titleKindsSchema.parse(content);
  const reader = new PlaneReader(bytes);
  const keys = fromGaps(reader.next());
  const entries = reader.next();
  const bad = entries.findIndex((entry) => !isTitleEntry(entry, kinds.length));
  if (bad >= 0) {
    throw new RangeError(
      `${TITLES} has entry ${entries[bad]}, with no percentile or a kind beyond the ${kinds.length} of ${TITLE_KINDS}`,
    );
  }
  return { kinds, entries: CountTable.of(keys, entries) };
}
