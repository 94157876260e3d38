import type { TopLevelSpec } from 'vega-lite';
import type { RewritingFigures } from './rewriting-figures.js';

/** What rewriting did at one share of false feedback. */
export interface NoisyFigures {
  /** Share of what is reported that is false, in [0, 1]. */
  readonly noise: number;
  readonly layers: readonly (RewritingFigures & { readonly name: string })[];
}

/** Draws by how much defects change, by layers and share of false feedback. */
export function rewritingPicture(results: readonly NoisyFigures[]): TopLevelSpec {
  const values = results.flatMap(({ noise, layers }) =>
    layers.map(({ name, defects }) => ({ noise: `${100 * noise} % false`, layers: name, defects })),
  );
  return {
    width: 360,
    height: 220,
    data: { values },
    mark: 'bar',
    encoding: {
      x: { field: 'noise', type: 'nominal', title: 'of what is reported', axis: { labelAngle: 0 } },
      xOffset: { field: 'layers', type: 'nominal', sort: null },
      y: { field: 'defects', type: 'quantitative', title: 'change of defects, %' },
      color: { field: 'layers', type: 'nominal', title: null, sort: null },
    },
  };
}
