import type { CalibrationForm } from '../../../bundles/format/own-scores.js';
import { logit } from '../../../serving/numeric/log-odds.js';
import { logSigmoid } from './scale.js';

/** A rising line from scores to confidences, linear between its points and flat beyond them. */
export interface RisingLine {
  /** `[n]`, rising; at least one. */
  readonly scores: readonly number[];
  /** `[n]`, in (0, 1), never falling. */
  readonly confidences: readonly number[];
}

/** The map from a hypothesis's score z to the logit of its confidence. */
export type CalibrationMap =
  | { readonly form: 'temperature'; readonly slope: number }
  | { readonly form: 'platt'; readonly slope: number; readonly bias: number }
  | { readonly form: 'beta'; readonly a: number; readonly b: number; readonly c: number }
  | ({ readonly form: 'isotonic' } & RisingLine);

/** A calibration of one score, and what holds for hypotheses that are not first in their list or lack the score. */
export interface Calibration {
  /**
   * Makes z of several scores: the sum of their values in units, each times its weight, in the order of the declared
   * scores, and the offset. Of one score: weight 1, offset 0.
   */
  readonly weights: readonly number[];
  readonly offset: number;
  /** For the hypothesis of the largest score, and those equal to it. */
  readonly map: CalibrationMap;
  /** What a hypothesis loses that another one of its list stands above, in natural-log odds. */
  readonly below: number;
  /** The logit of a hypothesis without any declared score. */
  readonly missing: number;
}

/** The logit that a map gives to a score. */
export function mappedLogit(map: CalibrationMap, score: number): number {
  switch (map.form) {
    case 'temperature':
      return map.slope * score;
    case 'platt':
      return map.slope * score + map.bias;
    case 'beta':
      return map.a * logSigmoid(score) - map.b * logSigmoid(-score) + map.c;
    case 'isotonic':
      return logit(lineAt(map, score));
  }
}

function lineAt({ scores, confidences }: RisingLine, score: number): number {
  let above = scores.findIndex((place) => place >= score);
  if (above === 0) return confidences[0];
  if (above < 0) return confidences[confidences.length - 1];
  const below = above - 1;
  // Equal places do not occur: the points rise.
  const share = (score - scores[below]) / (scores[above] - scores[below]);
  above = Math.min(above, confidences.length - 1);
  return confidences[below] + share * (confidences[above] - confidences[below]);
}

/** The numbers of a calibration by the names that a manifest and Describe show. */
export function namedCalibration(calibration: Calibration, scores: readonly string[]): Record<string, number> {
  const { weights, offset, map, below, missing } = calibration;
  const named: Record<string, number> = { 'calibration.below': below, 'calibration.missing': missing };
  for (const [index, score] of scores.entries()) named[`calibration.weight.${score}`] = weights[index];
  named['calibration.offset'] = offset;
  if (map.form === 'isotonic') {
    for (const [index, score] of map.scores.entries()) {
      named[`calibration.point${index}.score`] = score;
      named[`calibration.point${index}.confidence`] = map.confidences[index];
    }
    return named;
  }
  const { form: _, ...numbers } = map;
  for (const [name, value] of Object.entries(numbers)) named[`calibration.${name}`] = value;
  return named;
}

/**
 * The calibration that named numbers describe.
 * @param read gives a number by its name, and throws where there is none
 */
export function calibrationOf(
  form: CalibrationForm,
  scores: readonly string[],
  named: Readonly<Record<string, number>>,
  read: (name: string) => number,
): Calibration {
  const number = (name: string) => read(`calibration.${name}`);
  const rest = {
    weights: scores.map((score) => number(`weight.${score}`)),
    offset: number('offset'),
    below: number('below'),
    missing: number('missing'),
  };
  switch (form) {
    case 'temperature':
      return { map: { form, slope: number('slope') }, ...rest };
    case 'platt':
      return { map: { form, slope: number('slope'), bias: number('bias') }, ...rest };
    case 'beta':
      return { map: { form, a: number('a'), b: number('b'), c: number('c') }, ...rest };
    case 'isotonic': {
      const points = Object.keys(named).filter((name) => /^calibration\.point\d+\.score$/u.test(name)).length;
      const places = Array.from({ length: Math.max(1, points) }, (_, index) => `point${index}`);
      const line = places.map((place) => number(`${place}.score`));
      return {
        map: { form, scores: line, confidences: places.map((place) => number(`${place}.confidence`)) },
        ...rest,
      };
    }
  }
}
