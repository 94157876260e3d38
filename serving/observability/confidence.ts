import { Histogram, type Registry } from 'prom-client';

/** Bounds of a histogram of confidences. */
export const CONFIDENCE_BUCKETS = [0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1];

/**
 * The metric of the confidence of a domain's best hypothesis. A drift of it is the first sign that a domain no longer
 * fits its traffic.
 * @returns a function that records one confidence, in [0, 1]
 */
export function confidenceHistogram(registry: Registry): (domain: string, confidence: number) => void {
  const histogram = new Histogram({
    name: 'nlu_confidence',
    help: 'Confidence of the best hypothesis, by domain; 0 when there was none',
    labelNames: ['domain'],
    buckets: CONFIDENCE_BUCKETS,
    registers: [registry],
  });
  return (domain, confidence) => histogram.observe({ domain }, confidence);
}
