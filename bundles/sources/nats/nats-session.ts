import {
  type DirectStreamAPI,
  JetStreamApiError,
  type JetStreamClient,
  jetstream,
  jetstreamManager,
  type StreamAPI,
} from '@nats-io/jetstream';
import { type KV, Kvm } from '@nats-io/kv';
import { type ObjectStore, Objm } from '@nats-io/obj';
import { type NatsConnection, NoRespondersError, nanos, PermissionViolationError } from '@nats-io/transport-node';
import { NluError } from '../../../serving/errors.js';
import { BUNDLE_BUCKET, EVENT_STREAM, type KeyBucket, STATUS_EXPIRES_MS } from '../stored-value.js';

/** Number of past values that a key keeps, for `history` and `rollback`. NATS allows no more. */
const KEY_HISTORY = 64;
/** Time that events are kept, in ms. */
const EVENTS_EXPIRE_MS = 30 * 24 * 60 * 60 * 1000;
/** Time in which an event that is sent again is known by its name, in ms. */
const EVENTS_KNOWN_MS = 10 * 60 * 1000;
/**
 * Where an account without JetStream finds what it may do with the streams of another: under their own names its requests would
 * go to its own account's JetStream, which it has none of.
 */
const IMPORTED_API = 'nlu.streams';
/** JetStream's error code for a stream that is not there. */
const NO_STREAM = 10_059;
/** JetStream's error code for an account without JetStream. */
const NOT_ENABLED = 10_039;

/** The stores of one connection. */
export interface Session {
  readonly connection: NatsConnection;
  /** Writes to keys, and reads of keys and objects: all that a service does. */
  readonly writes: JetStreamClient;
  readonly direct: DirectStreamAPI;
  /** Information on streams and their purging; what a login may not do fails. */
  readonly streams: StreamAPI;
  /** Undefined for a service's login that may not ask for more, as in an account of its own. */
  readonly managed: ManagedStores | undefined;
  /** Aborts when the connection is lost: the client itself would queue requests until they time out. */
  readonly lost: AbortController;
}

/** What a deployer works with: listings, watches, and the store of objects. */
interface ManagedStores {
  readonly bundles: ObjectStore;
  readonly keys: Readonly<Record<KeyBucket, KV>>;
  readonly streams: StreamAPI;
}

/**
 * Opens the stores on a connection.
 * @param isService whether a login that may not make or list buckets is enough
 */
export async function openSession(
  connection: NatsConnection,
  lost: AbortController,
  isService: boolean,
): Promise<Session> {
  const { streams, direct } = await jetstreamManager(connection, { checkAPI: false });
  const managed = await managedStores(connection, streams).catch((error) => {
    if (isService && isRefused(error)) return undefined;
    throw error;
  });
  const own = managed
    ? streams
    : (await jetstreamManager(connection, { checkAPI: false, apiPrefix: IMPORTED_API })).streams;
  return { connection, writes: jetstream(connection), direct, streams: own, managed, lost };
}

/** @throws NluError PERMISSION_DENIED for a login that reads and reports only */
export function managedBy({ managed }: Session): ManagedStores {
  if (managed) return managed;
  throw new NluError('PERMISSION_DENIED', 'this login for NATS only reads bundles and deployments and reports status');
}

/** Opens the buckets, and makes those that are missing. */
async function managedStores(connection: NatsConnection, streams: StreamAPI): Promise<ManagedStores> {
  const keys = new Kvm(connection);
  const [bundles, deployments, status, customers] = await Promise.all([
    new Objm(connection).create(BUNDLE_BUCKET),
    keys.create('nlu-deployments', { history: KEY_HISTORY }),
    keys.create('nlu-status', { history: 1, ttl: STATUS_EXPIRES_MS }),
    keys.create('nlu-customers', { history: 1 }),
    makeEventStream(streams),
  ]);
  const buckets = ['KV_nlu-deployments', 'KV_nlu-status', 'KV_nlu-customers'];
  await Promise.all(buckets.map((stream) => forbidRollups(streams, stream)));
  return {
    bundles,
    keys: { 'nlu-deployments': deployments, 'nlu-status': status, 'nlu-customers': customers },
    streams,
  };
}

/** Makes the stream of events where it is missing; an operator may have changed one that is there. */
async function makeEventStream(streams: StreamAPI): Promise<void> {
  try {
    await streams.info(EVENT_STREAM);
  } catch (error) {
    if (!(error instanceof JetStreamApiError && error.code === NO_STREAM)) throw error;
    await streams.add({
      name: EVENT_STREAM,
      subjects: ['nlu.events.*.*'],
      max_age: nanos(EVENTS_EXPIRE_MS),
      duplicate_window: nanos(EVENTS_KNOWN_MS),
      allow_direct: true,
    });
  }
}

/**
 * Whoever may write one key could remove all keys of its bucket with the header of a rollup, which buckets allow when they are
 * made and nobody here sends.
 */
async function forbidRollups(streams: StreamAPI, stream: string): Promise<void> {
  const { config } = await streams.info(stream);
  if (config.allow_rollup_hdrs) await streams.update(stream, { allow_rollup_hdrs: false });
}

/** Whether a login may not ask for this, as one that has an account of its own, without JetStream. */
function isRefused(error: unknown): boolean {
  return [error, (error as Error).cause].some(
    (each) =>
      each instanceof NoRespondersError ||
      each instanceof PermissionViolationError ||
      (each instanceof JetStreamApiError && each.code === NOT_ENABLED),
  );
}
