import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Table from 'cli-table3';
import { Command, Option } from 'commander';
import { positiveInteger } from '../../cli/options.js';
import { DOMAIN_FLAGS, type ServiceProcess } from '../../cli/stack/service-process.js';
import { domainFolders } from '../../domains/core/schema/domain-folders.js';
import { CustomerKeys } from '../../gateway/feedback/privacy/customer-keys.js';
import { DeploymentKey } from '../../gateway/feedback/privacy/deployment-key.js';
import { FolderKeys } from '../../gateway/feedback/privacy/folder-keys.js';
import { CustomerMemory } from '../../gateway/preferences/customer-memory.js';
import { CustomerDocuments } from '../../gateway/preferences/store/customer-documents.js';
import { FolderDocuments } from '../../gateway/preferences/store/folder-documents.js';
import type { Preference } from '../../proto/gen/nlu/v1/Preference.js';
import { callUnary, openChannel } from '../../serving/rpc/client.js';
import { definitions } from '../../serving/rpc/definitions.js';
import { startLoadProcess } from './load/load-process.js';
import { machine, machineText } from './measurement/machine.js';
import { processCpuMs } from './measurement/process-usage.js';
import { sampleUtterances } from './measurement/sample-utterances.js';
import { type Spread, spreadOf, spreadText } from './measurement/spread.js';
import { StartedServices, setFlags } from './topology/started-services.js';
import { OPEN_ADMISSION } from './topology/topology.js';

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
const MODES = ['off', 'none', 'some'] as const;
type Mode = (typeof MODES)[number];
/** One window: median latency in ms, and CPU time of the gateway in ms a request. */
interface Window {
  readonly p50: number;
  readonly gatewayMs: number;
}

const TAUGHT: readonly Preference[] = [
  { like: { domain: 'music', kind: 'artist', value: 'coltrane' } },
  { dislike: { domain: 'books' } },
  { defaultSlot: { domain: 'music', slot: 'service', value: 'deezer' } },
  { meaning: { words: 'the tower', domain: 'video' } },
];

const LOOK_UPS = 2_000_000;

const texts = sampleUtterances();
const folder = mkdtempSync(join(tmpdir(), 'nlu-preferences-'));
const services = new StartedServices();

const generator = startLoadProcess();
try {
  const domains: ServiceProcess[] = [];
  for (const { name } of domainFolders()) {
    const args = ['--allow-unsigned', ...setFlags(OPEN_ADMISSION)];
    domains.push(await services.start(name, ['domains', name, 'main.js'], args, DOMAIN_FLAGS));
  }
  const lines = domains.flatMap(({ name, address }) => ['--domain', `${name}=${address}`]);
  const gateway = (mode: Mode) => {
    const events = [`events.folder=${join(folder, mode)}`, 'events.mostPerCustomer=1000000'];
    const settings = [...OPEN_ADMISSION, ...events, `preferences.apply=${mode !== 'off'}`];
    return services.start('gateway', ['gateway', 'main.js'], [...lines, ...setFlags(settings)]);
  };
  const gateways = { off: await gateway('off'), none: await gateway('none'), some: await gateway('some') };
  const channel = openChannel(gateways.some.address);
  for (let n = 0; n < customers; n++) {
    const request = { customer: `customer-${n}`, preferences: [...TAUGHT] };
    await callUnary(channel, definitions().feedback.Teach, request, { timeoutMs: 10_000 });
  }
  channel.close();

  const run = async (mode: Mode, length: number, seed: number): Promise<Window> => {
    const { address, pid } = gateways[mode];
    const before = processCpuMs(pid) ?? Number.NaN;
    const window = { address, texts, seconds: length, load: { kind: 'closed', callers } as const, seed, customers };
    const { requests, p50, errors } = await generator.run(window);
    if (errors > 0) throw new Error(`${errors} requests failed`);
    return { p50, gatewayMs: ((processCpuMs(pid) ?? Number.NaN) - before) / requests };
  };
  for (const mode of MODES) await run(mode, warmUp, 0);
  const windows: Record<Mode, Window>[] = [];
  for (let round = 0; round < rounds; round++) {
    // Each goes first, second and last equally often, so that drift of the machine falls on all alike.
    const order = MODES.map((_, place) => MODES[(place + round) % MODES.length]!);
    const each: Partial<Record<Mode, Window>> = {};
    for (const mode of order) each[mode] = await run(mode, seconds, round + 1);
    windows.push(each as Record<Mode, Window>);
  }
  process.stdout.write(`${resultText(windows, await lookUpMicros())}\n`);
} finally {
  generator.stop();
  await services.stop();
  rmSync(folder, { recursive: true });
}

function resultText(windows: readonly Record<Mode, Window>[], lookedUp: number): string {
  const head = ['median (range)', ...MODES, 'none / off', 'some / off'];
  const table = new Table({ head, style: { head: [], border: [] } });
  const of = (mode: Mode, figure: keyof Window) => spreadOf(windows.map((each) => each[mode][figure]));
  const ratio = (mode: Mode, figure: keyof Window): Spread =>
    spreadOf(windows.map((each) => each[mode][figure] / each.off[figure]));
  for (const [name, figure] of [
    ['p50 in ms', 'p50'],
    ['CPU ms a request: gateway', 'gatewayMs'],
  ] as const) {
    const ratios = (['none', 'some'] as const).map((mode) => spreadText(ratio(mode, figure), 3));
    table.push([name, ...MODES.map((mode) => spreadText(of(mode, figure), 3)), ...ratios]);
  }
  const loop = `closed loop of ${callers}, ${customers} customers, ${windows.length} windows of ${seconds} s each`;
  const looked = `a customer of whom nothing is known is looked up in ${lookedUp.toFixed(2)} us of CPU time, ${LOOK_UPS} times`;
  return `${machineText(machine())}; ${loop}\n${table}\n${looked}`;
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
