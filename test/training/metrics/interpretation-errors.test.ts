import { expect, it } from 'vitest';
import {
  domainErrorRatio,
  intentErrorRatio,
  interpretationErrorRatio,
  oracleErrorRatio,
} from '../../../training/metrics/interpretation-errors.js';
import { ratioValue } from '../../../training/metrics/ratio.js';
import { hypothesis, utterance } from './rows.js';

const rows = [
  utterance('music/Play', ['a=1'], hypothesis('music/Play', 0.9, 'a=1')),
  utterance('music/Play', ['a=1'], hypothesis('music/Play', 0.9, 'a=2'), hypothesis('music/Play', 0.1, 'a=1')),
  utterance('music/Play', ['a=1'], hypothesis('music/Add', 0.9, 'a=1')),
  utterance('music/Play', ['a=1'], hypothesis('video/Play', 0.9, 'a=1'), hypothesis('music/Play', 0.8, 'a=1')),
  utterance('music/Play', []),
  utterance('other', [], hypothesis('music/Play', 0.9)),
  utterance('ambiguous', [], hypothesis('music/Play', 0.9)),
];

it('counts errors of interpretation, domain and intent over in-domain utterances', () => {
  expect(ratioValue(interpretationErrorRatio(rows))).toBe(4 / 5);
  expect(ratioValue(domainErrorRatio(rows))).toBe(2 / 5);
  expect(ratioValue(intentErrorRatio(rows))).toBe(3 / 5);
});

it('gives the oracle any right hypothesis of the list', () => {
  expect(ratioValue(oracleErrorRatio(rows))).toBe(2 / 5);
});

it('weighs utterances as a resample does', () => {
  expect(ratioValue(domainErrorRatio(rows), [3, 0, 0, 1, 0, 9, 9])).toBe(1 / 4);
});
