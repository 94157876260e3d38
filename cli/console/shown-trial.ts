import type { Trial } from '../../bundles/lifecycle/trials/trial.js';
import { trialText } from '../../bundles/lifecycle/trials/trial.js';
import type { TrialFigures, VersionFigures } from '../../bundles/lifecycle/trials/trial-figures.js';
import type { ShownTrial, TriedSums } from '../../console/model/deployments.js';

/**
 * A trial as the console shows it: the sums of what its processes report. Counts of a process that began anew begin anew.
 * @param figures of the processes that try this candidate
 */
export function shownTrial(plan: Trial, expires: string | undefined, figures: readonly TrialFigures[]): ShownTrial {
  const flips = (kind: 'domain' | 'intent' | 'hypothesis') => sumOf(figures, (each) => each.flips[kind]);
  return {
    plan: trialText(plan),
    ...(expires !== undefined && { expires }),
    processes: figures.length,
    active: sumsOf(figures.map(({ active }) => active)),
    candidate: sumsOf(figures.map(({ candidate }) => candidate)),
    flips: { domain: flips('domain'), intent: flips('intent'), hypothesis: flips('hypothesis') },
    dropped: sumOf(figures, ({ dropped }) => dropped),
  };
}

function sumsOf(versions: readonly VersionFigures[]): TriedSums {
  const requests = sumOf(versions, (each) => each.requests);
  const errors = sumOf(versions, (each) => each.errors);
  const answers = requests - errors;
  const mean = (read: (each: VersionFigures) => number) => (answers > 0 ? sumOf(versions, read) / answers : undefined);
  return {
    ...{ requests, errors },
    meanMs: mean((each) => each.latencyMs),
    meanConfidence: mean((each) => each.confidence),
    meanInDomain: mean((each) => each.inDomain),
    believed: mean((each) => each.believed),
  };
}

function sumOf<Each>(list: readonly Each[], read: (each: Each) => number): number {
  return list.reduce((sum, each) => sum + read(each), 0);
}
