import type { TopLevelSpec } from 'vega-lite';
import type { EvaluatedForm } from '../evaluation/evaluation.js';
import { inDomainRejectionScores, type RejectionScores, rejectionScores, rocCurve } from '../metrics/rejection.js';
import { formColours } from './form-colours.js';
import { thin } from './thinning.js';

const BY_CONFIDENCE = 'top confidence';
const BY_DOMAIN = 'P(any domain)';

/**
 * Rejection ROC: accepted utterances of ours against accepted others, one colour per form; dashed where P(any domain)
 * is the score. The axis of false accepts is logarithmic from half an utterance: what matters lies far left.
 */
export function rejectionPicture(forms: readonly EvaluatedForm[]): TopLevelSpec {
  const names = forms.map((form) => form.name);
  const values = forms.flatMap(({ name, scored }) => {
    const byDomain = inDomainRejectionScores(scored);
    return [
      ...curve(name, BY_CONFIDENCE, rejectionScores(scored)),
      ...(byDomain ? curve(name, BY_DOMAIN, byDomain) : []),
    ];
  });
  return {
    width: 460,
    height: 320,
    data: { values },
    mark: { type: 'line', strokeWidth: 2, interpolate: 'step-after', clip: true },
    encoding: {
      x: {
        field: 'falsePositiveRate',
        type: 'quantitative',
        scale: { type: 'log' },
        axis: { format: '~p', title: 'false accepts: share of other utterances accepted (log)', tickCount: 5 },
      },
      y: {
        field: 'truePositiveRate',
        type: 'quantitative',
        scale: { zero: false, domain: [leastShown(forms), 1] },
        axis: { format: '.0%', title: 'share of our utterances accepted' },
      },
      order: { field: 'truePositiveRate' },
      color: { field: 'form', type: 'nominal', scale: formColours(names), title: null, sort: names },
      strokeDash: {
        field: 'score',
        type: 'nominal',
        scale: {
          domain: [BY_CONFIDENCE, BY_DOMAIN],
          range: [
            [1, 0],
            [5, 3],
          ],
        },
        title: null,
      },
    },
  };
}

/** The lower end of the axis: 80%, or lower where a form accepts less at 1% false accepts. */
function leastShown(forms: readonly EvaluatedForm[]): number {
  const shares = forms.map(({ figures }) => Math.floor(figures.rejection.truePositivesAt1 * 10) / 10);
  return Math.min(0.8, ...shares.filter((share) => Number.isFinite(share)));
}

function curve(form: string, score: string, scores: RejectionScores): object[] {
  if (scores.positives.length === 0 || scores.negatives.length === 0) return [];
  const least = 0.5 / scores.negatives.length;
  const points = rocCurve(scores).map((point) => ({
    form,
    score,
    falsePositiveRate: Math.max(point.falsePositiveRate, least),
    truePositiveRate: point.truePositiveRate,
  }));
  const decades = -Math.log10(least);
  return thin(points, (point) => [Math.log10(point.falsePositiveRate) / decades, point.truePositiveRate * 5]);
}
