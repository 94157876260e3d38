import { setTimeout } from 'node:timers/promises';
import type { Manifest } from '../../../bundles/format/manifest.js';
import { asRefusal, BundleRefused } from '../../../bundles/format/refusal.js';
import type { Loaded, Loader } from '../../../bundles/lifecycle/loader.js';
import type { Interpretation, Reranking } from '../interpreter/hypothesis.js';
import type { Servable } from '../interpreter/servable.js';
import { checkOwnGolden } from '../own-scores/golden-check.js';
import type { OwnGolden } from '../own-scores/own-golden.js';
import type { OpenDomainBundle } from './domain-bundle.js';
import type { GoldenAnswer, GoldenUtterance } from './golden.js';
import { checkGolden } from './golden-check.js';

/** How a domain's loader opens and proves bundles. */
export interface DomainLoaderOptions {
  readonly open: OpenDomainBundle;
  /** Absolute difference allowed between a golden number and the one computed here. */
  readonly goldenTolerance: number;
  /** A golden utterance must be answered within this time once the bundle is warm, in ms. */
  readonly answerWithinMs: number;
  /** Time left to requests after each run, as a multiple of the run's own time; absent: none is left. */
  readonly rest?: () => number;
}

/** A bundle is given up when making its sessions, or warming it up, takes longer than this, in ms. */
const STALL_MS = 30_000;
const STALLED = Symbol('stalled');
/** Times that a golden utterance may be too slow: a process that was held up once is no fault of its bundle. */
const TRIES = 3;

/** Loads a domain's bundles; see Loader for the order of the checks. */
export function domainLoader(options: DomainLoaderOptions): Loader<Servable, Manifest> {
  return async (target, bytes, onWarming): Promise<Loaded<Servable, Manifest>> => {
    const { manifest, signer, golden, make } = await options.open(bytes, target);
    const servable = await loadGraphs(make());
    onWarming();
    const proven = prove(servable, golden, options);
    try {
      await settledWithin(proven, STALL_MS);
    } catch (error) {
      const released = proven.catch(() => {}).then(() => servable.release());
      // A servable that never answers is never released either: a session must not be while a run is queued.
      if (error !== STALLED) await released;
      throw asRefusal('warm-up', error === STALLED ? `no answer within ${STALL_MS} ms` : error);
    }
    return { servable, manifest, ...(signer === undefined ? {} : { signer }) };
  };
}

/**
 * Answers what is golden twice: the first runs of a session allocate and choose kernels, so they are not timed.
 */
async function prove(
  servable: Servable,
  golden: readonly GoldenAnswer[],
  { answerWithinMs, goldenTolerance, rest = () => 0 }: DomainLoaderOptions,
): Promise<void> {
  const utterances: GoldenUtterance[] = [];
  const lists: OwnGolden[] = [];
  for (const each of golden) {
    if ('hypotheses' in each) lists.push(each);
    else utterances.push(each);
    const { answer } = await answerAtLeisure(servable, each, rest);
    checkFinite(each.utterance, answer);
  }
  const answers: Interpretation[] = [];
  for (const each of golden) {
    const { utterance } = each;
    let { answer, tookMs } = await answerAtLeisure(servable, each, rest);
    for (let again = 1; tookMs > answerWithinMs && again < TRIES; again++) {
      ({ answer, tookMs } = await answerAtLeisure(servable, each, rest));
    }
    checkFinite(utterance, answer);
    if (tookMs > answerWithinMs) {
      const problem =
        `"${utterance}" took ${tookMs.toFixed(0)} ms, in each of ${TRIES} tries; at most ${answerWithinMs} may pass ` +
        '(answerWithinMs; more on a machine with much else to do)';
      throw new BundleRefused('warm-up', problem);
    }
    if (!('hypotheses' in each)) answers.push(answer as Interpretation);
  }
  checkGolden(answers, utterances, goldenTolerance);
  if (servable.ownRanker) await checkOwnGolden(servable.ownRanker, lists, goldenTolerance);
}

/** Answers, and then leaves the thread to requests for a while. */
async function answerAtLeisure(
  servable: Servable,
  golden: GoldenAnswer,
  rest: () => number,
): Promise<{ answer: Reranking; tookMs: number }> {
  const begun = performance.now();
  const answer = await answerOf(servable, golden);
  const tookMs = performance.now() - begun;
  const share = rest();
  if (share > 0) await setTimeout(share * tookMs);
  return { answer, tookMs };
}

function answerOf(servable: Servable, golden: GoldenAnswer): Promise<Reranking> {
  const { utterance } = golden;
  if (!('hypotheses' in golden)) return servable.interpret(utterance, { explain: true });
  const sent = golden.hypotheses.map(({ intent, slots, scores }) => ({ intent, slots, namedScores: scores }));
  return servable.rerank(utterance, sent, { explain: true });
}

async function loadGraphs(loading: Promise<Servable>): Promise<Servable> {
  try {
    return await settledWithin(loading, STALL_MS);
  } catch (error) {
    if (error !== STALLED) throw asRefusal('graph', error);
    // It was given up: if it is made after all, it is released.
    void loading.then((servable) => servable.release()).catch(() => {});
    throw new BundleRefused('graph', `not loaded within ${STALL_MS} ms`);
  }
}

async function settledWithin<T>(work: Promise<T>, ms: number): Promise<T> {
  const giveUp = new AbortController();
  const stall = setTimeout(ms, undefined, { signal: giveUp.signal }).then(() => Promise.reject<T>(STALLED));
  try {
    return await Promise.race([work, stall]);
  } finally {
    giveUp.abort();
  }
}

/** A NaN weight loads without complaint and then wins or loses every comparison. */
function checkFinite(utterance: string, { hypotheses, inDomain }: Reranking): void {
  const probabilities = [inDomain, ...hypotheses.flatMap((h) => [h.confidence, ...Object.values(h.scores ?? {})])];
  const terms = hypotheses.flatMap((hypothesis) => hypothesis.contributions.map(({ value }) => value));
  if (probabilities.every((value) => value >= 0 && value <= 1) && terms.every(Number.isFinite)) return;
  throw new BundleRefused('graph', `"${utterance}" gives a score that is no probability or not finite`);
}
