import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { positiveInteger } from '../../cli/options.js';
import { CustomerKeys } from '../../gateway/feedback/privacy/customer-keys.js';
import { DeploymentKey } from '../../gateway/feedback/privacy/deployment-key.js';
import { FolderKeys } from '../../gateway/feedback/privacy/folder-keys.js';
import { CustomerMemory } from '../../gateway/preferences/customer-memory.js';
import { CustomerDocuments } from '../../gateway/preferences/store/customer-documents.js';
import { FolderDocuments } from '../../gateway/preferences/store/folder-documents.js';
import type { Preference } from '../../proto/gen/nlu/v1/Preference.js';
import { callUnary, openChannel } from '../../serving/rpc/client.js';
import { definitions } from '../../serving/rpc/definitions.js';
import { sideBySide, sideBySideTable } from './load/side-by-side.js';
import { machine, machineText } from './measurement/machine.js';

const { rounds, seconds, callers, customers, warmUp } = new Command('bench:preferences')
  .description(
    'What preferences cost: three gateways before the same domains, without, with none known, and with some.',
  )
  .option('--rounds <n>', 'windows of each gateway, in turn', positiveInteger, 16)
  .addOption(new Option('--seconds <n>', 'length of a window').argParser(Number).default(2))
  .addOption(new Option('--warm-up <n>', 'seconds of load before the first window').argParser(Number).default(10))
  .option('--callers <n>', 'closed loop', positiveInteger, 4)
  .option('--customers <n>', 'that the requests come from, in turn', positiveInteger, 100)
  .parse()
  .opts<{ rounds: number; seconds: number; callers: number; customers: number; warmUp: number }>();

/** What a gateway knows: it looks nothing up; it looks, and nothing is known; four preferences of every customer. */
type Mode = 'off' | 'none' | 'some';

const TAUGHT: readonly Preference[] = [
  { like: { domain: 'music', kind: 'artist', value: 'coltrane' } },
  { dislike: { domain: 'books' } },
  { defaultSlot: { domain: 'music', slot: 'service', value: 'deezer' } },
  { meaning: { words: 'the tower', domain: 'video' } },
];

const LOOK_UPS = 2_000_000;

const folder = mkdtempSync(join(tmpdir(), 'nlu-preferences-'));
try {
  const gateway = (mode: Mode) => [
    `events.folder=${join(folder, mode)}`,
    'events.mostPerCustomer=1000000',
    `preferences.apply=${mode !== 'off'}`,
  ];
  const windows = await sideBySide({
    gateways: { off: gateway('off'), none: gateway('none'), some: gateway('some') },
    ...{ rounds, seconds, warmUp, callers, customers },
    started: ({ some }) => teach(some.address),
  });
  const loop = `closed loop of ${callers}, ${customers} customers, ${windows.length} windows of ${seconds} s each`;
  const lookedUp = (await lookUpMicros()).toFixed(2);
  const looked = `a customer of whom nothing is known is looked up in ${lookedUp} us of CPU time, ${LOOK_UPS} times`;
  process.stdout.write(`${machineText(machine())}; ${loop}\n${sideBySideTable(windows)}\n${looked}\n`);
} finally {
  rmSync(folder, { recursive: true });
}

async function teach(address: string): Promise<void> {
  const channel = openChannel(address);
  for (let n = 0; n < customers; n++) {
    const request = { customer: `customer-${n}`, preferences: [...TAUGHT] };
    await callUnary(channel, definitions().feedback.Teach, request, { timeoutMs: 10_000 });
  }
  channel.close();
}

/** CPU time of a look-up of customers of whom nothing is known, in us: all that preferences add to a request of theirs. */
async function lookUpMicros(): Promise<number> {
  const deployment = new DeploymentKey(randomBytes(32));
  const freshness = { forMs: Number.POSITIVE_INFINITY, nowMs: () => performance.now() };
  const keys = new CustomerKeys(new FolderKeys(join(folder, 'keys')), deployment, freshness);
  const store = new FolderDocuments(join(folder, 'documents'));
  const documents = new CustomerDocuments({ store, keys, deployment, freshness, cached: 10_000 });
  const teaching = { most: 64, idOf: (subject: string) => subject };
  const memory = new CustomerMemory({ documents, deployment, teaching, now: Date.now });
  const names = Array.from({ length: customers }, (_, n) => `customer-${n}`);
  for (const name of names) await memory.lookUp(name);
  const cpu = process.cpuUsage();
  let known = 0;
  for (let n = 0; n < LOOK_UPS; n++) {
    const document = memory.lookUp(names[n % customers]!);
    if (document instanceof Promise || document.preferences.length > 0) known++;
  }
  const { user, system } = process.cpuUsage(cpu);
  if (known > 0) throw new Error(`${known} look-ups went to the store`);
  return (user + system) / LOOK_UPS;
}
