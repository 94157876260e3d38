import type { OwnForm } from '../../bundles/format/manifest.js';
import type { OwnScore, ScoreKind } from '../../bundles/format/own-scores.js';
import type { NamedScores } from '../../domains/core/own-scores/evidence.js';
import { isCalibration } from '../../domains/core/own-scores/model.js';
import { isPaperForm, isProbable, onScale } from '../../domains/core/own-scores/scale.js';
import type { ScoreKinds } from './score-kinds.js';

/** Where a list-wise line may bend: at these shares of the values, in [0, 1]. */
const KNOT_SHARES = [0.1, 0.3, 0.7, 0.9];

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
    const range = { name, kind, always, least: raw[0], most: raw[raw.length - 1] };
    // A calibration of one probability, and the paper's forms, take it as it is.
    if (isPaperForm(form) || (isCalibration(form) && single && isProbable(kind)))
      return [{ ...range, centre: 0, spread: 1, knots: [] }];
    return [{ ...range, ...shapeOf(values, kind, form) }];
  });
}

function shapeOf(values: readonly number[], kind: ScoreKind, form: OwnForm) {
  const scaled = Float64Array.from(values, (value) => onScale(kind, value, form)).sort();
  const mean = scaled.reduce((sum, value) => sum + value, 0) / scaled.length;
  const variance = scaled.reduce((sum, value) => sum + (value - mean) ** 2, 0) / scaled.length;
  const centre = quantile(scaled, 0.5);
  const [least, most] = [scaled[0], scaled[scaled.length - 1]];
  const bends = form === 'list-wise' ? KNOT_SHARES.map((share) => quantile(scaled, share)) : [];
  const knots = [...new Set(bends)].filter((knot) => knot > least && knot < most && knot !== centre);
  // A score that never changes has no unit of its own.
  return { centre, spread: most > least ? Math.sqrt(variance) : 1, knots };
}

function quantile(sorted: Float64Array, share: number): number {
  return sorted[Math.round((sorted.length - 1) * share)];
}
