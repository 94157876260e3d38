import { describe, expect, test } from 'vitest';
import {
  AS_TOLD,
  addSignal,
  isRising,
  noSignals,
  rightShare,
  type ToldLabel,
  toldSuccess,
  trueSuccess,
} from '../../../training/learning/told-success.js';
import { seeded } from '../../../training/numeric/random.js';

/** Labels of texts, one in four of which is answered wrongly: of a share of the customers the label of the opposite. */
function labels({
  texts = 200,
  customers = 8,
  noise = 0.1,
  isTold = (customer: number): boolean => customer >= 0,
} = {}): ToldLabel[] {
  const random = seeded(5);
  return Array.from({ length: texts * customers }, (_, place) => place).flatMap((place) => {
    const [text, customer] = [Math.floor(place / customers), place % customers];
    const isRight = (text % 4 !== 0) === random.next() >= noise;
    // Of what is wrong three in ten say nothing, and look content.
    const success = isRight || random.next() < 0.3 ? 0.75 + random.next() / 5 : random.next() / 4;
    return isTold(customer) ? [{ name: `text ${text}`, customer: `c${customer}`, success }] : [];
  });
}

function signalsOf(...successes: number[]) {
  const signals = noSignals();
  for (const success of successes) addSignal(signals, success, 1);
  return signals;
}

describe('what labels say of right and of wrong answers', () => {
  const told = toldSuccess(labels())!;

  test('is learned from labels alone', () => {
    // Of the right ones nine in ten are told as right, and three in ten of the others; of the wrong ones the opposite.
    expect(told.ofRight.at(-1)).toBeCloseTo(0.9 + 0.1 * 0.3, 1);
    expect(told.ofWrong.at(-1)).toBeCloseTo(0.9 * 0.3 + 0.1, 1);
    expect(told.levels[0]).toBeCloseTo(0.25, 1);
    expect(told.levels.at(-1)).toBeCloseTo(0.75, 1);
    for (const chances of [told.ofRight, told.ofWrong, told.levels])
      expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 9);
  });

  test('tells texts from each other whose labels are on average more for than against', () => {
    const wrong = signalsOf(0.9, 0.9, 0.9, 0.9, 0.1, 0.1, 0.1, 0.1);
    expect(rightShare(wrong, told)).toBeLessThan(0.1);
    expect(rightShare(signalsOf(0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.1, 0.1), told)).toBeGreaterThan(0.5);
  });

  test('makes of a mean label what it says', () => {
    expect(trueSuccess(told.right, told)).toBe(1);
    expect(trueSuccess(told.wrong, told)).toBe(0);
  });

  test('does not follow from what one customer says a thousand times', () => {
    const often = Array.from({ length: 1_000 }, () => ({ name: 'text 1', customer: 'c0', success: 0 }));
    const moved = toldSuccess([...labels(), ...often])!;
    expect(Math.abs(moved.ofRight[0]! - told.ofRight[0]!)).toBeLessThan(0.002);
  });

  test('is unknown where fewer than five tell of a text, of few texts, and where all is told alike', () => {
    expect(toldSuccess(labels({ isTold: (customer) => customer < 4 }))).toBeUndefined();
    expect(toldSuccess(labels({ texts: 19 }))).toBeUndefined();
    expect(toldSuccess(labels().map((label) => ({ ...label, success: 1 })))).toBeUndefined();
    expect(toldSuccess([])).toBeUndefined();
  });

  test('rises where more speaks for right answers, and not where texts differ in whether somebody tells', () => {
    expect(isRising(told)).toBe(true);
    // Of some answers people tell, for and against; of the others they are silent.
    expect(isRising({ ofRight: [0.2, 0.01, 0.79], ofWrong: [0.05, 0.85, 0.1] })).toBe(false);
  });
});

test('as they are told, labels above one half speak for an answer and those below against it, more with each', () => {
  const shares = [[0.1, 0.1], [0.1], [], [0.9], [0.9, 0.9]].map((each) => rightShare(signalsOf(...each), AS_TOLD));
  expect(shares).toEqual([...shares].sort((one, other) => one - other));
  expect(shares[2]).toBeCloseTo(0.5, 9);
});
