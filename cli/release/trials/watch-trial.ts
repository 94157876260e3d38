import { setTimeout } from 'node:timers/promises';
import type { NatsStores } from '../../../bundles/sources/nats/nats-stores.js';
import { NluError } from '../../../serving/errors.js';
import { TrialTally } from './trial-tally.js';
import { evidenceText } from './trial-text.js';
import { type LookOptions, lookAtTrial, type TrialView } from './trial-view.js';

export interface WatchOptions extends Omit<LookOptions, 'isBaseline'> {
  readonly everyMs: number;
  /** Requests of the candidate after which a trial that does not look worse is promoted; absent: it goes on until it ends. */
  readonly promoteAfter?: number | undefined;
  readonly onLook: (view: TrialView) => void;
}

/** Why a watch ended. */
export type WatchEnd =
  /** The test says that the candidate is worse. @param why with the figures, for the record of the withdrawal */
  | { readonly by: 'worse'; readonly view: TrialView; readonly why: string }
  /** It has had as many requests as were asked for, and nothing says that it is worse. */
  | { readonly by: 'enough'; readonly view: TrialView }
  /** Somebody deployed, withdrew or replaced it, or it expired. @param why by whom */
  | { readonly by: 'ended'; readonly why: string };

/**
 * Looks at a trial again and again until something is to be done about it, or it is over. A store or a gateway that cannot be
 * reached for a while is told of, and looked at again.
 * @throws NluError FAILED_PRECONDITION where no trial is under way at first, or gateways cannot be read at first
 */
export async function watchTrial(stores: NatsStores, domain: string, options: WatchOptions): Promise<WatchEnd> {
  const tally = new TrialTally();
  let first: string | undefined;
  for (;;) {
    const isFirst = first === undefined;
    const onProblem = (error: NluError) => {
      if (isFirst) throw error;
      options.onProblem(error);
    };
    try {
      const looked = await lookAtTrial(stores, domain, tally, { ...options, isBaseline: true, onProblem }, new Date());
      const { view, standing } = looked;
      first ??= standing.text;
      if (standing.text !== first)
        return { by: 'ended', why: `${view.who} began another trial, of ${view.candidate.version}` };
      options.onLook(view);
      if (view.isWorse) return { by: 'worse', view, why: worseText(view) };
      if (view.candidate.requests >= (options.promoteAfter ?? Number.POSITIVE_INFINITY)) {
        const slow = slownessOf(view);
        if (slow === undefined) return { by: 'enough', view };
        options.onProblem(new NluError('FAILED_PRECONDITION', `not promoted: ${slow}`));
      }
    } catch (error) {
      if (isFirst || !(error instanceof NluError)) throw error;
      if (error.code === 'FAILED_PRECONDITION') return { by: 'ended', why: error.message };
      if (error.code !== 'UNAVAILABLE' && error.code !== 'DEADLINE_EXCEEDED') throw error;
      options.onProblem(error);
    }
    await setTimeout(options.everyMs);
  }
}

function worseText({ tests, evidence, alpha }: TrialView): string {
  const worst = tests.reduce((one, other) => (other.evidence > one.evidence ? other : one));
  const { name, active, candidate } = worst;
  const rate = ({ requests, defects }: typeof active) => `${defects} of ${requests}`;
  const figures = `${name}: ${rate(candidate)}, and ${rate(active)} of the active version`;
  return `worse by the sequential test: ${figures}; evidence ${evidenceText(evidence)}, at an error of ${alpha}`;
}

/** A candidate that takes so many times as long as the active version, and so many ms more, is promoted by nobody's watch. */
const MOST_TIMES = 2;
const MOST_MORE_MS = 10;

/** Why a candidate is too slow to be promoted unseen; undefined: it is not. */
function slownessOf({ active, candidate }: TrialView): string | undefined {
  const mean = ({ latencyMs, requests, errors }: typeof active) => latencyMs / Math.max(1, requests - errors);
  const [own, other] = [mean(candidate), mean(active)];
  if (own <= MOST_TIMES * other + MOST_MORE_MS) return undefined;
  return `its answers take ${own.toFixed(1)} ms, those of the active version ${other.toFixed(1)}; \`promote\` does it all the same`;
}
