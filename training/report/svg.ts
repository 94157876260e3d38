import type { TopLevelSpec } from 'vega-lite';
import { loadPlotting } from './plotting.js';

const FONT = 'system-ui, "Segoe UI", "DejaVu Sans", sans-serif';
const INK = '#24292f';

/** The settings of all pictures. */
const CONFIG: NonNullable<TopLevelSpec['config']> = {
  background: 'white',
  font: FONT,
  view: { stroke: null },
  axis: {
    gridColor: '#e8eaed',
    domainColor: '#8c959f',
    tickColor: '#8c959f',
    labelColor: INK,
    titleColor: INK,
    titleFontWeight: 'normal',
    labelFontSize: 11,
    titleFontSize: 12,
  },
  legend: { labelColor: INK, titleColor: INK, labelFontSize: 12, symbolStrokeWidth: 3, labelLimit: 260 },
  header: { labelColor: INK, titleColor: INK, labelFontSize: 13 },
  title: { color: INK, fontSize: 14, anchor: 'start', fontWeight: 600 },
};

/**
 * Draws a picture without a screen. The ids in it are not those of any other picture that this process draws.
 * @throws NluError FAILED_PRECONDITION where the plotting libraries are not installed
 */
export async function renderSvg(spec: TopLevelSpec): Promise<string> {
  const { vega, vegaLite } = await loadPlotting();
  const { spec: compiled } = vegaLite.compile({ ...spec, config: CONFIG, padding: 8 } as TopLevelSpec);
  return new vega.View(vega.parse(compiled), { renderer: 'none' }).toSVG();
}
