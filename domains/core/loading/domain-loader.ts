import { setTimeout } from 'node:timers/promises';
import type { Manifest } from '../../../bundles/format/manifest.js';
import { asRefusal, BundleRefused } from '../../../bundles/format/refusal.js';
import type { Loaded, Loader } from '../../../bundles/lifecycle/loader.js';
import type { Servable } from '../interpreter/servable.js';
import type { OpenDomainBundle } from './domain-bundle.js';
import { type ProofRules, prove } from './proof.js';

/** How a domain's loader opens and proves bundles. */
export interface DomainLoaderOptions extends ProofRules {
  readonly open: OpenDomainBundle;
}

/** A bundle is given up when making its sessions, or warming it up, takes longer than this, in ms. */
const STALL_MS = 30_000;
const STALLED = Symbol('stalled');

/** Loads a domain's bundles; see Loader for the order of the checks. */
export function domainLoader(options: DomainLoaderOptions): Loader<Servable, Manifest> {
  return async (target, bytes, onWarming): Promise<Loaded<Servable, Manifest>> => {
    let isWarming = false;
    const warming = () => {
      if (!isWarming) onWarming();
      isWarming = true;
    };
    const { manifest, signer, golden, make } = await options.open(bytes, target, warming);
    const servable = await loadGraphs(make());
    warming();
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
