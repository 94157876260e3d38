import { describe, expect, test } from 'vitest';
import { rewriteTableSchema } from '../../../gateway/rewriting/table/rewrite-table.js';
import { learnRewrites } from '../../../training/rewriting/learn-rewrites.js';
import type { SaidTurn } from '../../../training/rewriting/said-turn.js';
import { readSameMeaning } from '../../../training/rewriting/same-meaning-file.js';

const DAY = Date.UTC(2026, 0, 1);
let clock = DAY;

interface Say {
  readonly text: string;
  readonly success: number;
  readonly understood?: string;
  readonly rewritten?: string;
}

/** One session: each says the one before again. */
function session(customer: string, says: readonly Say[], probability = 0.95): SaidTurn[] {
  let after: SaidTurn | undefined;
  const turns = says.toReversed().map(({ text, success, understood = text, rewritten }): SaidTurn => {
    const again = after && { turn: after, probability };
    clock += 1000;
    after = { customer, timeMs: clock, text, success, understood, rewritten, isControl: false, again };
    return after;
  });
  return turns.reverse();
}
const by = (count: number, says: readonly Say[], name = 'c') =>
  Array.from({ length: count }, (_, index) => session(`${name}${index}`, says)).flat();

const fails = { text: 'play the fill jaws', success: 0.05 };
const works = { text: 'play the film jaws', success: 0.95 };

describe('a pair is made', () => {
  test('of words that fail and what is said after them', () => {
    const { table, added, retracted } = learnRewrites(by(12, [fails, works]));
    expect(table.pairs).toEqual([
      { from: fails.text, to: works.text, probability: expect.any(Number), own: expect.any(Number) },
    ]);
    const [{ probability, own }] = table.pairs as [(typeof table.pairs)[0]];
    expect(own).toBeLessThan(0.15);
    expect(probability).toBeGreaterThan(0.75);
    expect({ added: added.length, retracted }).toEqual({ added: 1, retracted: [] });
  });

  test.each([
    ['too long for a table', 'play '.repeat(200).trim()],
    ['no text that a domain takes', '\u0000'],
    ['half a character', 'play \ud83d'],
  ])('and none of a text that is %s, which stops nobody else', (_, text) => {
    const turns = [
      ...by(12, [fails, works]),
      ...by(
        12,
        [
          { text: 'jaws i said', success: 0.05 },
          { text, success: 0.95 },
        ],
        'd',
      ),
    ];
    const { table, refused } = learnRewrites(turns, { pairs: [] }, readSameMeaning());
    expect(table.pairs.map(({ from }) => from)).toEqual([fails.text]);
    expect(refused['too long or not readable']).toBe(1);
    expect(rewriteTableSchema.safeParse(table).error).toBeUndefined();
  });

  test('through other words that fail on the way', () => {
    const between = { text: 'the fill jaws i said', success: 0.05 };
    const { table } = learnRewrites([...by(12, [fails, between, works]), ...by(6, [between, works], 'd')]);
    expect(table.pairs.map(({ from, to }) => [from, to])).toEqual([
      [fails.text, works.text],
      [between.text, works.text],
    ]);
  });

  test('by what others said who were understood alike', () => {
    const understood = 'music PlayMusic fill';
    const alike = { text: 'play fill', success: 0.05, understood };
    const turns = [...by(12, [{ ...fails, understood }, works]), ...by(6, [alike, works], 'd')];
    expect(learnRewrites(turns).table.pairs.map(({ from }) => from)).toEqual([alike.text, fails.text]);
  });
});

describe('no pair is made', () => {
  const none = (turns: SaidTurn[]) => {
    const { table, refused } = learnRewrites(turns);
    expect(table.pairs).toEqual([]);
    return refused;
  };

  test('of words that succeed', () => {
    expect(none(by(12, [{ ...fails, success: 0.9 }, works]))).toMatchObject({ succeeds: 2 });
  });

  test('of what fewer than five customers said, however often', () => {
    expect(none(by(4, [fails, works]))).toMatchObject({ 'few customers': 2 });
    const often = Array.from({ length: 2_000 }, () => session('one', [fails, works])).flat();
    expect(none([...often, ...by(3, [fails, works])])).toMatchObject({ 'few customers': 2 });
  });

  test('by one customer of many requests against what the others mean', () => {
    const other = { text: 'play the film saw', success: 0.95 };
    const often = Array.from({ length: 100_000 }, () => session('one', [fails, other])).flat();
    const { table } = learnRewrites([...often, ...by(12, [fails, works]), ...by(6, [other], 'd')]);
    expect(table.pairs.map(({ to }) => to)).toEqual([works.text]);
  });

  test('where those who say it mean this and that', () => {
    const goals = ['jaws', 'saw', 'up', 'it', 'her', 'cats'].map((name) => ({ text: `play ${name}`, success: 0.95 }));
    expect(none(goals.flatMap((goal, index) => by(6, [fails, goal], `g${index}-`)))).toMatchObject({
      'too little is known': 1,
    });
  });

  test('of words without numbers and negations of the others', () => {
    const four = { text: 'rate it for of six', success: 0.05 };
    expect(none(by(12, [four, { text: 'rate it four of six', success: 0.95 }]))).toMatchObject({
      'no words for it': 1,
    });
    const negated = { text: "don't play the film jaws", success: 0.95 };
    expect(none(by(12, [fails, negated]))).toMatchObject({ 'no words for it': 1 });
  });

  test('in circles: of two that lead to each other one stays at most', () => {
    const [one, other] = [
      { text: 'play a', success: 0.2 },
      { text: 'play b', success: 0.2 },
    ];
    const { table } = learnRewrites([...by(20, [one, other]), ...by(20, [other, one], 'd')]);
    expect(table.pairs.length).toBeLessThanOrEqual(1);
  });
});

describe('words that are kept', () => {
  const keep = ['fill'];

  test('are in both texts of a pair, new or active, and stand in the table', () => {
    const turns = by(12, [fails, works]);
    const { table } = learnRewrites(turns, undefined, undefined, { keep });
    expect(table).toEqual({ pairs: [], keep });
    const active = { pairs: [{ from: fails.text, to: works.text, probability: 0.9, own: 0.1 }] };
    const later = learnRewrites(turns, active, undefined, { keep });
    expect([later.table.pairs, later.retracted]).toEqual([[], active.pairs]);
  });
});

describe('a pair of the active table', () => {
  const active = { pairs: [{ from: fails.text, to: works.text, probability: 0.9, own: 0.1 }] };
  const rewritten = (success: number) => ({ text: fails.text, success, rewritten: works.text, understood: 'jaws' });

  test('stays, with what came of it, though nobody needs to say it again any more', () => {
    const { table, retracted } = learnRewrites(by(30, [rewritten(0.95)]), active);
    expect(retracted).toEqual([]);
    expect(table.pairs[0]?.probability).toBeGreaterThan(0.9);
    expect(learnRewrites([], active).table).toEqual(active);
  });

  test('that stops being right is gone within 200 sessions, whatever came of it before', () => {
    const good = by(1_000, [rewritten(0.95)]);
    const sessionsUntilGone = [...Array(200).keys()].find(
      (count) => learnRewrites([...good, ...by(count, [rewritten(0.05)], 'd')], active).retracted.length > 0,
    );
    expect(sessionsUntilGone).toBeGreaterThan(5);
    expect(sessionsUntilGone).toBeLessThan(100);
  });

  test('is not kept by what else succeeds with the words that it leads to', () => {
    const turns = [...by(60, [rewritten(0.05)]), ...by(500, [works], 'd')];
    expect(learnRewrites(turns, active).table.pairs).toEqual([]);
  });

  test('is not ended by one customer', () => {
    const often = Array.from({ length: 1_000 }, () => session('one', [rewritten(0)])).flat();
    expect(learnRewrites([...by(20, [rewritten(0.95)]), ...often], active).retracted).toEqual([]);
  });
});
