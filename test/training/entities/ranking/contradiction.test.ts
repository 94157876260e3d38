import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openStrategies } from '../../../../domains/core/resolution/bundle/strategy-parts.js';
import { CandidateUnion } from '../../../../domains/core/resolution/candidate-union.js';
import { ENTITY_FIELDS } from '../../../../domains/core/resolution/entities/entity.js';
import { nameWords } from '../../../../domains/core/resolution/entities/name-words.js';
import type { EntityQuery } from '../../../../domains/core/resolution/entity-query.js';
import { decodeRanker } from '../../../../domains/core/resolution/ranking/ranker-parts.js';
import { trainedRanker } from '../../../../domains/core/resolution/ranking/trained-ranker.js';
import { catalogueRanker } from '../../../../training/entities/ranking/catalogue-ranker.js';
import { STRATEGY_BUILDERS } from '../../../../training/entities/strategy-builders.js';
import { entity, queryFor, tableOf } from '../../../domains/core/resolution/small-catalogue.js';

const names = readFileSync('training/works/works.jsonl', 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line).title as string);
const MAKERS = 150;
const makers = names.slice(-MAKERS);
const songs = names.slice(0, 600).map((title, row) => entity({ title, creators: [makers[row % MAKERS]!] }, row));
const table = await tableOf(songs);
const parts = new Map<string, Uint8Array>();
const builders = STRATEGY_BUILDERS.slice(0, 2);
for (const { build } of builders) {
  for (const [name, part] of await build({ entities: () => songs, table, parts })) parts.set(name, part);
}
const strategies = openStrategies(
  builders.flatMap((builder) => builder.names),
  parts,
  table,
);

/** Mean P(none) of the titles of some songs, each with what stands beside it. */
function meanNone(queryOf: (row: number) => EntityQuery): number {
  const ranker = trainedRanker(decodeRanker(trained.parts), table);
  const union = new CandidateUnion();
  const rows = Array.from({ length: 60 }, (_, place) => 7 * place);
  const nones = rows.map((row) => {
    union.clear();
    const query = queryOf(row);
    for (const strategy of strategies) union.add(strategy.name, strategy.retrieve(query, 20));
    return ranker.rank(query, union).none;
  });
  return nones.reduce((sum, none) => sum + none, 0) / nones.length;
}

const trained = catalogueRanker(table, strategies, undefined, { generated: 1_200 })!;
const own = (row: number) => makers[row % MAKERS]!;
const other = (row: number) => makers[(row + 50) % MAKERS]!;

test('the creator of another work makes it likelier that none is meant, as a slot and in a search', () => {
  const slots = (by: (row: number) => string) => (row: number) =>
    queryFor(table.titleOf(row), { constraints: [{ field: 'creators', words: nameWords(by(row)) }] });
  const search = (by: (row: number) => string) => (row: number) =>
    queryFor(`${table.titleOf(row)} ${by(row)}`, { fields: ENTITY_FIELDS });
  expect(meanNone(slots(own))).toBeLessThan(0.1);
  expect(meanNone(search(own))).toBeLessThan(0.1);
  expect(meanNone(slots(other))).toBeGreaterThan(0.4);
  expect(meanNone(search(other))).toBeGreaterThan(0.4);
});
