import type { BadDeploy } from './incidents.js';
import type { LearnedMonth, Offered } from './learn-month.js';

/** What befell a month. */
export interface Incidents {
  /** Whether NATS was away. */
  readonly isAway: boolean;
  readonly bad?: BadDeploy | undefined;
  /** The catalogues of what is wanted from now on. */
  readonly changed?: readonly Offered[] | undefined;
}

/** What happened in a month besides learning, a few words each. */
export function incidentText({ isAway, bad, changed }: Incidents): string[] {
  return [...(isAway ? ['NATS away'] : []), ...(bad ? [badText(bad)] : []), ...(changed ? [offeredText(changed)] : [])];
}

function badText({ refused, isForced, back }: BadDeploy): string {
  const how = refused.fate === 'refused' ? `refused (${gateNames(refused.why)})` : refused.fate;
  return `bad version ${how}${isForced ? ', forced' : ''}${back === undefined ? '' : ', rolled back'}`;
}

/** What became of each domain's version. */
export function learnedText({ offered }: LearnedMonth): string {
  return offeredText(offered);
}

function offeredText(offered: readonly Offered[]): string {
  return offered
    .map(({ domain, fate, why, rows }) => {
      const fewer = rows === undefined ? '' : ` with ${rows} rows`;
      return `${domain} ${fate}${fewer}${fate === 'refused' ? ` (${gateNames(why)})` : ''}`;
    })
    .join(', ');
}

/** The gates of lines of failures: what stands before "0.1 -> 0.2". */
function gateNames(why: readonly string[]): string {
  return why.flatMap((line) => /^([^:"]+): [\d.]+ -> /u.exec(line)?.[1] ?? []).join(', ');
}
