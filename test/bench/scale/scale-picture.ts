import type { TopLevelSpec } from 'vega-lite';
import type { ScaleReport } from './scale-text.js';

/** Draws three cost curves side by side, each with its range: over domains, hypotheses and tokens. */
export function scalePicture({ domains, hypotheses, tokens }: ScaleReport): TopLevelSpec {
  const ofDomains = domains.flatMap(({ domains, gatewayMs, domainsMs }) => [
    { size: domains, process: 'gateway', ...gatewayMs },
    { size: domains, process: 'all domains', ...domainsMs },
  ]);
  const ofWork = (costs: ScaleReport['tokens']) =>
    costs.map(({ size, cpuMs }) => ({ size, process: 'a domain', ...cpuMs }));
  const panel = (values: object[], title: string) => ({
    width: 260,
    height: 220,
    data: { values },
    layer: [
      {
        mark: { type: 'area' as const, opacity: 0.2 },
        encoding: {
          y: { field: 'least', type: 'quantitative' as const, title: 'CPU ms per request' },
          y2: { field: 'most' },
        },
      },
      {
        mark: { type: 'line' as const, point: true },
        encoding: { y: { field: 'median', type: 'quantitative' as const, title: 'CPU ms per request' } },
      },
    ],
    encoding: {
      x: { field: 'size', type: 'quantitative' as const, title },
      color: { field: 'process', type: 'nominal' as const, title: null },
    },
  });
  return {
    hconcat: [
      panel(ofDomains, 'domains'),
      panel(ofWork(hypotheses), 'hypotheses of a domain'),
      panel(ofWork(tokens), 'tokens of the utterance'),
    ],
  };
}
