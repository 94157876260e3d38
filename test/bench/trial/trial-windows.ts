import { sha256 } from '../../../bundles/format/digest.js';
import { type Bundle, openBundle } from '../../../bundles/format/open.js';
import { packBundle } from '../../../bundles/format/pack.js';
import { ANY_SIGNER } from '../../../bundles/format/trust.js';
import { writeDeployment } from '../../../bundles/lifecycle/deployment.js';
import type { Trial } from '../../../bundles/lifecycle/trials/trial.js';
import type { NatsStores } from '../../../bundles/sources/nats/nats-stores.js';
import { candidateKey } from '../../../bundles/sources/stored-value.js';
import { storeBundle } from '../../../cli/release/publication/publication.js';
import { loadServable } from '../../../domains/core/interpreter/load-servable.js';
import { sampleValue } from '../../support/metrics.js';
import type { LoadProcess } from '../load/load-process.js';
import type { LoadResult, LoadWindow } from '../load/load-window.js';
import { processCpuMs } from '../measurement/process-usage.js';
import { type Spread, spreadOf } from '../measurement/spread.js';

/** Without and with a shadow. The candidate is held warm in both, so that the same memory is in use. */
export type Mode = 'held' | 'shadow';

/** A version of music that answers as the one that ships. */
export interface Version {
  readonly version: string;
  readonly digest: string;
  readonly bytes: Uint8Array;
}

/** What a window showed. */
export interface TrialWindow extends LoadResult {
  /** CPU time of the domain's process a request, in ms. */
  readonly domainMs: number;
  /** The same of the whole window, in ms. */
  readonly domainCpuMs: number;
  /** Requests that the shadow scored and dropped. */
  readonly scored: number;
  readonly dropped: number;
}

/** What is measured. */
export interface Measured {
  readonly stores: NatsStores;
  readonly generator: LoadProcess;
  /** The gateway. */
  readonly address: string;
  /** The domain's process. */
  readonly pid: number;
  /** `host:port` of its metrics. */
  readonly operations: string;
  readonly candidate: Version;
  readonly texts: readonly string[];
}

const SETTLE_MS = 50;
/** Passes over the texts that a version's own time is measured in, and before them, until the code is compiled. */
const PASSES = 7;
const WARM_PASSES = 3;

/** The bundle that ships, under another version. */
export async function versionOf({ manifest, parts }: Bundle, version: string): Promise<Version> {
  const { format: _f, proto: _p, version: _v, digest: _d, parts: _l, ...body } = manifest;
  const bytes = packBundle({ manifest: body, parts }, { version });
  return { version, digest: (await openBundle(bytes, ANY_SIGNER)).digest, bytes };
}

/** Stores a version and writes its record. @param trial of a candidate; `held`: it is only held warm */
export async function nameVersion(
  stores: NatsStores,
  { version, digest, bytes }: Version,
  counter: number,
  trial?: Trial | 'held',
): Promise<void> {
  await storeBundle(stores, 'music', bytes);
  const named = { domain: 'music', counter, version, digest, object: sha256(bytes), who: 'bench', why: '' };
  const when = new Date().toISOString();
  const stage = trial === undefined ? ('active' as const) : ('candidate' as const);
  const plan = trial !== undefined && trial !== 'held' && { trial };
  const key = trial === undefined ? 'music' : candidateKey('music');
  await stores.putKey('nlu-deployments', key, writeDeployment({ ...named, when, stage, ...plan }));
}

/** Sets the mode, and runs one window of load in it. */
export async function trialWindow(
  { stores, generator, address, pid, operations, candidate, texts }: Measured,
  mode: Mode,
  load: LoadWindow['load'],
  seconds: number,
  seed: number,
): Promise<TrialWindow> {
  await nameVersion(stores, candidate, 2, mode === 'shadow' ? { mode: 'shadow' } : 'held');
  const metrics = async () => (await fetch(`http://${operations}/metrics`)).text();
  const isTrying = async () => sampleValue(await metrics(), 'nlu_trial_running') === 1;
  while ((await isTrying()) !== (mode === 'shadow')) await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  const counts = async () => {
    const text = await metrics();
    const scored = sampleValue(text, 'nlu_trial_requests_total', { side: 'candidate' }) ?? 0;
    return { scored, dropped: sampleValue(text, 'nlu_trial_dropped_total') ?? 0 };
  };
  const first = await counts();
  const counted = async () => {
    const { scored, dropped } = await counts();
    return { scored: scored - first.scored, dropped: dropped - first.dropped };
  };
  const before = processCpuMs(pid) ?? Number.NaN;
  const result = await generator.run({ address, texts, seconds, load, seed });
  // What waits is scored now that nobody asks; it is the window's work.
  while (mode === 'shadow') {
    const { scored, dropped } = await counted();
    if (scored + dropped >= result.requests) break;
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  }
  const domainCpuMs = (processCpuMs(pid) ?? Number.NaN) - before;
  const { scored, dropped } = mode === 'shadow' ? await counted() : { scored: 0, dropped: 0 };
  return { ...result, domainCpuMs, domainMs: domainCpuMs / result.requests, scored, dropped };
}

/** CPU time that a version takes to interpret a text as the gateway asks for it, one after the other, in ms. */
export async function ownCpuMs({ bytes }: Version, texts: readonly string[]): Promise<Spread> {
  const servable = await loadServable(await openBundle(bytes, ANY_SIGNER));
  const all = async () => {
    for (const text of texts) await servable.interpret(text, { skipScreened: true });
  };
  const passes = [];
  for (let pass = 0; pass < WARM_PASSES + PASSES; pass++) {
    const cpu = process.cpuUsage();
    await all();
    const { user, system } = process.cpuUsage(cpu);
    passes.push((user + system) / 1000 / texts.length);
  }
  await servable.release();
  return spreadOf(passes.slice(WARM_PASSES));
}
