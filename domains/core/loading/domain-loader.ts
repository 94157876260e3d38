import { setTimeout } from 'node:timers/promises';
import type { Manifest } from '../../../bundles/format/manifest.js';
import { asRefusal, BundleRefused } from '../../../bundles/format/refusal.js';
import type { Loaded, Loader } from '../../../bundles/lifecycle/loader.js';
import type { Interpretation } from '../interpreter/hypothesis.js';
import type { Servable } from '../interpreter/servable.js';
import type { OpenDomainBundle } from './domain-bundle.js';
import type { GoldenUtterance } from './golden.js';
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
 * Answers the golden utterances twice: the first runs of a session allocate and choose kernels, so they are not timed.
 */
async function prove(
  servable: Servable,
  golden: readonly GoldenUtterance[],
  { answerWithinMs, goldenTolerance, rest = () => 0 }: DomainLoaderOptions,
): Promise<void> {
  for (const { utterance } of golden) {
    const { interpretation } = await answerAtLeisure(servable, utterance, rest);
    checkFinite(utterance, interpretation);
  }
  const answers: Interpretation[] = [];
  for (const { utterance } of golden) {
    const { interpretation, tookMs } = await answerAtLeisure(servable, utterance, rest);
    checkFinite(utterance, interpretation);
    if (tookMs > answerWithinMs) {
      const problem = `"${utterance}" took ${tookMs.toFixed(0)} ms; at most ${answerWithinMs} may pass`;
      throw new BundleRefused('warm-up', problem);
    }
    answers.push(interpretation);
  }
  checkGolden(answers, golden, goldenTolerance);
}

/** Answers, and then leaves the thread to requests for a while. */
async function answerAtLeisure(
  servable: Servable,
  utterance: string,
  rest: () => number,
): Promise<{ interpretation: Interpretation; tookMs: number }> {
  const begun = performance.now();
  const interpretation = await servable.interpret(utterance, { explain: true });
  const tookMs = performance.now() - begun;
  const share = rest();
  if (share > 0) await setTimeout(share * tookMs);
  return { interpretation, tookMs };
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
function checkFinite(utterance: string, { hypotheses, inDomain }: Interpretation): void {
  const probabilities = [inDomain, ...hypotheses.flatMap((h) => [h.confidence, ...Object.values(h.scores)])];
  const terms = hypotheses.flatMap((hypothesis) => hypothesis.contributions.map(({ value }) => value));
  if (probabilities.every((value) => value >= 0 && value <= 1) && terms.every(Number.isFinite)) return;
  throw new BundleRefused('graph', `"${utterance}" gives a score that is no probability or not finite`);
}
