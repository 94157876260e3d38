import type { TopLevelSpec } from 'vega-lite';
import type { EvaluatedForm } from '../evaluation/evaluation.js';
import { domainsOf } from '../evaluation/figures.js';
import { domainOutcomes } from '../metrics/outcomes.js';
import { diagramBins } from '../metrics/reliability-diagram.js';
import { LEAST_OUTCOMES, reliabilityLayers } from './reliability-layers.js';

/** Reliability of each domain's own best hypothesis of every utterance, one panel per domain. */
export function domainReliabilityPicture(forms: readonly EvaluatedForm[]): TopLevelSpec {
  const values = forms.flatMap(({ name, scored }) =>
    domainsOf(scored).flatMap((domain) =>
      diagramBins(domainOutcomes(scored, domain), { least: LEAST_OUTCOMES }).map((bin) => ({
        form: name,
        domain,
        ...bin,
      })),
    ),
  );
  const names = forms.map((form) => form.name);
  return {
    data: { values },
    facet: { column: { field: 'domain', title: null } },
    spec: { width: 250, height: 250, layer: reliabilityLayers(names, 5) },
  };
}
