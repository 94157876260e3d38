import { randomBytes } from 'node:crypto';
import type { Registry } from 'prom-client';
import type { NatsEvents } from '../../bundles/sources/nats/nats-events.js';
import type { Log } from '../../serving/observability/log.js';
import { RefusalLog } from '../../serving/observability/refusal-log.js';
import { readableByAll } from '../../serving/security/private-files.js';
import { eventFolder, folderDeployment } from './event-folder.js';
import { type EventsConfig, eventsOptions } from './feedback-config.js';
import { FolderLock } from './folder-lock.js';
import { removeRemains } from './folder-remains.js';
import { CustomerKeys, type Freshness } from './privacy/customer-keys.js';
import type { DeploymentKey } from './privacy/deployment-key.js';
import { readDeploymentKey } from './privacy/deployment-key-file.js';
import { FolderKeys } from './privacy/folder-keys.js';
import type { KeyStore } from './privacy/key-store.js';
import { EventMetrics } from './recording/event-metrics.js';
import { Recorder } from './recording/recorder.js';
import type { EventStore } from './records/event-store.js';
import { FolderEvents } from './segments/folder-events.js';
import { VersionOutcomes } from './versions/version-outcomes.js';

/** Everything that keeps events. */
export interface Feedback {
  readonly recorder: Recorder;
  readonly keys: CustomerKeys;
  readonly store: EventStore;
  readonly deployment: DeploymentKey;
  /** The connection to NATS; undefined where events are in a folder. */
  readonly nats: NatsEvents | undefined;
  /** How long a key, and what it opened, is believed. */
  readonly freshness: Freshness;
  readonly metrics: EventMetrics;
  /** What came of answers, by version. */
  readonly versions: VersionOutcomes;
  readonly config: EventsConfig;
  readonly onFault: (error: Error) => void;
  /** Writes what waits, and closes the store. */
  close(): Promise<void>;
}

/** Time that events may take to be written when the process ends, in ms. */
const CLOSE_MS = 2_000;

/**
 * Opens the store of events.
 * @param now the time of day, in ms
 * @throws NluError for a folder or a key that cannot be used
 */
export async function openFeedback(
  config: EventsConfig,
  log: Log,
  registry: Registry,
  now: () => number = Date.now,
): Promise<Feedback> {
  const faults = new RefusalLog(log, 'events cannot be stored');
  const onFault = ({ message }: Error) => faults.note({ reason: message });
  let removeUnused = (_beforeMs: number) => {};
  const onRemoved = (beforeMs: number) => removeUnused(beforeMs);
  const { store, keyStore, deployment, nats, forMs, clocksApartMs } = await openStores(config, log, {
    now,
    onFault,
    onRemoved,
  });
  const nowMs = performance.now.bind(performance);
  const freshness = { forMs, nowMs, clocksApartMs };
  const keys = new CustomerKeys(keyStore, deployment, freshness);
  removeUnused = (beforeMs) => void keys.removeUnused(beforeMs - SPARE_MS).catch(onFault);
  const metrics = new EventMetrics(registry);
  const versions = new VersionOutcomes(registry);
  const recorder = new Recorder({ store, keys, deployment, metrics, rules: config, now, nowMs, onFault });
  return {
    ...{ recorder, keys, store, deployment, nats, freshness, metrics, versions, config, onFault },
    async close() {
      await recorder.close(CLOSE_MS);
      await store.close().catch(onFault);
    },
  };
}

/** Whom stores ask for the time, and tell of what happens in the background. */
interface Told {
  /** The time of day, in ms. */
  readonly now: () => number;
  readonly onFault: (error: Error) => void;
  /** No event is left of the time before, in ms. */
  readonly onRemoved: (beforeMs: number) => void;
}

interface Stores {
  readonly store: EventStore;
  readonly keyStore: KeyStore;
  readonly deployment: DeploymentKey;
  readonly nats: NatsEvents | undefined;
  /** Time for which a key that was seen is believed, in ms. */
  readonly forMs: number;
  /** How far the clocks of those who share the stores may be apart, in ms. */
  readonly clocksApartMs: number;
}

/** Gateways that share a store believe for so long, in ms, in a key that they saw: a forgetting holds everywhere after it. */
const SHARED_KEY_MS = 500;

/** The clocks of gateways that share a store may be apart so far, in ms, and nothing of before a forgetting is sealed after it. */
const CLOCKS_APART_MS = 10_000;

/** The only writer of a folder believes its keys for so long, in ms; then it looks, which marks the key as used. */
const OWN_KEY_MS = 12 * 60 * 60 * 1000;
/** A key is kept for so long, in ms, beyond the last event that it can have sealed. */
const SPARE_MS = 2 * OWN_KEY_MS;

async function openStores(config: EventsConfig, log: Log, told: Told): Promise<Stores> {
  return config.store === 'nats' ? openStream(config, told) : openFolder(config, log, told);
}

async function openFolder(config: EventsConfig, log: Log, { now, onFault, onRemoved }: Told): Promise<Stores> {
  // The configuration demands a folder.
  const folder = config.folder!;
  const parts = eventFolder(folder);
  const lock = await FolderLock.take(folder, Date.now, onFault);
  try {
    const deployment = await folderDeployment(folder, config.keyFile, 'write');
    await removeRemains(parts);
    // Of a file that the configuration names it is told already.
    if (config.keyFile === undefined) for (const warning of readableByAll([parts.keyFile])) log.warn(warning);
    // Sorts by when the process began, and is nobody else's.
    const writer = `${Date.now().toString(36).padStart(9, '0')}${randomBytes(3).toString('hex')}`;
    const clocks = { now, nowMs: performance.now.bind(performance) };
    const store = new FolderEvents(
      { folder: parts.segments, writer, days: config.days, ...clocks, onFault, onRemoved },
      lock,
    );
    const keyStore = new FolderKeys(parts.keys, lock, now);
    return { store, keyStore, deployment, nats: undefined, forMs: OWN_KEY_MS, clocksApartMs: 0 };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Loads the client of NATS only where it is used. It connects in the background: a gateway starts without NATS. */
async function openStream(config: EventsConfig, { onFault }: Told): Promise<Stores> {
  // The configuration demands both.
  const deployment = await readDeploymentKey(config.keyFile!);
  const [{ NatsEvents }, { StreamEvents }, { StreamKeys }] = await Promise.all([
    import('../../bundles/sources/nats/nats-events.js'),
    import('./nats/stream-events.js'),
    import('./nats/stream-keys.js'),
  ]);
  const nats = new NatsEvents(eventsOptions(config.nats!));
  nats.start({ up: () => {}, down: onFault });
  const stores = { store: new StreamEvents(nats), keyStore: new StreamKeys(nats) };
  return { ...stores, deployment, nats, forMs: SHARED_KEY_MS, clocksApartMs: CLOCKS_APART_MS };
}
