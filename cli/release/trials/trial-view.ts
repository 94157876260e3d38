import { ANY_SIGNER } from '../../../bundles/format/trust.js';
import type { Trial } from '../../../bundles/lifecycle/trials/trial.js';
import type { TrialFigures } from '../../../bundles/lifecycle/trials/trial-figures.js';
import type { NatsStores } from '../../../bundles/sources/nats/nats-stores.js';
import { messageOf, NluError } from '../../../serving/errors.js';
import { liveInstances } from '../publication/instances.js';
import { currentDeployment } from '../publication/publication.js';
import { outcomeCounts, type VersionCounts } from './outcome-counts.js';
import { type StandingTrial, standingTrial } from './standing-trial.js';
import type { Side, TestResult, TrialTally, VersionSums } from './trial-tally.js';

/** A version of a trial, and what it has done. */
export interface TriedVersion extends VersionSums {
  readonly version: string;
  /** Accepted answers and what came of them, where gateways were asked. */
  readonly outcomes?: VersionCounts;
}

/** A trial as it stands at one look. Counts are of all replicas. */
export interface TrialView {
  readonly domain: string;
  readonly trial: Trial;
  readonly counter: number;
  readonly who: string;
  readonly why: string;
  /** RFC 3339: when it was asked for, and when it ends by itself. */
  readonly when: string;
  readonly expires: string | undefined;
  /** Live replicas, and those of them that try it. */
  readonly replicas: number;
  readonly trying: number;
  readonly active: TriedVersion;
  readonly candidate: TriedVersion;
  /** Of a shadow. */
  readonly shadow?: Pick<TrialFigures, 'dropped' | 'flips' | 'confidenceChange'>;
  readonly tests: readonly TestResult[];
  /** Evidence that the candidate is worse by any of the tests. */
  readonly evidence: number;
  /** Share of healthy candidates that may be called worse. */
  readonly alpha: number;
  /** Whether the evidence exceeds 1 / alpha. */
  readonly isWorse: boolean;
}

/** How to look at a trial. */
export interface LookOptions {
  /** Addresses of gateways' metrics; none: outcomes are not looked at. */
  readonly metrics: readonly string[];
  readonly alpha: number;
  /** Whether what gateways counted before the first look is left out. */
  readonly isBaseline: boolean;
  /** Told of a gateway that cannot be read. */
  readonly onProblem: (error: NluError) => void;
}

/**
 * Looks at a trial, and adds what is new to a tally of the same trial.
 * @throws NluError FAILED_PRECONDITION where none is under way, or gateways are named for a shadow
 */
export async function lookAtTrial(
  stores: NatsStores,
  domain: string,
  tally: TrialTally,
  options: LookOptions,
  now: Date,
): Promise<{ readonly view: TrialView; readonly standing: StandingTrial }> {
  const { deployment: active } = await currentDeployment(stores, domain);
  const standing = await standingTrial(stores, domain, active, ANY_SIGNER, now.getTime());
  const { deployment, plan } = standing;
  if (plan.mode === 'shadow' && options.metrics.length > 0) {
    const why = 'a shadow answers nobody, and no outcome tells of it; leave it out';
    throw new NluError('FAILED_PRECONDITION', `--metrics: ${why}`);
  }
  const instances = await liveInstances(stores, domain);
  const figures = new Map<string, TrialFigures>();
  for (const { instance, status } of instances) {
    if (status?.trial?.candidate.digest === deployment.digest && status.trial.mode === plan.mode) {
      figures.set(instance, status.trial);
    }
  }
  tally.figures(figures);
  const versions = { active: active?.version ?? '', candidate: deployment.version };
  await takeOutcomes(tally, domain, versions, options);
  const { who, why, when, expires, counter } = deployment;
  const tried = (side: Side): TriedVersion => ({
    version: versions[side],
    ...tally.sums[side],
    ...(options.metrics.length > 0 && { outcomes: tally.outcomes[side] }),
  });
  const { evidence } = tally;
  const view: TrialView = {
    ...{ domain, trial: plan, counter, who, why, when, expires },
    ...{ replicas: instances.length, trying: figures.size, active: tried('active'), candidate: tried('candidate') },
    ...(plan.mode === 'shadow' && { shadow: tally.shadow }),
    ...{ tests: tally.tests, evidence, alpha: options.alpha, isWorse: evidence >= 1 / options.alpha },
  };
  return { view, standing };
}

async function takeOutcomes(
  tally: TrialTally,
  domain: string,
  versions: Readonly<Record<Side, string>>,
  { metrics, isBaseline, onProblem }: LookOptions,
): Promise<void> {
  for (const url of metrics) {
    try {
      const counts = await outcomeCounts(url, domain, Object.values(versions));
      // Both were asked for.
      const [active, candidate] = [counts.get(versions.active)!, counts.get(versions.candidate)!];
      tally.counts(url, { active, candidate }, isBaseline);
    } catch (error) {
      onProblem(error instanceof NluError ? error : new NluError('UNAVAILABLE', messageOf(error), { cause: error }));
    }
  }
}
