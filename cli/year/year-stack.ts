import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { NatsStores } from '../../bundles/sources/nats/nats-stores.js';
import { NO_REWRITES } from '../../gateway/rewriting/rewrite-tables.js';
import type { RewriteTable } from '../../gateway/rewriting/table/rewrite-table.js';
import { oneProcessConfigSchema } from '../../one-process/config.js';
import { type RunningOneProcess, startOneProcess } from '../../one-process/start.js';
import type { Outcome } from '../../proto/gen/nlu/v1/Outcome.js';
import { plainDecision, plainOutcomeStatus } from '../../proto/plain-names.js';
import { NluError } from '../../serving/errors.js';
import type { HeardAnswer } from '../../training/learning/failures/simulation/customers.js';
import { type GatewayClient, withGateway } from '../access/gateway-client.js';
import { deploy } from '../release/deploy.js';
import { withStores } from '../release/publication/nats-connection.js';
import { type NatsServerProcess, startNatsServer } from '../stack/nats-server.js';

/** What somebody asks the stack. */
export interface YearRequest {
  readonly id: string;
  readonly text: string;
  /** Absent: nobody says who asks. */
  readonly customer?: string | undefined;
  readonly session: string;
}

/** What the stack answers. */
export interface YearAnswer extends HeardAnswer {
  /** For each that is offered, the ids of the works and people in the catalogue that its slots mean first. */
  readonly works: readonly (readonly string[])[];
}

/** The deployed stack of one life through the year: NATS, the gateway with its domains in one process, and a caller. */
export interface YearStack {
  /** The folder of events, and the deployment's key. */
  readonly events: string;
  readonly eventsKey: string;
  /** Asks, at a time of day. */
  ask(request: YearRequest, atMs: number): Promise<YearAnswer>;
  /** Reports outcomes, and remembers how many were kept. @throws NluError for one that is not kept */
  report(outcomes: readonly Outcome[]): Promise<void>;
  /** The rewrites that are deployed. */
  rewrites: RewriteTable;
  /** Sets the time of day. */
  setTime(nowMs: number): void;
  readonly now: Date;
  /** Works with the store of bundles. @throws NluError UNAVAILABLE while NATS is away */
  withStores<Result>(work: (stores: NatsStores) => Promise<Result>): Promise<Result>;
  /** Takes NATS away. */
  loseNats(): Promise<void>;
  /** Brings it back, with what it held. */
  restoreNats(): Promise<void>;
  /** Writes what waits, and stops everything. */
  close(): Promise<void>;
}

/** Bundles go to every replica within this, in ms. */
export const ROLLOUT = { timeoutMs: 120_000 } as const;

/** Intents whose answers begin something that is listened to or watched. */
const LASTING = /^(Play|Read)/u;

/** Between looks whether catalogues are loaded, in ms. */
const LOOK_MS = 50;
/** A deadline that a busy machine keeps: nobody waits here. */
const PATIENT_MS = 60_000;
/** Limits of the waits and counts of events that no simulation comes to. */
const [MOST_WAITING, MOST_PER_CUSTOMER, MOST_DAYS] = [65_536, 1_000_000, 365];

/**
 * Starts a stack of its own in a folder.
 * @param bundles the versions it begins with, by domain
 * @param catalogues by `<domain>-catalogue`
 * @param seed the deployment's key follows from it: the same customers have the same fingerprints in every life
 */
export async function startYearStack(
  folder: string,
  bundles: ReadonlyMap<string, Uint8Array>,
  catalogues: ReadonlyMap<string, Uint8Array>,
  seed: number,
  beganMs: number,
): Promise<YearStack> {
  const events = join(folder, 'events');
  await mkdir(folder, { recursive: true });
  const keyFile = join(folder, 'deployment.key');
  await writeFile(keyFile, `${createHash('sha256').update(`year ${seed}`).digest('hex')}\n`, { mode: 0o600 });
  const store = join(folder, 'jetstream');
  let nowMs = beganMs;
  let nats: NatsServerProcess | undefined = await startNatsServer({ port: 0, store });
  const address = nats.address;
  const stores = <Result>(work: (stores: NatsStores) => Promise<Result>) => {
    if (!nats) throw new NluError('UNAVAILABLE', `NATS at ${address} is away`);
    return withStores({ nats: [address] }, work);
  };
  let running: RunningOneProcess | undefined;
  try {
    await stores(async (open) => {
      for (const [domain, bytes] of [...bundles, ...catalogues])
        await deployFirst(open, domain, bytes, new Date(nowMs));
    });
    running = await startOneProcess(configOf([...bundles.keys()], address, folder, events, keyFile), {
      now: () => nowMs,
    });
    await running.ready;
  } catch (error) {
    await running?.stop();
    await nats.stop();
    throw error;
  }
  const caller = openCaller(running.address);
  // A service serves before its catalogue is there.
  await cataloguesLoaded(await caller.client, catalogues.size);
  return {
    events,
    eventsKey: keyFile,
    rewrites: NO_REWRITES,
    async ask({ id, text, customer = '', session }, atMs) {
      nowMs = atMs;
      const request = { utterance: text, requestId: id, customer, session, resolve: true };
      const reply = await (await caller.client).interpret(request);
      if (reply.degraded) throw new NluError('UNAVAILABLE', `${id}: not every domain answered`);
      const offered = reply.readings.map(({ domain, title, hypothesis }) => {
        const { intent, slots } = hypothesis!;
        const work = LASTING.test(intent) ? { kind: domain, title: title === '' ? intent : title } : undefined;
        return { domain, intent, slots: slots.map(({ name, value }) => ({ name, value })), work };
      });
      const works = reply.readings.map(({ hypothesis }) => firstOfEach(hypothesis!.entities));
      return { event: { decision: plainDecision(reply.decision) }, offered, works };
    },
    async report(outcomes) {
      if (outcomes.length === 0) return;
      const { results } = await (await caller.client).report({ outcomes: [...outcomes] });
      const lost = results.find(({ status }) => plainOutcomeStatus(status) !== 'STORED');
      if (lost)
        throw new NluError('UNAVAILABLE', `${lost.eventId}: ${plainOutcomeStatus(lost.status)} ${lost.message}`);
    },
    setTime(atMs) {
      nowMs = atMs;
    },
    get now() {
      return new Date(nowMs);
    },
    withStores: async (work) => stores(work),
    async loseNats() {
      const lost = nats;
      nats = undefined;
      await lost?.stop();
    },
    async restoreNats() {
      nats ??= await startNatsServer({ port: Number(address.split(':').at(-1)), store });
    },
    async close() {
      caller.close();
      await running.stop();
      await nats?.stop();
    },
  };
}

/** Of the entities that the same slots were looked for by, the id of the first: likeliest first, as they came. */
function firstOfEach(entities: readonly { readonly id: string; readonly slots: readonly string[] }[]): string[] {
  const ids = new Map<string, string>();
  for (const { id, slots } of entities) {
    const key = slots.join(' ');
    if (!ids.has(key)) ids.set(key, id);
  }
  return [...ids.values()];
}

/** Waits until so many domains have a catalogue. @throws NluError UNAVAILABLE where they have none in time */
async function cataloguesLoaded(client: GatewayClient, count: number): Promise<void> {
  const until = performance.now() + PATIENT_MS;
  for (;;) {
    const { domains } = await client.describe({});
    const loaded = domains.filter(({ catalogueVersions }) => catalogueVersions.some(({ state }) => state === 'active'));
    if (loaded.length >= count) return;
    if (performance.now() > until)
      throw new NluError('UNAVAILABLE', `${loaded.length} of ${count} catalogues are loaded`);
    await setTimeout(LOOK_MS);
  }
}

function configOf(domains: readonly string[], server: string, folder: string, events: string, keyFile: string) {
  const inProcess = Object.fromEntries(
    domains.map((name) => [
      name,
      {
        source: { kind: 'nats', nats: { servers: [server], cache: join(folder, 'caches', name) } },
        trust: { allowUnsigned: true },
        catalogue: { kind: 'nats' },
      },
    ]),
  );
  const config = oneProcessConfigSchema.parse({
    listen: { port: 0 },
    log: { level: 'error' },
    deadline: { defaultMs: PATIENT_MS, maxMs: PATIENT_MS },
    domains: domains.map((name) => ({ name, addresses: ['in-process'] })),
    inProcess,
    rewriteBundles: { source: { kind: 'nats', nats: { servers: [server] } }, trust: { allowUnsigned: true } },
    events: {
      ...{ folder: events, keyFile, text: true, days: MOST_DAYS },
      ...{ waiting: MOST_WAITING, mostPerCustomer: MOST_PER_CUSTOMER },
    },
  });
  return { ...config, domains: config.domains! };
}

async function deployFirst(stores: NatsStores, domain: string, bytes: Uint8Array, now: Date): Promise<void> {
  const gates = { stealBudget: 0, corpora: [] };
  const note = { who: 'year', why: 'the first version', force: false };
  await deploy(stores, { domain, bytes, ...note, gates, rollout: { quorum: 0, ...ROLLOUT } }, now);
}

/** A client that is open until it is closed. */
function openCaller(gateway: string): { readonly client: Promise<GatewayClient>; close(): void } {
  let close = () => {};
  const closed = new Promise<void>((resolve) => {
    close = resolve;
  });
  const client = new Promise<GatewayClient>((resolve, reject) => {
    withGateway({ gateway }, async (opened) => {
      resolve(opened);
      await closed;
    }).catch(reject);
  });
  return { client, close };
}
