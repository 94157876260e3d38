import { connect } from 'node:net';
import { type Client, Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { MAX_MESSAGE_BYTES } from '../../../proto/client/unary-call.js';
import type { Random } from '../../../training/numeric/random.js';
import { hostileCall, type Target } from './hostile.js';
import { endedProperly, streamCalls, streamDamage } from './streams.js';

/** A server that is attacked. */
export interface Victim {
  readonly target: Target;
  /** `host:port` */
  readonly address: string;
  readonly channel: Client;
}

export interface FuzzReport {
  /** Number of answers by gRPC status; calls in a stream under `stream …`, and ends of damaged streams under `damaged …`. */
  readonly statuses: Map<string, number>;
  /** The first twenty faults: crashes, hangs, defects, errors that name no field. */
  readonly faults: string[];
}

/** Size of the largest request that each takes, in bytes. */
const LARGEST_BYTES = { gateway: 128 * 1024, domain: 256 * 1024 };
/** An answer that takes longer counts as a hang. */
const TIMEOUT_MS = 10_000;
/** Errors that say which field is wrong: `hypotheses[0].scores.domain: …`. */
const namesField = /^[a-z_]+[\w.[\]]*(\[".*"\])?[\w.[\]]*: /su;

/** A gateway whose every domain is too busy, which is the machine's doing as well. */
const onlyOverloaded = /^no domain answered: (\w+ OVERLOADED \(overloaded: [^)]*\)(, )?)+$/;

/** Sends `count` hostile requests to each victim, `inFlight` at a time. */
export async function fuzz(
  victims: readonly Victim[],
  count: number,
  inFlight: number,
  random: Random,
): Promise<FuzzReport> {
  const report: FuzzReport = { statuses: new Map(), faults: [] };
  let sent = 0;
  const worker = async () => {
    while (sent < count) {
      const turn = sent++;
      const victim = victims[turn % victims.length];
      if (turn % 200 < 2) await garbageConnection(victim, random);
      if (victim.target === 'gateway' || random.below(4) > 0) await one(victim, report, random);
      else if (random.below(4) === 0) await damaged(victim, report, random);
      else {
        const count = await streamed(victim, report, random);
        sent += count - 1;
      }
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  return report;
}

async function one({ target, channel }: Victim, { statuses, faults }: FuzzReport, random: Random): Promise<void> {
  const call = hostileCall(target, random);
  const bytes = random.below(2_000) === 0 ? Buffer.alloc(2 * MAX_MESSAGE_BYTES) : call.bytes;
  const oversized = bytes.length > LARGEST_BYTES[target];
  const path = random.below(1_000) === 0 ? '/nlu.v1.Nothing/Here' : call.path;
  const error = await send(channel, path, bytes, hostileMetadata(random));
  const name = error ? (status[error.code] ?? String(error.code)) : 'OK';
  statuses.set(name, (statuses.get(name) ?? 0) + 1);
  if (isFault(error, oversized, path === call.path) && faults.length < 20) {
    faults.push(`${name} ${error?.details} by ${target} ${path}: ${bytes.subarray(0, 300).toString('base64')}`);
  }
}

/** Sends one stream of hostile calls. @returns the number of calls */
async function streamed({ channel }: Victim, { statuses, faults }: FuzzReport, random: Random): Promise<number> {
  const calls = await streamCalls(channel, random, TIMEOUT_MS);
  for (const { call, reply } of calls) {
    const { method, request, metadata } = call;
    const error = reply?.code === 0 ? undefined : reply;
    const name = reply ? `stream ${status[reply.code] ?? reply.code}` : 'stream without a reply';
    statuses.set(name, (statuses.get(name) ?? 0) + 1);
    const known = method === 'Interpret' || method === 'Rerank';
    if ((!reply || isFault(error, false, known)) && faults.length < 20) {
      const what = JSON.stringify({ method, metadata });
      faults.push(`${name} ${reply?.details} to ${what}: ${request.subarray(0, 300).toString('base64')}`);
    }
  }
  return calls.length;
}

async function damaged({ channel }: Victim, { statuses, faults }: FuzzReport, random: Random): Promise<void> {
  const end = await streamDamage(channel, random, TIMEOUT_MS);
  const name = `damaged ${status[end.code] ?? end.code}`;
  statuses.set(name, (statuses.get(name) ?? 0) + 1);
  if (!endedProperly(end) && faults.length < 20) faults.push(`${name}: ${end.details}`);
}

function isFault(
  error: { readonly code: status; readonly details: string } | undefined,
  oversized: boolean,
  known: boolean,
): boolean {
  if (!error) return oversized || !known;
  switch (error.code) {
    case status.INVALID_ARGUMENT:
    case status.FAILED_PRECONDITION:
      return !namesField.test(error.details);
    case status.RESOURCE_EXHAUSTED:
      // A machine that is busy with more than this may be too slow for its load, and says so.
      return !oversized && !error.details.startsWith('overloaded: ');
    case status.UNAVAILABLE:
      return !onlyOverloaded.test(error.details);
    case status.UNIMPLEMENTED:
      return known;
    default:
      return true;
  }
}

function send(channel: Client, path: string, bytes: Buffer, metadata: Metadata): Promise<ServiceError | undefined> {
  const same = (buffer: Buffer) => buffer;
  const options = { deadline: Date.now() + TIMEOUT_MS };
  return new Promise((resolve) => {
    channel.makeUnaryRequest(path, same, same, bytes, metadata, options, (error) => resolve(error ?? undefined));
  });
}

function hostileMetadata(random: Random): Metadata {
  const metadata = new Metadata();
  if (random.below(10) > 0) return metadata;
  metadata.set('authorization', 'x'.repeat(random.below(4_000)));
  metadata.set('traceparent', ['', '00-0-0-0', `00-${'f'.repeat(32)}-${'0'.repeat(16)}-ff`][random.below(3)]);
  metadata.set('nlu-bin', Buffer.from([random.below(256)]));
  return metadata;
}

/** Opens a connection that speaks no HTTP/2, or only begins to. */
function garbageConnection({ address }: Victim, random: Random): Promise<void> {
  const [host, port] = address.split(':');
  const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
  const noise = Buffer.from(Array.from({ length: 64 }, () => random.below(256)));
  const start = [Buffer.alloc(0), Buffer.from('GET / HTTP/1.1\r\n\r\n'), preface][random.below(3)];
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(port) }, () => {
      socket.write(Buffer.concat([start, noise]));
      setTimeout(() => socket.destroy(), 20);
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve());
    socket.resume();
  });
}
