import { z } from 'zod';
import { eventSchema, type FeedbackEvent } from '../events/event.js';
import { keySchema, nameSchema, timeSchema } from '../events/keys.js';
import type { DeploymentKey } from '../privacy/deployment-key.js';
import { openSealed, seal } from '../privacy/sealing.js';

const common = {
  /** Version of this format. */
  v: z.literal(1),
  /** Id of the deployment whose key it was written by. */
  by: z.string().regex(/^[0-9a-f]{8}$/),
  kind: z.enum(['request', 'outcome']),
  /** Names the event among all: what a caller named is a fingerprint. */
  id: nameSchema,
  time: timeSchema,
};

/** An event as it is stored: sealed by its customer's key, or as it is where it is nobody's. */
export const storedRecordSchema = z.union([
  z.object({ ...common, customer: keySchema, sealed: z.string().min(1) }),
  z.object({ ...common, event: z.unknown() }),
]);
export type StoredRecord = z.output<typeof storedRecordSchema>;

/** Seals an event under its customer's key. The time of an outcome is when it was reported. */
export function sealedRecord(
  event: FeedbackEvent,
  customer: string,
  key: Buffer,
  deployment: Pick<DeploymentKey, 'id' | 'event'>,
): StoredRecord {
  const { v, by, kind, id, time } = headOf(event, deployment);
  // Nothing in it is written otherwise in JSON: fingerprints, names of our own and times.
  const context = `[${v},"${by}","${kind}","${id}","${time}","${customer}"]`;
  return { v, by, kind, id, time, customer, sealed: seal(key, context, JSON.stringify(event)) };
}

/** The record of an event that is nobody's. */
export function openRecord(event: FeedbackEvent, deployment: Pick<DeploymentKey, 'id' | 'event'>): StoredRecord {
  return { ...headOf(event, deployment), event };
}

function headOf(event: FeedbackEvent, deployment: Pick<DeploymentKey, 'id' | 'event'>) {
  const time = event.kind === 'request' ? event.time : event.received;
  return { v: 1, by: deployment.id, kind: event.kind, id: recordId(event, deployment), time } as const;
}

/** What names an event among all: of an outcome, whose caller named it, a fingerprint of that name and of the customer. */
export function recordId(event: FeedbackEvent, deployment: Pick<DeploymentKey, 'event'>): string {
  if (event.kind === 'request') return event.id;
  return deployment.event(JSON.stringify([event.customer ?? '', event.id]));
}

/** A record as it is stored, without the end of its line. */
export function recordLine(record: StoredRecord): string {
  if (!('sealed' in record)) return JSON.stringify(record);
  // None of its parts has a character that JSON writes otherwise.
  const { v, by, kind, id, time, customer, sealed } = record;
  return `{"v":${v},"by":"${by}","kind":"${kind}","id":"${id}","time":"${time}","customer":"${customer}","sealed":"${sealed}"}`;
}

/**
 * The event of a record.
 * @param key its customer's; needed for a sealed one only
 * @returns undefined where the key is another, or what was stored was changed
 */
export function eventOf(record: StoredRecord, key: Buffer | undefined): FeedbackEvent | undefined {
  if (!('sealed' in record)) return eventSchema.safeParse(record.event).data;
  const plain = key && openSealed(key, contextOf(record), record.sealed);
  if (!plain) return undefined;
  return eventSchema.safeParse(parsedJson(plain.toString('utf8'))).data;
}

/** The record of a stored line; undefined for one that was cut or changed. */
export function parsedRecord(line: string): StoredRecord | undefined {
  return storedRecordSchema.safeParse(parsedJson(line)).data;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A sealed event opens as what it was stored as, and as nothing else. */
function contextOf({ v, by, kind, id, time, customer }: Omit<Extract<StoredRecord, { sealed: string }>, 'sealed'>) {
  return JSON.stringify([v, by, kind, id, time, customer]);
}
