import { existsSync } from 'node:fs';
import { eventFolder } from '../../../../gateway/feedback/event-folder.js';
import type { FeedbackEvent } from '../../../../gateway/feedback/events/event.js';
import { type EventPlace, folderPlace, openEvents } from '../../../../gateway/feedback/open-reader.js';
import type { ReadCounts } from '../../../../gateway/feedback/reading/read-events.js';
import { NluError } from '../../../../serving/errors.js';
import { warnOfReadable } from '../../../option-file.js';
import type { NatsAccess } from '../../publication/nats-connection.js';

/** How the place of events is reached. */
export interface EventsAccess extends NatsAccess {
  /** A file with the deployment's key; absent: the one in the folder. */
  readonly eventsKey?: string | undefined;
  readonly nats?: readonly string[] | undefined;
}

/** What takes events one by one. */
export interface EventSink {
  add(event: FeedbackEvent): void;
}

/** All events that can be read, and what could not. */
export interface KeptEvents {
  readonly events: readonly FeedbackEvent[];
  readonly read: ReadCounts;
}

/** What `--events` is for events on NATS. */
const ON_NATS = 'nats';

/** Reads the events that a gateway keeps, all of them. @throws NluError as `takeKeptEvents` does */
export async function readKeptEvents(place: string, access: EventsAccess): Promise<KeptEvents> {
  const events: FeedbackEvent[] = [];
  const read = await takeKeptEvents(place, access, { add: (event) => events.push(event) });
  return { events, read };
}

/**
 * Gives the events that a gateway keeps to a sink, in their order.
 * @param place a gateway's folder of events, or `nats`: the stream on the NATS of `access.nats`
 * @throws NluError NOT_FOUND for no such folder or key; INVALID_ARGUMENT for a place that is not whole; FAILED_PRECONDITION for
 *   another deployment's key and where nothing can be read; UNAVAILABLE where NATS does not answer
 */
export async function takeKeptEvents(place: string, access: EventsAccess, sink: EventSink): Promise<ReadCounts> {
  const reader = await openEvents(placeOf(place, access)).catch((cause) => {
    if (!(cause instanceof NluError)) throw cause;
    throw new NluError(cause.code, cause.message.replace(/^events\.keyFile:/u, '--events-key:'), { cause });
  });
  try {
    for await (const event of reader.events()) sink.add(event);
    if (reader.counts.events === 0) throw nothingIn(place, reader.counts);
    return reader.counts;
  } finally {
    await reader.close();
  }
}

function placeOf(events: string, { eventsKey, nats, ...access }: EventsAccess): EventPlace {
  if (events !== ON_NATS) {
    if (existsSync(eventFolder(events).segments)) return { ...folderPlace(events), keyFile: eventsKey };
    const what = "no folder of events; it is what a gateway's events.folder names";
    throw new NluError('NOT_FOUND', `--events ${events}: ${what}`);
  }
  if (!nats) throw new NluError('INVALID_ARGUMENT', '--events nats: say which with --nats');
  if (eventsKey === undefined)
    throw new NluError('INVALID_ARGUMENT', "--events nats: give the deployment's key with --events-key");
  const { natsToken, natsTokenFile, natsCredentials, natsCa, natsCertificate, natsKey } = access;
  warnOfReadable([natsTokenFile, natsCredentials, natsKey]);
  return {
    store: 'nats',
    keyFile: eventsKey,
    nats: {
      servers: [...nats],
      token: natsToken,
      tokenFile: natsTokenFile,
      credentialsFile: natsCredentials,
      ...(natsCa !== undefined && { tls: { caFile: natsCa, certificateFile: natsCertificate, keyFile: natsKey } }),
    },
  };
}

function nothingIn(place: string, { foreign, forgotten, broken }: ReadCounts): NluError {
  const reasons = [
    ...(foreign > 0 ? [`${foreign} are of another deployment's key (--events-key)`] : []),
    ...(forgotten > 0 ? [`${forgotten} are of customers who were forgotten`] : []),
    ...(broken > 0 ? [`${broken} lines are no events`] : []),
  ];
  const why = reasons.length > 0 ? `: ${reasons.join('; ')}` : ': nothing was kept there yet';
  return new NluError('FAILED_PRECONDITION', `--events ${place}: no events can be read${why}`);
}
