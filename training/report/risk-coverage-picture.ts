import type { TopLevelSpec } from 'vega-lite';
import type { EvaluatedForm } from '../evaluation/evaluation.js';
import { topOutcomes } from '../metrics/outcomes.js';
import { riskCoverage } from '../metrics/risk-coverage.js';
import { formColours } from './form-colours.js';
import { thin } from './thinning.js';

/** Risk against coverage of the top hypotheses over all utterances, one curve per form. */
export function riskCoveragePicture(forms: readonly EvaluatedForm[]): TopLevelSpec {
  const names = forms.map((form) => form.name);
  const values = forms.flatMap(({ name, scored }) =>
    thin(riskCoverage(topOutcomes(scored)), ({ coverage, risk }) => [coverage, risk]).map((point) => ({
      form: name,
      ...point,
    })),
  );
  return {
    width: 460,
    height: 320,
    data: { values },
    mark: { type: 'line', strokeWidth: 2 },
    encoding: {
      x: {
        field: 'coverage',
        type: 'quantitative',
        axis: { format: '.0%', title: 'coverage: share of utterances answered' },
      },
      y: {
        field: 'risk',
        type: 'quantitative',
        axis: { format: '.0%', title: 'risk: share of the answers that is wrong' },
      },
      order: { field: 'coverage' },
      color: { field: 'form', type: 'nominal', scale: formColours(names), title: null, sort: names },
    },
  };
}
