import { type Trial, trialText } from '../../bundles/lifecycle/trials/trial.js';
import type { TrialFigures } from '../../bundles/lifecycle/trials/trial-figures.js';
import type { ShownTrial, TriedSums } from '../../console/model/deployments.js';
import { TrialTally, type VersionSums } from '../release/trials/trial-tally.js';

/**
 * A trial as the console shows it: the sums of what its processes report. Counts of a process that began anew begin anew.
 * @param figures of the processes that try this candidate, by instance
 */
export function shownTrial(
  plan: Trial,
  expires: string | undefined,
  figures: ReadonlyMap<string, TrialFigures>,
): ShownTrial {
  const tally = new TrialTally();
  tally.figures(figures);
  const { flips, dropped } = tally.shadow;
  return {
    plan: trialText(plan),
    ...(expires !== undefined && { expires }),
    processes: figures.size,
    ...{ active: meansOf(tally.sums.active), candidate: meansOf(tally.sums.candidate), flips, dropped },
  };
}

function meansOf({ requests, errors, latencyMs, confidence, inDomain, believed }: VersionSums): TriedSums {
  const answers = requests - errors;
  const mean = (sum: number) => (answers > 0 ? sum / answers : undefined);
  return {
    ...{ requests, errors, meanMs: mean(latencyMs), meanConfidence: mean(confidence) },
    ...{ meanInDomain: mean(inDomain), believed: mean(believed) },
  };
}
