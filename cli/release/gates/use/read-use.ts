import { existsSync } from 'node:fs';
import { eventFolder, readDeployment } from '../../../../gateway/feedback/event-folder.js';
import type { FeedbackEvent } from '../../../../gateway/feedback/events/event.js';
import { StreamKeys } from '../../../../gateway/feedback/nats/stream-keys.js';
import { CustomerKeys } from '../../../../gateway/feedback/privacy/customer-keys.js';
import type { DeploymentKey } from '../../../../gateway/feedback/privacy/deployment-key.js';
import { readDeploymentKey } from '../../../../gateway/feedback/privacy/deployment-key-file.js';
import { FolderKeys } from '../../../../gateway/feedback/privacy/folder-keys.js';
import type { KeyStore } from '../../../../gateway/feedback/privacy/key-store.js';
import {
  noCounts,
  type ReadCounts,
  type ReadRecord,
  readEvents,
} from '../../../../gateway/feedback/reading/read-events.js';
import { segmentRecords } from '../../../../gateway/feedback/reading/segment-records.js';
import { streamRecords } from '../../../../gateway/feedback/reading/stream-records.js';
import { NluError } from '../../../../serving/errors.js';
import { readSoundCosts } from '../../../../training/entities/phonetic/sound-model.js';
import { readDissatisfactionModel, readRephraseModel } from '../../../../training/learning/model-files.js';
import { Rephrases } from '../../../../training/learning/rephrase/rephrase-model.js';
import { type LabelledUse, labelledUse } from '../../../../training/learning/rows/labelled-use.js';
import { type NatsAccess, withEvents } from '../../publication/nats-connection.js';

/** Where events are. */
export interface EventsFlags extends NatsAccess {
  /** A gateway's folder of events, or `nats`: the stream on the NATS of `nats`. */
  readonly events?: string | undefined;
  /** A file with the deployment's key; absent: the one in the folder. */
  readonly eventsKey?: string | undefined;
  readonly nats?: readonly string[] | undefined;
}

/** What was read of events, and what it says. */
export interface Use extends LabelledUse {
  readonly read: ReadCounts;
}

/** What `--events` is for events on NATS. */
export const ON_NATS = 'nats';

/**
 * Reads what a gateway kept of use, and labels its turns.
 * @throws NluError NOT_FOUND for no such folder; INVALID_ARGUMENT for a place that is not whole; FAILED_PRECONDITION for another
 *   deployment's key, for no events, and where all are another deployment's
 */
export async function readUse(events: string, { eventsKey, nats, ...access }: EventsFlags): Promise<Use> {
  if (events !== ON_NATS) {
    const { segments, keys } = eventFolder(events);
    if (!existsSync(segments)) {
      const what = "no folder of events; it is what a gateway's events.folder names";
      throw new NluError('NOT_FOUND', `--events ${events}: ${what}`);
    }
    const deployment = await readDeployment(events, eventsKey);
    return labelled(events, segmentRecords(segments), new FolderKeys(keys), deployment);
  }
  if (!nats) throw new NluError('INVALID_ARGUMENT', '--events nats: say which with --nats');
  if (eventsKey === undefined)
    throw new NluError('INVALID_ARGUMENT', "--events nats: give the deployment's key with --events-key");
  const deployment = await readDeploymentKey(eventsKey);
  return withEvents({ ...access, nats }, (stream) =>
    labelled(events, streamRecords(stream), new StreamKeys(stream), deployment),
  );
}

async function labelled(
  place: string,
  records: AsyncIterable<ReadRecord>,
  store: KeyStore,
  deployment: DeploymentKey,
): Promise<Use> {
  const keys = new CustomerKeys(store, deployment, { forMs: Number.POSITIVE_INFINITY, nowMs: () => 0 });
  const read = noCounts();
  const events: FeedbackEvent[] = [];
  for await (const event of readEvents(records, keys, deployment.id, read)) events.push(event);
  if (events.length === 0) {
    const foreign = read.foreign > 0 ? `: its ${read.foreign} are of another deployment's key (--events-key)` : '';
    const forgotten = read.forgotten > 0 ? `; ${read.forgotten} are of customers who were forgotten` : '';
    throw new NluError('FAILED_PRECONDITION', `--events ${place}: no events to learn from${foreign}${forgotten}`);
  }
  const models = {
    rephrases: new Rephrases(readRephraseModel(), readSoundCosts()),
    dissatisfaction: readDissatisfactionModel(),
  };
  return { ...labelledUse(events, models), read };
}
