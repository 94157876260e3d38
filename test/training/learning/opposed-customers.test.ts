import { expect, test } from 'vitest';
import { opposedCustomers, type ToldAnswer } from '../../../training/learning/opposed-customers.js';
import { seeded } from '../../../training/numeric/random.js';

const TEXTS = Array.from({ length: 12 }, (_, index) => `play song ${index}`);
const answer = { domain: 'music', intent: 'PlayMusic', slots: [] };

function turn(customer: string, text: string, success: number): ToldAnswer {
  return { customer, text, answer, success };
}

/** What `count` customers tell of every text: the truth, or of a share of the turns the opposite. */
function customers(name: string, count: number, noise: number): ToldAnswer[] {
  const random = seeded(7);
  return Array.from({ length: count }, (_, place) => place).flatMap((place) =>
    TEXTS.map((text, number) => {
      const isRight = number % 4 !== 0;
      return turn(`${name}-${place}`, text, isRight === random.next() >= noise ? 0.9 : 0.3);
    }),
  );
}

test('a few who tell the opposite of what everybody tells are found, and nobody who only errs', () => {
  const turns = [...customers('honest', 40, 0.2), ...customers('opposed', 3, 1)];
  expect([...opposedCustomers(turns)].sort()).toEqual(['opposed-0', 'opposed-1', 'opposed-2']);
  expect(opposedCustomers(customers('honest', 40, 0.2)).size).toBe(0);
});

test('one who errs in what few others said, or in little at all, is nobody’s enemy', () => {
  const alone = TEXTS.map((text) => turn('alone', `${text} alone`, 0.1));
  const few = [turn('new', TEXTS[1]!, 0.1), turn('new', TEXTS[2]!, 0.1)];
  expect(opposedCustomers([...customers('honest', 40, 0.1), ...alone, ...few]).size).toBe(0);
  expect(opposedCustomers([]).size).toBe(0);
});

test('a customer of many turns counts once among those who are asked what they tell', () => {
  const loud = Array.from({ length: 500 }, () => TEXTS.map((text) => turn('loud', text, 0.05))).flat();
  expect([...opposedCustomers([...customers('honest', 20, 0.1), ...loud])]).toEqual(['loud']);
});
