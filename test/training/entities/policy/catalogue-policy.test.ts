import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CATALOGUE_LIMITS } from '../../../../bundles/format/limits.js';
import { openBundleOf } from '../../../../bundles/format/open.js';
import { ANY_SIGNER } from '../../../../bundles/format/trust.js';
import { makeCatalogue, packCatalogue } from '../../../../domains/core/resolution/bundle/catalogue-bundle.js';
import { catalogueManifestSchema } from '../../../../domains/core/resolution/bundle/catalogue-manifest.js';
import { openStrategies } from '../../../../domains/core/resolution/bundle/strategy-parts.js';
import { catalogueResolver } from '../../../../domains/core/resolution/catalogue-resolver.js';
import { columnTable } from '../../../../domains/core/resolution/entities/column-table.js';
import { encodeEntities } from '../../../../domains/core/resolution/entities/entity-columns.js';
import { learnedPolicy } from '../../../../domains/core/resolution/policy/learned-policy.js';
import { decodePolicy } from '../../../../domains/core/resolution/policy/policy-parts.js';
import { cataloguePolicy } from '../../../../training/entities/policy/catalogue-policy.js';
import { LEAST_ENTITIES } from '../../../../training/entities/ranking/catalogue-ranker.js';
import { STRATEGY_BUILDERS } from '../../../../training/entities/strategy-builders.js';
import { buildEntityColumns } from '../../../../training/entities/table-builder.js';
import { entity } from '../../../domains/core/resolution/small-catalogue.js';

const rows = readFileSync('training/works/works.jsonl', 'utf8')
  .trim()
  .split('\n')
  .slice(0, LEAST_ENTITIES)
  .map((line, row) => entity({ ...JSON.parse(line), id: `work-${row}` }));
const columns = await buildEntityColumns(rows);
const table = columnTable(columns);
const builders = STRATEGY_BUILDERS.filter(({ names }) => !names.includes('semantic') && !names.includes('memory'));
const parts = new Map<string, Uint8Array>();
for (const { build } of builders) {
  for (const [name, part] of await build({ entities: () => rows, table, parts })) parts.set(name, part);
}
const names = builders.flatMap((builder) => builder.names);
const strategies = openStrategies(names, parts, table);
const policy = cataloguePolicy(table, strategies)!;
const kinds = [...new Set(rows.map(({ kind }) => kind))];

describe('the policy that a catalogue begins with', () => {
  test('is the same from the same catalogue', () => {
    expect(cataloguePolicy(table, strategies)).toEqual(policy);
    expect(decodePolicy(policy).strategies.map(({ strategy }) => strategy)).toEqual(['structured', 'phonetic']);
  });

  test('looks deeper for a name that was misheard than for one that is exact', () => {
    const all = new Map([...encodeEntities(columns), ...parts, ...policy]);
    const { resolver } = makeCatalogue({ manifest: manifestOf(), parts: all });
    const looked = (text: string) => {
      let times = 0;
      for (let request = 0; request < 300; request++) {
        const { propensities, entities } = resolver.resolve([{ slot: 'work', value: text }], {}, `r${request}`, 20)!;
        expect(propensities).toMatchObject({ exact: 1, lexical: 1 });
        expect(propensities.phonetic).toBeLessThan(1);
        if (entities.some((each) => each.strategies.includes('phonetic'))) times++;
      }
      return times;
    };
    const title = rows[7].title;
    // Two letters in each other's place in every word of it.
    const slipped = title.replace(/\b(\w)(\w)(\w)/g, '$1$3$2');
    expect(slipped).not.toBe(title);
    expect(looked(slipped)).toBeGreaterThan(looked(title) + 30);
  });

  test('is what the bundle says, and replays', async () => {
    const packed = packCatalogue(
      {
        domain: 'music',
        columns,

        sources: [],
        figures: {},
        ...manifestOf(),
        parts: new Map([...parts, ...policy]),
      },
      { version: '1' },
    );
    const opened = await openBundleOf(catalogueManifestSchema, packed, ANY_SIGNER, CATALOGUE_LIMITS);
    expect(opened.manifest.policy).toBe(decodePolicy(policy).version);
    const [one, other] = [makeCatalogue(opened), makeCatalogue(opened)];
    for (let request = 0; request < 50; request++) {
      const slots = [{ slot: 'work', value: rows[request].title }];
      const ask = ({ resolver }: typeof one) => resolver.resolve(slots, {}, `r${request}`, 10);
      expect(ask(other)).toEqual(ask(one));
    }
    const broken = new Map([...opened.parts, ['policy.bin', new Uint8Array(4)]]);
    expect(() => makeCatalogue({ ...opened, parts: broken })).toThrow(/graph check: part policy\.bin: 4 bytes/);
  });

  test('displaces no exact match, even with a ranker that would', () => {
    const against = catalogueResolver({
      table,
      strategies,
      slotTargets: new Map(),
      policy: learnedPolicy({ ...decodePolicy(policy), exploration: 1 }, table),
      // The later found, the more probable: what was looked for by chance comes first.
      ranker: {
        rank: (_, { count }) => ({
          probabilities: Float64Array.from({ length: count }, (_, at) => (2 * (at + 1)) / (count + 1) / count / 2),
          none: 0.5,
        }),
      },
      depth: 1,
    });
    let more = 0;
    for (const [request, { title, id }] of rows.slice(0, 200).entries()) {
      const { entities } = against.search(title, [], {}, `r${request}`, 50);
      const exact = entities.findIndex((each) => each.strategies.includes('exact'));
      const chance = entities.findIndex(({ strategies: by }) => !by.includes('exact') && !by.includes('lexical'));
      if (chance >= 0) more++;
      expect(exact, id).toBeGreaterThanOrEqual(0);
      if (chance >= 0) expect(exact, id).toBeLessThan(chance);
    }
    expect(more).toBeGreaterThan(5);
  });
});

test('a catalogue of few entities has none', async () => {
  expect(cataloguePolicy(columnTable(await buildEntityColumns(rows.slice(1))), strategies)).toBeUndefined();
});

function manifestOf() {
  return {
    entities: rows.length,
    slots: { work: kinds.map((kind) => ({ kind, field: 'title' as const })) },
    strategies: names,
  };
}
