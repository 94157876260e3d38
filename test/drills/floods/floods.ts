import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { Metadata } from '@grpc/grpc-js';
import { projectRoot } from '../../../serving/project.js';
import { callUnary, openChannel } from '../../../serving/rpc/client.js';
import { definitions } from '../../../serving/rpc/definitions.js';
import { vitalsOf } from '../vitals.js';
import { startWatchedStack, type WatchedStack } from '../watched-stack.js';

/** What one client does to a gateway, so that others starve. */
export const FLOOD_KINDS = [
  'resets',
  'reconnects',
  'connections',
  'watches',
  'half-sent',
  'wide',
  'costly',
  'cancels',
  'log',
] as const;

export type FloodKind = (typeof FLOOD_KINDS)[number];

/** What the flooding thread is told. */
export interface FloodOrder {
  readonly kind: FloodKind;
  readonly address: string;
  readonly token: string;
}

/** What became of another caller's requests, and of the gateway's memory. */
export interface FloodReport {
  readonly kind: FloodKind;
  /** The other caller's requests, 25 a second of 300 ms each. */
  readonly asked: number;
  /** Answered whole while the flood went to another stack, and while it came to this one. */
  readonly control: number;
  readonly attacked: number;
  /** Processor time that the gateway takes a second while it is flooded, beyond that of the control. */
  readonly cpuSecondsPerSecond: number;
  /** Resident memory of the gateway above that before the flood, in bytes: the most, and the least within a minute after. */
  readonly peakBytes: number;
  readonly restBytes: number;
}

const TOKENS = { attacker: 'the-attacker', victim: 'the-victim' };
const EVERY_MS = 40;
const DEADLINE_MS = 300;
/** The other caller's answers, as a share of the control's. */
const LEAST_SHARE = 0.95;
/** Memory is back when no more than this is left, in bytes. */
const BACK_BYTES = 48 * 1024 * 1024;
const WITHIN_MS = 60_000;
/** A flood goes on for a while before it is measured, in ms. */
const BEGIN_MS = 500;

/** A stack whose gateway knows the two callers, and logs every request though nobody reads its log. */
export function startFloodedStack(): Promise<WatchedStack> {
  const callers = Object.entries(TOKENS).map(([name, token]) => {
    return { name, tokenSha256: createHash('sha256').update(token).digest('hex') };
  });
  // All come from the loopback, of which connections are not limited by default.
  const settings = [`callers=${JSON.stringify(callers)}`, 'listen.connections.exempt=[]', 'log.requests=outline'];
  return startWatchedStack(
    settings.flatMap((setting) => ['--set', setting]),
    ['test', 'drills', 'floods', 'unread-gateway'],
  );
}

/** Whether nobody starved: the other caller was answered as in the control, and the memory came back. */
export function held({ control, attacked, restBytes }: FloodReport): boolean {
  return attacked >= LEAST_SHARE * control && restBytes <= BACK_BYTES;
}

/** One flood, of a stranger for the control and then of the stack. @param seconds length of each half */
export async function flood(
  kind: FloodKind,
  stack: WatchedStack,
  stranger: WatchedStack,
  seconds: number,
): Promise<FloodReport> {
  const { address } = stack.gateway.service;
  const vitals = () => vitalsOf(stack.gateway.operationsPort);
  const memory = async () => (await vitals()).residentBytes;
  const working = async (work: () => Promise<number>) => {
    const [before, startMs] = [await vitals(), performance.now()];
    const whole = await work();
    const seconds = (performance.now() - startMs) / 1_000;
    return { whole, load: ((await vitals()).cpuSeconds - before.cpuSeconds) / seconds };
  };
  const asked = Math.round((seconds * 1_000) / EVERY_MS);
  await answered(address, 50);
  const control = await during(kind, stranger.gateway.service.address, () => working(() => answered(address, asked)));
  const before = await memory();
  let peak = before;
  const attacked = await during(kind, address, async () => {
    const worked = await working(() => answered(address, asked));
    peak = Math.max(peak, await memory());
    return worked;
  });
  let rest = Infinity;
  for (const endMs = performance.now() + WITHIN_MS; performance.now() < endMs && rest > BACK_BYTES; ) {
    await wait(500);
    rest = Math.min(rest, (await memory()) - before);
  }
  return {
    kind,
    asked,
    control: control.whole,
    attacked: attacked.whole,
    cpuSecondsPerSecond: attacked.load - control.load,
    peakBytes: peak - before,
    restBytes: rest,
  };
}

/** Does something while a thread floods an address. */
async function during<Result>(kind: FloodKind, address: string, work: () => Promise<Result>): Promise<Result> {
  const order: FloodOrder = { kind, address, token: TOKENS.attacker };
  const thread = new Worker(join(projectRoot(), 'dist/test/drills/floods/flooder.js'), { workerData: order });
  const failed = new Promise<never>((_, reject) => thread.once('error', reject));
  try {
    await wait(BEGIN_MS);
    return await Promise.race([work(), failed]);
  } finally {
    await thread.terminate();
  }
}

/** The number of the other caller's requests that get a whole answer in time. */
async function answered(address: string, count: number): Promise<number> {
  const channel = openChannel(address);
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${TOKENS.victim}`);
  const { Interpret } = definitions().gateway;
  const ask = async () => {
    const settings = { timeoutMs: DEADLINE_MS, metadata };
    const reply = await callUnary(channel, Interpret, { utterance: 'play jaws' }, settings).catch(() => undefined);
    return reply !== undefined && !reply.degraded;
  };
  const outcomes: Promise<boolean>[] = [];
  for (let request = 0; request < count; request++) {
    outcomes.push(ask());
    await wait(EVERY_MS);
  }
  const whole = (await Promise.all(outcomes)).filter(Boolean).length;
  channel.close();
  return whole;
}
