import { expect, test } from 'vitest';
import { generateQueries } from '../../../../training/entities/ranking/generated-queries.js';
import { seeded } from '../../../../training/numeric/random.js';
import { entities, tableOf } from '../../../domains/core/resolution/small-catalogue.js';

const table = await tableOf(
  entities(
    { title: 'Hurt', creators: ['Nine Inch Nails'], popularity: 1 },
    { title: 'The Hurt', creators: ['Johnny Cash'], popularity: 9 },
    { title: 'House of the Rising Sun' },
    { title: '???' },
  ),
);
const generate = (seed: number, settings = {}) => generateQueries(table, seeded(seed), { queries: 300, ...settings });

test('asks for names as they are, misheard, in part and with creators, the same for the same seed', () => {
  const made = generate(1);
  expect(made.length).toBe(300);
  expect(made).toEqual(generate(1));
  expect(made).not.toEqual(generate(2));
  const asked = new Set(generate(1, { queries: 1_000 }).map(({ query }) => query.words.join(' ')));
  for (const words of ['hurt', 'house of the rising sun', 'house of the', 'hurt nine inch nails', 'hurts']) {
    expect(asked).toContain(words);
  }
  const initials = generate(1, { queries: 3_000 }).map(({ query }) => query.words.join(' '));
  expect(initials).toContain('hotrs');
  expect(asked.size).toBeGreaterThan(20);
  expect(made.every(({ query }) => query.words.length > 0)).toBe(true);
});

test('asks for the popular more often, and for entities that are hidden with their namesakes', () => {
  const made = generate(3, { hidden: 0.4, unpopular: 0.1 });
  const times = (row: number) => made.filter(({ grades }) => grades.get(row) === 1).length;
  expect(times(1)).toBeGreaterThan(1.3 * times(0));
  const hidden = made.flatMap((query) => query.hidden ?? []);
  expect(hidden.length / made.length).toBeGreaterThan(0.3);
  for (const rows of hidden) expect([[0, 1], [2]]).toContainEqual([...rows]);
  for (const { hidden: rows, grades } of made) expect(grades.size).toBe(rows === undefined ? 1 : 0);
});

test('some name a work and the creator of another, which mean nothing that is listed', async () => {
  const works = await tableOf(
    entities(
      { title: 'Thriller', creators: ['Michael Jackson'] },
      { title: 'Thriller', creators: ['Adele', 'Someone'] },
      { title: 'Hello', creators: ['Adele'] },
      { title: 'Creep', creators: ['Radiohead'] },
    ),
  );
  const made = generateQueries(works, seeded(2), { queries: 2_000, hidden: 0 });
  const mixed = made.filter(({ grades, hidden }) => grades.size === 0 && hidden === undefined);
  expect(mixed.length / made.length).toBeGreaterThan(0.01);
  const asked = new Set(
    mixed.map(({ query }) =>
      [query.words.join(' '), ...query.constraints.map(({ words }) => words.join(' '))].join('/'),
    ),
  );
  expect(asked).toContain('thriller radiohead');
  expect(asked).toContain('thriller/radiohead');
  expect([...asked].filter((text) => /thriller.*(?:adele|jackson)|hello.*adele|creep.*radiohead/.test(text))).toEqual(
    [],
  );
  // Words alone never say "none".
  for (const { query } of mixed) expect(query.words.length + query.constraints.length).toBeGreaterThan(1);
});

test('hides and contradicts no name that more than a thousand share, so that no query asks for all of them', async () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, row) => ({ title: 'Untitled', creators: [`a${row % 9}`] }));
  const settings = { queries: 300, hidden: 0.5 };
  const common = generateQueries(await tableOf(entities(...many(1_001))), seeded(1), settings);
  expect(common).toHaveLength(300);
  expect(common.filter(({ grades }) => grades.size === 0)).toEqual([]);
  const rare = generateQueries(await tableOf(entities(...many(1_000))), seeded(1), settings);
  expect(Math.max(...rare.map(({ hidden }) => hidden?.size ?? 0))).toBe(1_000);
});

test('a catalogue of no words, or of nothing, makes none', async () => {
  expect(generateQueries(await tableOf(entities({ title: '???' })), seeded(1))).toEqual([]);
  expect(generateQueries(await tableOf([]), seeded(1))).toEqual([]);
});
