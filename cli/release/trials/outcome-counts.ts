import { messageOf, NluError } from '../../../serving/errors.js';
import { readMetrics } from '../../../serving/observability/metrics-text.js';

/** Accepted answers of one version, and what came of them. */
export interface OutcomeCounts {
  readonly accepted: number;
  readonly defect: number;
  readonly fine: number;
}

/** A version's counts, for the answers that its domain won and for those that another did. */
export interface VersionCounts {
  readonly won: OutcomeCounts;
  readonly others: OutcomeCounts;
}

/** Time for one gateway to tell, in ms. */
const SCRAPE_MS = 5_000;

/**
 * Reads from a gateway's metrics what came of answers, by version.
 * @throws NluError UNAVAILABLE for what cannot be read, FAILED_PRECONDITION for a process that counts no outcomes, both naming
 *   the option and the address
 */
export async function outcomeCounts(
  url: string,
  domain: string,
  versions: readonly string[],
): Promise<ReadonlyMap<string, VersionCounts>> {
  const text = await scraped(url);
  if (!text.includes('# TYPE nlu_accepted_total ')) {
    const fix = 'name the operations port of a gateway that keeps events, or leave it out';
    throw new NluError('FAILED_PRECONDITION', `--metrics ${url}: it counts no outcomes; ${fix}`);
  }
  return new Map(versions.map((version) => [version, countsOf(text, domain, version)]));
}

async function scraped(url: string): Promise<string> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(SCRAPE_MS) });
    if (response.ok) return await response.text();
    throw new Error(`status ${response.status}`);
  } catch (cause) {
    const why = cause instanceof Error && cause.cause ? messageOf(cause.cause) : messageOf(cause);
    throw new NluError('UNAVAILABLE', `--metrics ${url}: cannot be read: ${why}`, { cause });
  }
}

/** One version's counts in Prometheus's text format. */
export function countsOf(text: string, domain: string, version: string): VersionCounts {
  const none = () => ({ accepted: 0, defect: 0, fine: 0 });
  const counts = { won: none(), others: none() };
  for (const { name, labels, value } of readMetrics(text).samples) {
    if (name !== 'nlu_accepted_total' && name !== 'nlu_outcomes_total') continue;
    if (labels.domain !== domain || labels.version !== version) continue;
    const own = labels.won === 'true' ? counts.won : counts.others;
    const outcome = name === 'nlu_accepted_total' ? 'accepted' : labels.outcome;
    if (outcome === 'accepted' || outcome === 'defect' || outcome === 'fine') own[outcome] += value;
  }
  return counts;
}
