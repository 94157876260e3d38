import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CATALOGUE_LIMITS } from '../../../../bundles/format/limits.js';
import { openBundleOf } from '../../../../bundles/format/open.js';
import { ANY_SIGNER } from '../../../../bundles/format/trust.js';
import { makeCatalogue, packCatalogue } from '../../../../domains/core/resolution/bundle/catalogue-bundle.js';
import { catalogueManifestSchema } from '../../../../domains/core/resolution/bundle/catalogue-manifest.js';
import { openStrategies } from '../../../../domains/core/resolution/bundle/strategy-parts.js';
import { columnTable } from '../../../../domains/core/resolution/entities/column-table.js';
import {
  catalogueRanker,
  LEAST_ENTITIES,
  RankerLists,
} from '../../../../training/entities/ranking/catalogue-ranker.js';
import { STRATEGY_BUILDERS } from '../../../../training/entities/strategy-builders.js';
import { buildEntityColumns } from '../../../../training/entities/table-builder.js';
import { entity, queryFor } from '../../../domains/core/resolution/small-catalogue.js';

const rows = readFileSync('training/works/works.jsonl', 'utf8')
  .trim()
  .split('\n')
  .slice(0, LEAST_ENTITIES)
  .map((line, row) => entity({ ...JSON.parse(line), id: `work-${row}` }));
const columns = await buildEntityColumns(rows);
const table = columnTable(columns);
const parts = new Map<string, Uint8Array>();
for (const { build } of STRATEGY_BUILDERS.slice(0, 2)) {
  for (const [name, part] of await build({ entities: () => rows, table, parts })) parts.set(name, part);
}
const names = STRATEGY_BUILDERS.slice(0, 2).flatMap((builder) => builder.names);
const strategies = openStrategies(names, parts, table);

describe('the ranker of a catalogue', () => {
  const ranker = catalogueRanker(table, strategies, undefined, { generated: 500 })!;

  test('comes with figures of queries that its trees had not seen', () => {
    const { rankedLists, rankedFirst, rankedNdcg10, rankedEce } = ranker.figures;
    // Exact and lexical alone find nothing for words that no name has, such as initials.
    expect(rankedLists).toBeGreaterThan(320);
    expect(rankedFirst).toBeGreaterThan(0.6);
    expect(rankedNdcg10).toBeGreaterThan(0.8);
    expect(rankedEce).toBeLessThan(0.1);
  });

  test('learns from judged queries beside them, of all or of some', () => {
    const judged = Array.from({ length: 40 }, (_, row) => ({
      query: queryFor(table.titleOf(row)),
      grades: new Map([[row, 1]]),
      group: String(row),
      weight: 1,
    }));
    const lists = new RankerLists(table, strategies, { generated: 500 });
    const most = ranker.figures.rankedLists + 40;
    expect(lists.train({ queries: judged })!.figures.rankedLists).toBe(most);
    const some = lists.train({ queries: judged.filter((_, place) => place % 4 !== 0) })!;
    expect(some.figures.rankedLists).toBe(most - 10);
    expect(some.parts.get('trees.bin')).not.toEqual(ranker.parts.get('trees.bin'));
    // Two rankers are trained, which takes a busy machine its time.
  }, 120_000);

  test('reckons with fewer requests for nothing than there are made ones', () => {
    // A fifth is hidden, some are babble, and some are not found.
    expect(ranker.figures.rankedNone).toBeCloseTo(0.12, 2);
  });

  test('answers from the bundle that it is packed in', async () => {
    const contents = { domain: 'music', columns, slots: {}, strategies: names, sources: [], figures: ranker.figures };
    const openedWith = async (more: ReadonlyMap<string, Uint8Array>) => {
      const packed = packCatalogue({ ...contents, parts: new Map([...parts, ...more]) }, { version: '1' });
      return makeCatalogue(await openBundleOf(catalogueManifestSchema, packed, ANY_SIGNER, CATALOGUE_LIMITS));
    };
    const ask = async (more: ReadonlyMap<string, Uint8Array>) =>
      (await openedWith(more)).resolver.search(rows[7].title, [], {}, 'request-1', 5);
    const [trained, fused] = [await ask(ranker.parts), await ask(new Map())];
    expect(trained.entities[0].title).toBe(rows[7].title);
    expect(trained.entities[0].probability).toBeGreaterThan(0.5);
    expect(trained.entities[0].probability).not.toBeCloseTo(fused.entities[0].probability, 6);
    await expect(openedWith(new Map([...ranker.parts, ['trees.bin', new Uint8Array(4)]]))).rejects.toThrow(
      /trees\.bin/,
    );
  });
});

test('a catalogue of few entities has none', async () => {
  expect(catalogueRanker(columnTable(await buildEntityColumns(rows.slice(1))), strategies)).toBeUndefined();
});
