import type { Registry } from 'prom-client';
import type { Manifest } from '../../../../bundles/format/manifest.js';
import type { VersionManager } from '../../../../bundles/lifecycle/manager.js';
import type { RunningTrial } from '../../../../bundles/lifecycle/trials/running-trial.js';
import type { TrialFigures } from '../../../../bundles/lifecycle/trials/trial-figures.js';
import type { VersionLease } from '../../../../bundles/lifecycle/version-record.js';
import { NluError } from '../../../../serving/errors.js';
import { trialBucket } from '../../../../serving/numeric/trial-bucket.js';
import type { DefectLog } from '../../../../serving/rpc/unary.js';
import type { Reranking } from '../../interpreter/hypothesis.js';
import type { Servable } from '../../interpreter/servable.js';
import type { DomainQuery } from '../request.js';
import { drawnBuckets } from './drawn-buckets.js';
import { type Belief, beliefOf, flipOf } from './flip.js';
import { IdleQueue } from './idle-queue.js';
import { type Side, TrialCounts } from './trial-counts.js';
import { TrialMetrics } from './trial-metrics.js';

/** Requests that wait to be scored by a shadow, and their sizes: hypotheses that callers sent are kept until then. */
const WAITING = { mostItems: 1_024, mostSize: 8_192, quietMs: 5 };

type Running = RunningTrial<Servable, Manifest>;
type Lease = VersionLease<Servable, Manifest>;

/** A request, and the ways to answer it. */
export interface TriedCall<Reply> {
  readonly query: Pick<DomainQuery, 'version' | 'requestId' | 'trialBucket'>;
  /** Room that it takes while it waits for a shadow: 1, and 1 for each hypothesis that was sent. */
  readonly size: number;
  /** The caller's deadline in ms of `performance.now`; undefined when the caller set none. */
  readonly deadlineMs: number | undefined;
  /** Leases the version that answers unless a candidate does. */
  readonly active: () => Lease;
  /** Answers by a version, and ends its lease. */
  readonly by: (lease: Lease) => Promise<{ readonly interpretation: Reranking; readonly reply: Reply }>;
  /** Interprets it, and nothing more. */
  readonly ask: (servable: Servable, manifest: Manifest) => Promise<Reranking>;
}

interface CurrentTrial extends Pick<Running, 'plan' | 'version' | 'digest' | 'active'> {
  readonly counts: TrialCounts;
  /** `[TRIAL_BUCKETS]`; undefined of a shadow. */
  readonly drawn: Uint8Array | undefined;
  hasToldOfDefect: boolean;
}

/** What the trials of a domain work with. */
export interface TrialParts {
  readonly domain: string;
  readonly versions: Pick<VersionManager<Servable, Manifest>, 'trial'>;
  readonly registry: Registry;
  readonly logDefect: DefectLog;
}

/**
 * Tries the candidate that the life cycle offers beside the active version. A shadow scores what was answered, when nothing
 * else is to be done; of a share the candidate answers the customers that are drawn, and the active version where it fails,
 * so that a trial costs nobody an answer.
 */
export class DomainTrials {
  readonly #parts: TrialParts;
  readonly #metrics: TrialMetrics;
  readonly #queue: IdleQueue;
  #current: CurrentTrial | undefined;

  constructor(parts: TrialParts) {
    this.#parts = parts;
    this.#metrics = new TrialMetrics(parts.registry, parts.domain, () => void this.#look());
    this.#queue = new IdleQueue(WAITING, (error) => parts.logDefect(error, 'shadow'));
  }

  /** What the trial under way has shown; undefined: there is none. */
  get figures(): TrialFigures | undefined {
    this.#look();
    return this.#current?.counts.figures;
  }

  /** Answers a request, by the version that it falls to. */
  async answer<Reply>(call: TriedCall<Reply>): Promise<Reply> {
    this.#queue.began();
    try {
      const running = call.query.version === '' ? this.#look() : undefined;
      if (!running) return (await call.by(call.active())).reply;
      return await this.#answerInTrial(running, this.#current!, call);
    } finally {
      this.#queue.ended();
    }
  }

  /** Resolves when a score under way is done. */
  close(): Promise<void> {
    return this.#queue.close();
  }

  async #answerInTrial<Reply>(running: Running, trial: CurrentTrial, call: TriedCall<Reply>): Promise<Reply> {
    if (!trial.drawn) return this.#shadowed(trial, call);
    const bucket = bucketOf(call.query);
    if (bucket === undefined) return (await call.by(call.active())).reply;
    if (trial.drawn[bucket] === 1) return this.#tried(running, trial, call);
    try {
      const begun = performance.now();
      const { interpretation, reply } = await call.by(call.active());
      this.#answered(trial.counts, 'active', beliefOf(interpretation), performance.now() - begun);
      return reply;
    } catch (error) {
      if (!isCallersFault(error)) this.#failed(trial, 'active', error);
      throw error;
    }
  }

  /**
   * Answers by the candidate, and by the active version where that fails or takes more than its part of the caller's time. What
   * both fail on is no fault of the candidate.
   */
  async #tried<Reply>(running: Running, trial: CurrentTrial, call: TriedCall<Reply>): Promise<Reply> {
    const begun = performance.now();
    try {
      const { interpretation, reply } = await withinMs(
        call.by(running.lease()),
        candidatesTimeMs(call.deadlineMs, begun),
      );
      this.#answered(trial.counts, 'candidate', beliefOf(interpretation), performance.now() - begun);
      return reply;
    } catch (error) {
      const { reply } = await call.by(call.active());
      this.#failed(trial, 'candidate', error);
      return reply;
    }
  }

  async #shadowed<Reply>(trial: CurrentTrial, { by, active, ask, size }: TriedCall<Reply>): Promise<Reply> {
    const begun = performance.now();
    const { interpretation, reply } = await by(active());
    const latencyMs = performance.now() - begun;
    const belief = beliefOf(interpretation);
    if (trial !== this.#current) return reply;
    if (!this.#queue.offer(() => this.#score(trial, ask, belief, latencyMs), size)) {
      trial.counts.dropped(1);
      this.#metrics.dropped(1);
    }
    return reply;
  }

  /** Has the candidate score what the active version answered. */
  async #score(trial: CurrentTrial, ask: TriedCall<unknown>['ask'], active: Belief, activeMs: number): Promise<void> {
    const running = this.#look();
    if (!running || this.#current !== trial) return;
    const { servable, manifest, end } = running.lease();
    const begun = performance.now();
    try {
      const belief = beliefOf(await ask(servable, manifest));
      const latencyMs = performance.now() - begun;
      const change = Math.abs(belief.confidence - active.confidence);
      const flip = flipOf(active, belief);
      this.#answered(trial.counts, 'candidate', belief, latencyMs);
      trial.counts.compared(flip, change);
      if (trial === this.#current) this.#metrics.compared(flip, change);
    } catch (error) {
      this.#failed(trial, 'candidate', error);
    } finally {
      end();
    }
    this.#answered(trial.counts, 'active', active, activeMs);
  }

  #answered(counts: TrialCounts, side: Side, belief: Belief, latencyMs: number): void {
    counts.answered(side, belief, latencyMs);
    if (counts === this.#current?.counts) this.#metrics.answered(side, belief, latencyMs);
  }

  /** A defect that every request meets would fill the log: the first of a trial is told of. */
  #failed(trial: CurrentTrial, side: Side, error: unknown): void {
    trial.counts.failed(side);
    if (trial === this.#current) this.#metrics.failed(side);
    if (side === 'active' || error instanceof NluError || trial.hasToldOfDefect) return;
    trial.hasToldOfDefect = true;
    this.#parts.logDefect(error, `trial of ${trial.version}`);
  }

  /** The trial under way. Begins and ends the counts with it. */
  #look(): Running | undefined {
    const running = this.#parts.versions.trial;
    if (running && this.#current && isSame(running, this.#current)) return running;
    if (this.#current) {
      this.#current = undefined;
      this.#queue.clear();
      this.#metrics.ended();
    }
    if (running) this.#begin(running);
    return running;
  }

  #begin({ plan, version, digest, active }: Running): void {
    const versions = { active, candidate: { version, digest } };
    const counts = new TrialCounts(plan, versions, new Date().toISOString());
    const drawn = plan.mode === 'share' ? drawnBuckets(digest, plan.percent) : undefined;
    this.#current = { plan, version, digest, active, counts, drawn, hasToldOfDefect: false };
    this.#metrics.began(plan, versions);
  }
}

/** A candidate's part of the time that a caller has left: enough of it must be left for the active version. */
const CANDIDATES_PART = 0.5;
/** Its time where the caller sets no deadline, in ms. */
const WITHOUT_DEADLINE_MS = 1_000;

function candidatesTimeMs(deadlineMs: number | undefined, nowMs: number): number {
  return deadlineMs === undefined ? WITHOUT_DEADLINE_MS : Math.max(0, CANDIDATES_PART * (deadlineMs - nowMs));
}

/** Rejects with DEADLINE_EXCEEDED where work takes longer; what comes of the work then is nobody's. */
async function withinMs<Result>(work: Promise<Result>, ms: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const problem = `the candidate took more than ${Math.round(ms)} ms, its part of the caller's time`;
    timer = setTimeout(() => reject(new NluError('DEADLINE_EXCEEDED', problem)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => {});
  }
}

function bucketOf({ trialBucket: given, requestId }: TriedCall<unknown>['query']): number | undefined {
  if (given !== undefined) return given;
  return requestId === '' ? undefined : trialBucket(requestId);
}

/** Whether any version would refuse the request. */
function isCallersFault(error: unknown): boolean {
  return error instanceof NluError && ['INVALID_ARGUMENT', 'FAILED_PRECONDITION', 'NOT_FOUND'].includes(error.code);
}

function isSame(running: Running, { plan, digest, active }: CurrentTrial): boolean {
  const [now, then] = [running.plan, plan];
  if (running.digest !== digest || running.active.digest !== active.digest || now.mode !== then.mode) return false;
  return now.mode === 'shadow' || then.mode === 'shadow' || now.percent === then.percent;
}
