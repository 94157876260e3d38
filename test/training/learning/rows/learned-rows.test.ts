import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LearnableTurn } from '../../../../training/learning/rows/learnable-turn.js';
import { type LearnedRow, learnedRows } from '../../../../training/learning/rows/learned-rows.js';

const DOMAINS = new Set(['music', 'video']);
const ALL = { heldOutOneIn: 0 };
const turn = (customer: string | undefined, text: string, given: Partial<LearnableTurn> = {}): LearnableTurn => ({
  id: `${customer} ${text}`,
  customer,
  text,
  answer: { domain: 'music', intent: 'Play', slots: [{ name: 'track', value: 'dune' }] },
  success: 0.9,
  interpretationFailed: 1,
  ...given,
});
const customers = (count: number) => Array.from({ length: count }, (_, index) => `c${index}`);
const believed = ({ belief }: LearnedRow) => Math.round(1e6 * belief) / 1e6;

describe('a text teaches', () => {
  test('once five customers said it, whatever its spelling', () => {
    const four = customers(4).map((customer) => turn(customer, 'play dune'));
    expect(learnedRows(four, DOMAINS, ALL)).toMatchObject({ rows: [], refused: { 'too few customers': 1 } });
    const { rows } = learnedRows([...four, turn('another', 'Play Dune!')], DOMAINS, ALL);
    expect(rows).toEqual([
      expect.objectContaining({
        ...{ text: 'play dune', domain: 'music', intent: 'Play', source: 'learned', origin: 'success', belief: 0.9 },
        slots: [{ name: 'track', value: 'dune', start: 5, end: 9 }],
      }),
    ]);
  });

  test('not by one customer who says it often, nor by those whom nobody named', () => {
    const often = Array.from({ length: 1_000 }, () => turn('c', 'play dune'));
    const unnamed = Array.from({ length: 9 }, () => turn(undefined, 'play dune'));
    expect(learnedRows([...often, ...unnamed], DOMAINS, ALL).rows).toEqual([]);
  });

  test('what most customers’ turns make probable; a flipped outcome of one does not turn it', () => {
    const flipped = turn('c4', 'play dune', { success: 0.05 });
    const { rows } = learnedRows([...customers(4).map((each) => turn(each, 'play dune')), flipped], DOMAINS, ALL);
    expect(rows.map(believed)).toEqual([0.73]);
  });

  test('nothing where they are in doubt', () => {
    const doubted = customers(5).map((each, index) =>
      turn(each, 'play dune', index < 3 ? {} : { answer: { domain: 'video', intent: 'Play', slots: [] } }),
    );
    expect(learnedRows(doubted, DOMAINS, { ...ALL, leastBelief: 0.6 })).toMatchObject({
      rows: [],
      refused: { doubtful: 1 },
    });
    expect(learnedRows(doubted, DOMAINS, ALL).rows.map(believed)).toEqual([0.54]);
  });
});

test('a group that says a million things teaches no more than it may', () => {
  const said = Array.from({ length: 1_000 }, (_, text) =>
    customers(5).map((each) => turn(each, `play dune ${text}`, { success: 1 })),
  ).flat();
  const { rows } = learnedRows(said, DOMAINS, { ...ALL, mostOfCustomer: 10 });
  const sum = rows.reduce((total, { belief }) => total + belief, 0);
  expect(sum).toBeCloseTo(10, 6);
});

test('beliefs are probabilities, and every text is a row or refused once', () => {
  const turns = fc.array(
    fc.record({
      customer: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', undefined),
      text: fc.constantFrom('play dune', 'dune', 'find dune', '', undefined),
      success: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(turns, (made) => {
      const said = made.map(({ customer, text, success }) => ({ ...turn(customer, text ?? '', { success }), text }));
      const { rows, refused } = learnedRows(said, DOMAINS, { ...ALL, fewestCustomers: 2 });
      for (const { belief } of rows) expect(belief > 0 && belief <= 1).toBe(true);
      const texts = new Set(said.flatMap(({ text }) => (text ? [text] : [])));
      const { 'without text': without, ...reasons } = refused;
      expect(rows.length + Object.values(reasons).reduce((sum, count) => sum + count, 0)).toBe(texts.size);
      expect(without).toBe(said.filter(({ text }) => !text).length);
    }),
  );
});

test('a fifth of the texts teaches nothing, the same at each run', () => {
  const said = Array.from({ length: 500 }, (_, text) => customers(5).map((each) => turn(each, `dune ${text}`))).flat();
  const { rows, refused } = learnedRows(said, DOMAINS);
  expect(refused['held out for the gates']).toBeGreaterThan(70);
  expect(refused['held out for the gates']).toBeLessThan(130);
  expect(learnedRows(said, DOMAINS).rows).toEqual(rows);
});
