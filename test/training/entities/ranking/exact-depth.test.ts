import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { makeCatalogue } from '../../../../domains/core/resolution/bundle/catalogue-bundle.js';
import { openStrategies } from '../../../../domains/core/resolution/bundle/strategy-parts.js';
import { columnTable } from '../../../../domains/core/resolution/entities/column-table.js';
import { encodeEntities } from '../../../../domains/core/resolution/entities/entity-columns.js';
import type { StrategyName } from '../../../../domains/core/resolution/strategies/strategy.js';
import { catalogueRanker } from '../../../../training/entities/ranking/catalogue-ranker.js';
import { LIST_DEFAULTS } from '../../../../training/entities/ranking/ranked-list.js';
import { STRATEGY_BUILDERS } from '../../../../training/entities/strategy-builders.js';
import { buildEntityColumns } from '../../../../training/entities/table-builder.js';
import { entity } from '../../../domains/core/resolution/small-catalogue.js';

const rows = readFileSync('training/works/works.jsonl', 'utf8')
  .trim()
  .split('\n')
  .slice(0, 800)
  .map((line, row) => entity({ ...JSON.parse(line), id: `work-${row}` }));
const columns = await buildEntityColumns(rows);
const table = columnTable(columns);
const names: readonly StrategyName[] = ['exact', 'lexical'];
const parts = new Map<string, Uint8Array>();
for (const builder of STRATEGY_BUILDERS.filter((each) => each.names.some((name) => names.includes(name)))) {
  for (const [name, part] of await builder.build({ entities: () => rows, table, parts })) parts.set(name, part);
}
const ranker = catalogueRanker(table, openStrategies(names, parts, table), { queries: [] }, { generated: 500 })!;

/** Of every title: how many candidates lexical gives. */
function lexicalCounts(rankerParts: ReadonlyMap<string, Uint8Array>, written: (title: string) => string): number[] {
  const kinds = [...new Set(rows.map(({ kind }) => kind))];
  const slots = { work: kinds.map((kind) => ({ kind, field: 'title' as const })) };
  const { resolver } = makeCatalogue({
    manifest: { entities: rows.length, slots, strategies: [...names] },
    parts: new Map([...encodeEntities(columns), ...parts, ...rankerParts]),
  });
  return rows.slice(0, 200).map(({ title }) => {
    const found = resolver.resolve([{ slot: 'work', value: written(title) }], {}, 'r', 50);
    return found?.entities.filter(({ strategies }) => strategies.includes('lexical')).length ?? 0;
  });
}

test('where exact finds something, lexical looks as deep as the ranker was trained with', () => {
  const settings = JSON.parse(Buffer.from(ranker.parts.get('ranker.json')!).toString());
  expect(settings.exactDepth).toBe(LIST_DEFAULTS.exactDepth);
  const titles = lexicalCounts(ranker.parts, (title) => title);
  expect(Math.max(...titles)).toBe(LIST_DEFAULTS.exactDepth);
  const others = lexicalCounts(ranker.parts, (title) => `zzyzx ${title}`);
  expect(Math.max(...others)).toBeGreaterThan(LIST_DEFAULTS.exactDepth);
  // One that was trained before says nothing of it, and looks as deep as it did.
  const { exactDepth: _, ...before } = settings;
  const older = new Map([...ranker.parts, ['ranker.json', Buffer.from(JSON.stringify(before))]]);
  expect(Math.max(...lexicalCounts(older, (title) => title))).toBeGreaterThan(LIST_DEFAULTS.exactDepth);
});
