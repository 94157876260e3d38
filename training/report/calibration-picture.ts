import type { TopLevelSpec } from 'vega-lite';
import type { EvaluatedForm } from '../evaluation/evaluation.js';
import { topOutcomes } from '../metrics/outcomes.js';
import { diagramBins } from '../metrics/reliability-diagram.js';
import { formColours } from './form-colours.js';
import { type FormBin, LEAST_OUTCOMES, reliabilityLayers } from './reliability-layers.js';

const SIZE = 460;

/**
 * The calibration plot: for each form, the share of top hypotheses that are right against their confidence, over all
 * domains and all utterances, in ten bins of equal width; below, how many hypotheses each bin holds.
 */
export function calibrationPicture(forms: readonly EvaluatedForm[]): TopLevelSpec {
  const names = forms.map((form) => form.name);
  const binsOf = (least = 0): FormBin[] =>
    forms.flatMap(({ name, scored }) =>
      diagramBins(topOutcomes(scored), { least }).map((bin) => ({ form: name, ...bin })),
    );
  return {
    vconcat: [
      {
        data: { values: binsOf(LEAST_OUTCOMES) },
        width: SIZE,
        height: SIZE,
        layer: reliabilityLayers(names, 10),
      },
      {
        data: { values: binsOf() },
        width: SIZE,
        height: 130,
        mark: { type: 'bar' },
        encoding: {
          x: {
            field: 'from',
            type: 'ordinal',
            axis: { format: '.0%', title: 'confidence of the bin, from', labelAngle: 0 },
          },
          xOffset: { field: 'form', sort: names },
          y: {
            field: 'count',
            type: 'quantitative',
            scale: { type: 'symlog' },
            axis: { title: 'hypotheses (log)', values: [1, 10, 100, 1000, 10_000], format: '~s' },
          },
          color: { field: 'form', type: 'nominal', scale: formColours(names), title: null, sort: names },
        },
      },
    ],
  };
}
