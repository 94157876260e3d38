import type { AskedReading } from '../../../../gateway/answer/turns/asked.js';

/** A reading as it was offered. */
export function readingOf(
  domain: string,
  title: string,
  probability: number,
  slots: Readonly<Record<string, string>> = { object_name: title },
): AskedReading {
  const named = Object.entries(slots).map(([name, value]) => ({ name, value }));
  const hypothesis = { intent: 'Find', slots: named, confidence: probability };
  const shifted = { domain, hypothesis, priorShift: 0, priorContributions: [], posterior: probability };
  return { domain, title, probability, slots: named, hypothesis: shifted };
}
