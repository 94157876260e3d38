import { connected } from '../../bundles/sources/nats/nats-options.js';
import { NluError } from '../../serving/errors.js';
import { eventFolder, folderDeployment } from './event-folder.js';
import type { FeedbackEvent } from './events/event.js';
import { type EventsConfig, eventsConfigSchema } from './feedback-config.js';
import { CustomerKeys } from './privacy/customer-keys.js';
import { readDeploymentKey } from './privacy/deployment-key-file.js';
import { FolderKeys } from './privacy/folder-keys.js';
import { noCounts, type ReadCounts, readEvents } from './reading/read-events.js';
import { segmentRecords } from './reading/segment-records.js';

/** Events that are kept, ready to be read. */
export interface EventReader {
  /** Every event once, in the order in which they were kept; each reading begins anew. */
  events(): AsyncIterable<FeedbackEvent>;
  /** What the last reading found and left out, so far. */
  readonly counts: ReadCounts;
  close(): Promise<void>;
}

/** A key that was seen is believed for so long, in ms: who is forgotten while events are read is read no further. */
const KEY_MS = 500;

/** Where events are: as a gateway's `events` says; of it store, folder, keyFile and nats count. */
export type EventPlace = Pick<EventsConfig, 'store' | 'folder' | 'keyFile' | 'nats'>;

/** A folder of events as a place to read. */
export function folderPlace(folder: string): EventPlace {
  return eventsConfigSchema.parse({ folder });
}

/**
 * Opens events for reading, by training or an operator. On NATS it needs the deployer's login.
 * @throws NluError NOT_FOUND for a folder without events or a key that is not there, FAILED_PRECONDITION for another
 *   deployment's key, UNAVAILABLE where NATS does not answer
 */
export async function openEvents(place: EventPlace): Promise<EventReader> {
  return place.store === 'nats' ? openStream(place) : openFolder(place);
}

async function openFolder({ folder, keyFile }: EventPlace): Promise<EventReader> {
  const { segments, keys } = eventFolder(folder!);
  const deployment = await folderDeployment(folder!, keyFile, 'read');
  return readerOf(
    new FolderKeys(keys),
    deployment,
    () => segmentRecords(segments),
    async () => {},
  );
}

async function openStream({ nats: access, keyFile }: EventPlace): Promise<EventReader> {
  if (!access || keyFile === undefined) {
    throw new NluError('INVALID_ARGUMENT', 'events on NATS need nats.servers and keyFile');
  }
  const deployment = await readDeploymentKey(keyFile);
  const [{ NatsEvents }, { StreamKeys }, { streamRecords }] = await Promise.all([
    import('../../bundles/sources/nats/nats-events.js'),
    import('./nats/stream-keys.js'),
    import('./reading/stream-records.js'),
  ]);
  const nats = new NatsEvents({ ...access, name: 'event-reader' });
  try {
    await connected(nats);
  } catch (error) {
    await nats.close();
    throw error;
  }
  return readerOf(
    new StreamKeys(nats),
    deployment,
    () => streamRecords(nats),
    () => nats.close(),
  );
}

function readerOf(
  store: ConstructorParameters<typeof CustomerKeys>[0],
  deployment: ConstructorParameters<typeof CustomerKeys>[1],
  records: () => Parameters<typeof readEvents>[0],
  close: () => Promise<void>,
): EventReader {
  const keys = new CustomerKeys(store, deployment, { forMs: KEY_MS, nowMs: () => performance.now() });
  let counts = noCounts();
  return {
    events() {
      counts = noCounts();
      return readEvents(records(), keys, deployment.id, counts);
    },
    get counts() {
      return counts;
    },
    close,
  };
}
