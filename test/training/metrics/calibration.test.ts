import { describe, expect, it } from 'vitest';
import {
  brierScore,
  expectedCalibrationError,
  negativeLogLikelihood,
  reliabilityBins,
} from '../../../training/metrics/calibration.js';
import {
  allOutcomes,
  domainOutcomes,
  type Outcomes,
  topOutcomes,
  winningOutcomes,
} from '../../../training/metrics/outcomes.js';
import { hypothesis, utterance } from './rows.js';

function outcomes(...pairs: [confidence: number, right: 0 | 1][]): Outcomes {
  return {
    confidences: Float64Array.from(pairs, ([confidence]) => confidence),
    rights: Float64Array.from(pairs, ([, right]) => right),
    utterances: Int32Array.from(pairs.keys()),
  };
}

const four = outcomes([0.9, 1], [0.2, 0], [0.8, 0], [0.4, 1]);

describe('reliabilityBins', () => {
  it('cuts the sorted confidences into bins of equal mass', () => {
    const bins = reliabilityBins(four, { bins: 2 });
    expect(bins.map(({ count, shareRight }) => [count, shareRight])).toEqual([
      [2, 0.5],
      [2, 0.5],
    ]);
    expect(bins.map((bin) => bin.meanConfidence)).toEqual([expect.closeTo(0.3, 12), expect.closeTo(0.85, 12)]);
  });

  it('makes bins of 2, 2 and 3 of seven, and of one each when there are fewer outcomes than bins', () => {
    const seven = outcomes(...Array.from({ length: 7 }, (_, index): [number, 0] => [index / 10, 0]));
    expect(reliabilityBins(seven, { bins: 3 }).map((bin) => bin.count)).toEqual([2, 2, 3]);
    expect(reliabilityBins(four).map((bin) => bin.count)).toEqual([1, 1, 1, 1]);
  });

  it('treats a weight as that many copies, over bin edges too', () => {
    const weights = [1, 5, 0, 2];
    const copies = outcomes([0.9, 1], [0.2, 0], [0.2, 0], [0.2, 0], [0.2, 0], [0.2, 0], [0.4, 1], [0.4, 1]);
    for (const bins of [1, 2, 3, 5, 15]) {
      const weighted = reliabilityBins(four, { bins, weights });
      const copied = reliabilityBins(copies, { bins });
      expect(weighted.map((bin) => bin.count)).toEqual(copied.map((bin) => bin.count));
      for (const [index, bin] of weighted.entries()) {
        expect(bin.meanConfidence).toBeCloseTo(copied[index]!.meanConfidence, 12);
        expect(bin.shareRight).toBeCloseTo(copied[index]!.shareRight, 12);
      }
    }
  });
});

it('weighs the gaps of the bins by their size', () => {
  // Bins {0.2, 0.4} and {0.8, 0.9}: |0.3 - 0.5| / 2 + |0.85 - 0.5| / 2.
  expect(expectedCalibrationError(four, { bins: 2 })).toBeCloseTo(0.275, 12);
  // One bin: |0.575 - 0.5|.
  expect(expectedCalibrationError(four, { bins: 1 })).toBeCloseTo(0.075, 12);
  expect(expectedCalibrationError(outcomes())).toBeNaN();
});

it('takes Brier and NLL of being right, clipped at certainty', () => {
  expect(brierScore(four)).toBeCloseTo((0.01 + 0.04 + 0.64 + 0.36) / 4, 12);
  const expected = -(Math.log(0.9) + Math.log(0.8) + Math.log(0.2) + Math.log(0.4)) / 4;
  expect(negativeLogLikelihood(four)).toBeCloseTo(expected, 12);
  expect(negativeLogLikelihood(outcomes([1, 0]))).toBeCloseTo(-Math.log(1e-6), 6);
  expect(negativeLogLikelihood(outcomes([0, 0], [1, 1]))).toBeCloseTo(1e-6, 8);
  expect(brierScore(outcomes())).toBeNaN();
});

describe('outcomes', () => {
  const rows = [
    utterance(
      'music/Play',
      [],
      hypothesis('music/Play', 0.9),
      hypothesis('video/Find', 0.2),
      hypothesis('video/Play', 0.1),
    ),
    utterance('other', [], hypothesis('video/Find', 0.3), hypothesis('music/Play', 0.1)),
    utterance('ambiguous', [], hypothesis('music/Play', 0.7)),
    utterance('music/play_music', undefined, hypothesis('music/Play', 0.8)),
    utterance('books/Rate', []),
  ];
  const read = (of: Outcomes) =>
    [...of.confidences].map((confidence, index) => [confidence, of.rights[index], of.utterances[index]]);

  it('takes the top of each judgeable utterance; nothing is right on other rows', () => {
    expect(read(topOutcomes(rows))).toEqual([
      [0.9, 1, 0],
      [0.3, 0, 1],
    ]);
  });

  it('takes every hypothesis, a domain’s best, or a domain’s winners', () => {
    expect(allOutcomes(rows).confidences).toHaveLength(5);
    expect(read(domainOutcomes(rows, 'video'))).toEqual([
      [0.2, 0, 0],
      [0.3, 0, 1],
    ]);
    expect(read(winningOutcomes(rows, 'video'))).toEqual([[0.3, 0, 1]]);
  });
});
