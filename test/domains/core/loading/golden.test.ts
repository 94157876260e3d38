import { expect, test } from 'vitest';
import { GOLDEN_PART, parseGolden } from '../../../../domains/core/loading/golden.js';

const golden = (hypothesis: object) => {
  const scores = { domain: 0.9, intent: 0.9, slot: 0.9 };
  const whole = { intent: 'PlayMusic', slots: [], scores, confidence: 0.1, contributions: [], ...hypothesis };
  const utterances = [{ utterance: "don't play", interpretation: { hypotheses: [whole], inDomain: 0.5 } }];
  return new Map([[GOLDEN_PART, Buffer.from(JSON.stringify(utterances))]]);
};

test('a golden answer may hold what the words forbid, and nothing that no answer has', () => {
  expect(parseGolden(golden({ forbidden: true }))[0]?.interpretation.hypotheses[0]?.forbidden).toBe(true);
  expect(() => parseGolden(golden({ forbade: true }))).toThrow('forbade');
});
