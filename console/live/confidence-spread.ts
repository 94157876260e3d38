import type { ConfidenceSpread } from '../model/live.js';
import { histogramOf, histogramRise, totalOf } from './histogram.js';
import type { Reading } from './live-sample.js';

/** Fewer answers say nothing of how confidences are spread. */
const LEAST_WATCHED = 200;

/** How each domain's confidences are spread: of the minutes between two readings, or of all where these hold too few. */
export function confidenceSpreads(oldest: Reading, now: Reading): Record<string, ConfidenceSpread> {
  const domains = now.counters.valuesOf('nlu_confidence_count', 'domain');
  return Object.fromEntries(
    domains.map((domain) => {
      const labels = { service: 'gateway', domain };
      const started = histogramOf(now.counters, 'nlu_confidence', labels);
      const watched = histogramRise(started, histogramOf(oldest.counters, 'nlu_confidence', labels));
      const isEnough = totalOf(watched) >= LEAST_WATCHED;
      const { ends, counts } = isEnough ? watched : started;
      const count = totalOf({ ends, counts });
      const shares = counts.map((each) => (count === 0 ? 0 : each / count));
      return [domain, { ends, shares, count, of: isEnough ? ('watched' as const) : ('started' as const) }];
    }),
  );
}
