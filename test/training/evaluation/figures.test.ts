import { expect, it } from 'vitest';
import { domainsOf, measure } from '../../../training/evaluation/figures.js';
import { hypothesis, utterance } from '../metrics/rows.js';

const rows = [
  utterance('music/Play', ['a=1'], hypothesis('music/Play', 0.9, 'a=1'), hypothesis('video/Find', 0.1)),
  utterance('video/Find', ['a=1'], hypothesis('video/Find', 0.6, 'a=2')),
  utterance('other', [], hypothesis('video/Find', 0.2)),
  utterance('ambiguous', [], hypothesis('books/Rate', 0.5)),
];

it('gathers every figure of one system', () => {
  const figures = measure(rows);
  expect(figures).toMatchObject({
    utterances: { inDomain: 2, outOfDomain: 1, leftOut: 1 },
    semer: 1 / 4,
    irer: 1 / 2,
    dcer: 0,
    icer: 0,
    slotF1: 1 / 2,
    oracleIrer: 1 / 2,
    rejection: { auroc: 1, falsePositivesAt95: 0, truePositivesAt1: 1 },
  });
  expect(figures.top.outcomes).toBe(3);
  // One outcome per bin: (0.1 + 0.6 + 0.2) / 3.
  expect(figures.top.ece).toBeCloseTo(0.3, 12);
  expect(figures.top.brier).toBeCloseTo((0.01 + 0.36 + 0.04) / 3, 12);
  expect(figures.domains.video!.best.outcomes).toBe(3);
  expect(figures.domains.video!.winning.outcomes).toBe(2);
  expect(figures.rejectionByInDomain).toBeUndefined();
});

it('measures rejection by P(any domain’s) where every utterance has it', () => {
  const known = rows.map((row, index) => ({ ...row, inDomain: [0.3, 0.9, 0.4, 0.5][index]! }));
  expect(measure(known).rejectionByInDomain!.auroc).toBe(0.5);
});

it('gives the shares that were accepted where decisions were made', () => {
  const decided = rows.map((row, index) => ({ ...row, accepted: [true, false, true, true][index]! }));
  expect(measure(decided).decisions).toEqual({ accepted: 1 / 2, falselyAccepted: 1 });
  expect(measure(rows).decisions).toBeUndefined();
});

it('names the domains of references and hypotheses, but other and ambiguous', () => {
  expect(domainsOf(rows)).toEqual(['books', 'music', 'video']);
});
