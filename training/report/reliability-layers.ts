import type { TopLevelSpec } from 'vega-lite';
import type { DiagramBin } from '../metrics/reliability-diagram.js';
import { formColours } from './form-colours.js';

/** A bin of one form's diagram. */
export type FormBin = DiagramBin & { readonly form: string };

type Layers = Extract<TopLevelSpec, { layer: unknown[] }>['layer'];

/** A share of fewer outcomes tells nothing. */
export const LEAST_OUTCOMES = 15;

/**
 * A reliability diagram of FormBins: the diagonal of perfect calibration, one curve per form, and the 95% intervals of
 * the first: those of all would hide the curves.
 */
export function reliabilityLayers(names: readonly string[], tickCount: number): Layers {
  const colour = { field: 'form', type: 'nominal' as const, scale: formColours(names), title: null, sort: [...names] };
  const share = (field: string, title: string) => ({
    field,
    type: 'quantitative' as const,
    scale: { domain: [0, 1] },
    axis: { format: '.0%', title, tickCount, labelFlush: false },
  });
  const x = share('meanConfidence', 'mean confidence');
  const low = share('low', 'share right');
  return [
    {
      data: { values: [{ p: 0 }, { p: 1 }] },
      mark: { type: 'line', color: '#8c959f', strokeDash: [4, 4] },
      encoding: { x: share('p', x.axis.title), y: share('p', low.axis.title) },
    },
    {
      transform: [{ filter: { field: 'form', equal: names[0] } }],
      mark: { type: 'rule', strokeWidth: 1.5, opacity: 0.5, color: formColours(names).range[0] },
      encoding: { x, y: low, y2: { field: 'high' } },
    },
    {
      mark: { type: 'line', strokeWidth: 2, point: { size: 34, filled: true } },
      encoding: { x, y: share('shareRight', low.axis.title), color: colour },
    },
  ];
}
