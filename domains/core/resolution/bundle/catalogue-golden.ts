import { z } from 'zod';
import { BundleRefused } from '../../../../bundles/format/refusal.js';
import type { EntityTable } from '../entities/entity-table.js';
import type { EntityResolver, NamedWords } from '../entity-resolver.js';

/** The part that holds a catalogue's golden queries. */
export const CATALOGUE_GOLDEN = 'golden.json';

const goldenSchema = z
  .array(
    z.strictObject({
      slots: z.array(z.strictObject({ slot: z.string().min(1), value: z.string().min(1) })).min(1),
      ids: z.array(z.string().min(1)),
    }),
  )
  .max(256);

/** Slots with the ids of what a catalogue found by them when it was made, most probable first. */
export interface GoldenQuery {
  readonly slots: readonly NamedWords[];
  readonly ids: readonly string[];
}

/** Decides what a golden query explores: the same on every machine. */
const REQUEST_ID = 'golden';
/** Entities of a golden query that are recorded. */
const RECORDED = 3;
const QUERIES = 32;

/**
 * Golden queries of a catalogue: the titles of entities at even distances, in the slots that take such titles, with what
 * is found by them now. None for a catalogue that no slot takes titles of.
 */
export function goldenQueries(table: EntityTable, resolver: EntityResolver): GoldenQuery[] {
  const slotOf = new Map<string, string>();
  for (const [slot, targets] of resolver.slotTargets) {
    for (const { kind, field } of targets) if (field === 'title' && !slotOf.has(kind)) slotOf.set(kind, slot);
  }
  const queries: GoldenQuery[] = [];
  const step = Math.max(1, Math.floor(table.count / QUERIES));
  for (let row = 0; row < table.count && queries.length < QUERIES; row += step) {
    const slot = slotOf.get(table.kinds[table.kindOf(row)]!);
    if (slot === undefined) continue;
    const slots = [{ slot, value: table.titleOf(row) }];
    const ids = idsOf(resolver, slots);
    if (ids) queries.push({ slots, ids });
  }
  return queries;
}

/**
 * The golden queries of a bundle; none where it has no such part.
 * @throws BundleRefused('golden') for a part that is no list of queries
 */
export function parseCatalogueGolden(parts: ReadonlyMap<string, Uint8Array>): readonly GoldenQuery[] {
  const part = parts.get(CATALOGUE_GOLDEN);
  if (!part) return [];
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(part).toString('utf8'));
  } catch (cause) {
    throw new BundleRefused('golden', `${CATALOGUE_GOLDEN} is not JSON`, { cause });
  }
  const parsed = goldenSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new BundleRefused('golden', `${CATALOGUE_GOLDEN}, ${issue!.path.join('.')}: ${issue!.message}`);
}

/**
 * Asks every golden query twice, untimed and then timed.
 * @throws BundleRefused 'golden' naming the first query that finds something else, 'warm-up' one that is too slow
 */
export function checkCatalogueGolden(
  resolver: EntityResolver,
  golden: readonly GoldenQuery[],
  answerWithinMs: number,
): void {
  for (const { slots, ids } of golden) {
    const name = slots.map(({ slot, value }) => `${slot}="${value}"`).join(' ');
    const found = idsOf(resolver, slots);
    if (found?.join('\n') !== ids.join('\n')) {
      const problem = `${name} finds ${found?.join(', ') || 'nothing'} where ${ids.join(', ') || 'nothing'} is recorded`;
      throw new BundleRefused('golden', problem);
    }
    const begun = performance.now();
    idsOf(resolver, slots);
    const tookMs = performance.now() - begun;
    if (tookMs > answerWithinMs) {
      throw new BundleRefused('warm-up', `${name} took ${tookMs.toFixed(0)} ms; at most ${answerWithinMs} may pass`);
    }
  }
}

function idsOf(resolver: EntityResolver, slots: readonly NamedWords[]): string[] | undefined {
  return resolver.resolve(slots, {}, REQUEST_ID, RECORDED)?.entities.map(({ id }) => id);
}
