import type { OwnForm } from '../../bundles/format/manifest.js';
import type { OwnScore, ScoreKind } from '../../bundles/format/own-scores.js';
import type { NamedScores } from '../../domains/core/own-scores/evidence.js';
import { isCalibration } from '../../domains/core/own-scores/model.js';
import { isPaperForm, isProbable, onScale } from '../../domains/core/own-scores/scale.js';
import type { ScoreKinds } from './score-kinds.js';

/** Where a list-wise line may bend: at these shares of the values, in [0, 1]. */
const KNOT_SHARES = [0.1, 0.3, 0.7, 0.9];
/** With fewer lists a line that bends follows chance. */
const BENDS_FROM = 2_000;

/**
 * What the scores of training lists look like: range, centre, unit and, for the list-wise form, knots. All of it moves
 * with the scale of the scores, so that another scale gives the same evidence. A score that no hypothesis has is left out.
 */
export function learnScores(lists: readonly (readonly NamedScores[])[], kinds: ScoreKinds, form: OwnForm): OwnScore[] {
  const single = kinds.size === 1;
  return [...kinds].flatMap(([name, kind]): OwnScore[] => {
    const values: number[] = [];
    let always = true;
    for (const list of lists) {
      for (const scores of list) {
        const value = scores[name];
        if (value === undefined || value === null) always = false;
        else values.push(value);
      }
    }
    if (values.length === 0) return [];
    const raw = Float64Array.from(values).sort();
    const range = { name, kind, always, least: raw[0], most: raw[raw.length - 1], floor: floorOf(kind, raw) };
    // A calibration of one probability, and the paper's forms, take it as it is.
    if (isPaperForm(form) || (isCalibration(form) && single && isProbable(kind)))
      return [{ ...range, centre: 0, spread: 1, knots: [] }];
    const bends = form === 'list-wise' && lists.length >= BENDS_FROM;
    return [{ ...range, ...shapeOf(values, range, bends, form) }];
  });
}

function shapeOf(values: readonly number[], score: Pick<OwnScore, 'kind' | 'floor'>, bends: boolean, form: OwnForm) {
  const scaled = Float64Array.from(values, (value) => onScale(score, value, form)).sort();
  const mean = scaled.reduce((sum, value) => sum + value, 0) / scaled.length;
  const variance = scaled.reduce((sum, value) => sum + (value - mean) ** 2, 0) / scaled.length;
  const centre = quantile(scaled, 0.5);
  const [least, most] = [scaled[0], scaled[scaled.length - 1]];
  const places = bends ? KNOT_SHARES.map((share) => quantile(scaled, share)) : [];
  const knots = [...new Set(places)].filter((knot) => knot > least && knot < most && knot !== centre);
  // A score that never changes has no unit of its own, and the squares of tiny differences are 0.
  return { centre, spread: most > least ? Math.sqrt(variance) || most - least : 1, knots };
}

/** For scores that are no probabilities, or are 0 and 1 only. */
const DEFAULT_FLOOR = 1e-9;
/** Below this, doubles near 1 are no longer told apart. */
const LEAST_FLOOR = 1e-16;

/** Half of the least distance from 0 or 1 of the probabilities that are neither. */
function floorOf(kind: ScoreKind, values: Float64Array): number {
  if (kind !== 'probability' && kind !== 'log-probability') return DEFAULT_FLOOR;
  let least = 1;
  for (const value of values) {
    const [of, against] = kind === 'probability' ? [value, 1 - value] : [Math.exp(value), -Math.expm1(value)];
    for (const distance of [of, against]) if (distance > 0) least = Math.min(least, distance);
  }
  return least >= 1 ? DEFAULT_FLOOR : Math.min(0.25, Math.max(LEAST_FLOOR, least / 2));
}

function quantile(sorted: Float64Array, share: number): number {
  return sorted[Math.round((sorted.length - 1) * share)];
}
