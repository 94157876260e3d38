import { expect, test } from 'vitest';
import { agreedLabel, type Sayer } from '../../../../training/learning/rows/agreed-label.js';
import type { LabelOrigin } from '../../../../training/learning/rows/turn-labels.js';
import type { ToldSuccess } from '../../../../training/learning/told-success.js';

/** Nine in ten of the right answers are told as such, and three in ten of the wrong ones. */
const told: ToldSuccess = {
  ...{ right: 0.8, wrong: 0.3 },
  ...{ ofRight: [0.05, 0.05, 0.9], ofWrong: [0.6, 0.1, 0.3], levels: [0.2, 0.01, 0.01, 0.01, 0.77] },
};
const label = (origin: LabelOrigin, domain: string, probability: number) => {
  return { origin, domain, intent: 'Play', slots: [], probability };
};
/** Somebody who was answered by music, and who may have got something from video by saying it again. */
const sayer = (success: number, again = 0): Sayer => ({
  share: 1,
  turns: [
    {
      labels: [label('success', 'music', success), ...(again > 0 ? [label('rephrase', 'video', again)] : [])],
      wentOn: again > 0 ? again / 0.8 : 0,
      unprojected: 0,
    },
  ],
});
const content = (count: number) => Array.from({ length: count }, () => sayer(0.85));
const again = (count: number) => Array.from({ length: count }, () => sayer(0.1, 0.4));
const best = (sayers: Sayer[], by: ToldSuccess | undefined = told) => {
  const { best } = agreedLabel(sayers, by);
  return [best?.domain, best?.probability];
};

test('customers who were answered alike are multiplied: half of them content is a wrong answer', () => {
  const sayers = [...content(4), ...again(4)];
  const [domain, probability] = best(sayers);
  expect(domain).toBe('video');
  // Four went on at .5 each, of whom .8 got it: 1.6 of 1.6 + .25 customers came to what .8 of them believe.
  expect(Math.abs((probability as number) - (1.6 / 1.85) * 0.8)).toBeLessThan(0.1);
  // The mean is for the answer that half of them did not want, and nobody is told.
  expect(agreedLabel(sayers, undefined).best).toMatchObject({
    domain: 'music',
    probability: expect.closeTo((4 * 0.85 + 4 * 0.1) / 8, 9),
  });
});

test('most are content: the answer is right, more surely with each of them', () => {
  const [four, eight] = [best([...content(4), ...again(1)]), best([...content(8), ...again(1)])];
  expect(four[0]).toBe('music');
  expect(eight[0]).toBe('music');
  expect(eight[1]).toBeGreaterThan(four[1] as number);
});

test('a group of five changes nothing of what thirty tell', () => {
  const [clean, poisoned] = [best(content(30)), best([...content(30), ...again(5)])];
  expect(poisoned[0]).toBe('music');
  expect((clean[1] as number) - (poisoned[1] as number)).toBeLessThan(0.01);
});

test('one who says it again is no proof of what the others meant, and nobody who says nothing makes a label', () => {
  expect(best([...Array.from({ length: 5 }, () => sayer(0.1)), ...again(1)])[1]).toBeLessThan(0.5);
  expect(agreedLabel([], told).best).toBeUndefined();
  expect(agreedLabel([{ share: 1, turns: [{ labels: [], wentOn: 0, unprojected: 2 }] }], told)).toEqual({
    best: undefined,
    unprojected: 2,
  });
});

test('two answers to the same words exclude each other, and the turns of a customer share the customer', () => {
  const other: Sayer = { share: 1, turns: [{ labels: [label('success', 'video', 0.85)], wentOn: 0, unprojected: 0 }] };
  const [, probability] = best([...content(4), other, other, other, other]);
  expect(probability).toBeCloseTo(0.5, 1);
  const twice: Sayer = { share: 1, turns: [...sayer(0.1).turns, ...sayer(0.1).turns] };
  expect(best([...content(5), twice])).toEqual(best([...content(5), sayer(0.1)]));
});
