import { expect, test } from 'vitest';
import { fitDecision, heaviest } from '../../../../training/learning/failures/decision.js';
import { STAGES } from '../../../../training/learning/failures/failure-stage.js';

const [nlu, entity] = [STAGES.indexOf('nlu'), STAGES.indexOf('entity')];
const turn = (shareOfEntity: number) =>
  STAGES.map((_, place) => (place === nlu ? 1 - shareOfEntity : place === entity ? shareOfEntity : 0));

test('a rare stage is told on less than half of the probability where macro F1 gains by it', () => {
  // Of ten turns of .4 half are the rare stage; the likeliest stage alone would never tell it.
  const probabilities = [
    ...Array.from({ length: 10 }, () => turn(0.4)),
    ...Array.from({ length: 90 }, () => turn(0.05)),
  ];
  const labels = probabilities.map((_, index) => (index < 5 ? entity : nlu));
  const weights = fitDecision(probabilities, labels);
  expect(
    heaviest(
      probabilities[0]!,
      STAGES.map(() => 1),
    ),
  ).toBe(nlu);
  expect(heaviest(probabilities[0]!, weights)).toBe(entity);
  expect(heaviest(probabilities[99]!, weights)).toBe(nlu);
});

test('where the likeliest stage is right nothing is weighed', () => {
  const probabilities = [turn(0.9), turn(0.1), turn(0.8), turn(0.2)];
  expect(fitDecision(probabilities, [entity, nlu, entity, nlu])).toEqual(STAGES.map(() => 1));
});

test('of equal products the first stage is told', () => {
  expect(heaviest([0.2, 0.4, 0.1], [2, 1, 1])).toBe(0);
});
