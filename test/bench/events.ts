import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Table from 'cli-table3';
import { Command, Option } from 'commander';
import { positiveInteger } from '../../cli/options.js';
import { DOMAIN_FLAGS, type ServiceProcess } from '../../cli/stack/service-process.js';
import { domainFolders } from '../../domains/core/schema/domain-folders.js';
import { folderPlace, openEvents } from '../../gateway/feedback/open-reader.js';
import { startLoadProcess } from './load/load-process.js';
import { machine, machineText } from './measurement/machine.js';
import { processCpuMs } from './measurement/process-usage.js';
import { sampleUtterances } from './measurement/sample-utterances.js';
import { type Spread, spreadOf, spreadText } from './measurement/spread.js';
import { StartedServices, setFlags } from './topology/started-services.js';
import { OPEN_ADMISSION } from './topology/topology.js';

const { rounds, seconds, callers, customers, text } = new Command('bench:events')
  .description('What it costs to keep events: two gateways before the same domains, with and without, in turn.')
  .option('--rounds <n>', 'pairs of windows', positiveInteger, 20)
  .addOption(new Option('--seconds <n>', 'length of a window').argParser(Number).default(2))
  .option('--callers <n>', 'closed loop', positiveInteger, 16)
  .option('--customers <n>', 'that the requests come from, in turn', positiveInteger, 100)
  .option('--no-text', 'keep fingerprints of words alone')
  .parse()
  .opts<{ rounds: number; seconds: number; callers: number; customers: number; text: boolean }>();

const WARM_UP_SECONDS = 15;
const MODES = ['off', 'on'] as const;
type Mode = (typeof MODES)[number];
/** One window: requests a second, and CPU time in ms a request of the gateway and of all processes. */
interface Window {
  readonly perSecond: number;
  readonly gatewayMs: number;
  readonly allMs: number;
  readonly requests: number;
}

const texts = sampleUtterances();
const folder = mkdtempSync(join(tmpdir(), 'nlu-events-'));
const services = new StartedServices();

const generator = startLoadProcess();
let asked = 0;
try {
  const domains: ServiceProcess[] = [];
  for (const { name } of domainFolders()) {
    const args = ['--allow-unsigned', ...setFlags(OPEN_ADMISSION)];
    domains.push(await services.start(name, ['domains', name, 'main.js'], args, DOMAIN_FLAGS));
  }
  const lines = domains.flatMap(({ name, address }) => ['--domain', `${name}=${address}`]);
  const gateway = (events: readonly string[]) =>
    services.start('gateway', ['gateway', 'main.js'], [...lines, ...setFlags([...OPEN_ADMISSION, ...events])]);
  const kept = [`events.folder=${folder}`, `events.text=${text}`, 'events.mostPerCustomer=1000000'];
  const gateways = { off: await gateway([]), on: await gateway(kept) };

  const run = async (mode: Mode, length: number, seed: number): Promise<Window> => {
    const { address, pid } = gateways[mode];
    const pids = [pid, ...domains.map((domain) => domain.pid)];
    const before = pids.map((each) => processCpuMs(each) ?? Number.NaN);
    const window = { address, texts, seconds: length, load: { kind: 'closed', callers } as const, seed, customers };
    const { requests, perSecond, errors } = await generator.run(window);
    if (errors > 0) throw new Error(`${errors} requests failed`);
    if (mode === 'on') asked += requests;
    const used = pids.map((each, place) => ((processCpuMs(each) ?? Number.NaN) - before[place]!) / requests);
    return { perSecond, gatewayMs: used[0]!, allMs: used.reduce((sum, each) => sum + each), requests };
  };
  for (const mode of MODES) await run(mode, WARM_UP_SECONDS, 0);
  const pairs: Record<Mode, Window>[] = [];
  for (let round = 0; round < rounds; round++) {
    // Each mode goes first in half of the rounds, so that drift of the machine falls on both alike.
    const order = round % 2 === 0 ? MODES : ([...MODES].reverse() as Mode[]);
    const pair: Partial<Record<Mode, Window>> = {};
    for (const mode of order) pair[mode] = await run(mode, seconds, round + 1);
    pairs.push(pair as Record<Mode, Window>);
  }
  await services.stopLast();
  process.stdout.write(`${resultText(pairs, await readBack())}\n`);
} finally {
  generator.stop();
  await services.stop();
  rmSync(folder, { recursive: true });
}

/** Number of events that are read back. */
async function readBack(): Promise<number> {
  const reader = await openEvents(folderPlace(folder));
  for await (const _ of reader.events());
  return reader.counts.events;
}

function resultText(pairs: readonly Record<Mode, Window>[], read: number): string {
  const of = (mode: Mode, figure: keyof Window) => spreadOf(pairs.map((pair) => pair[mode][figure]));
  const ratio = (figure: keyof Window): Spread => spreadOf(pairs.map(({ on, off }) => on[figure] / off[figure]));
  const table = new Table({ head: ['median (range)', 'off', 'on', 'on / off'], style: { head: [], border: [] } });
  const row = (name: string, figure: keyof Window, digits: number) =>
    table.push([
      name,
      spreadText(of('off', figure), digits),
      spreadText(of('on', figure), digits),
      spreadText(ratio(figure), 3),
    ]);
  row('requests a second', 'perSecond', 0);
  row('CPU ms a request: gateway', 'gatewayMs', 3);
  row('CPU ms a request: gateway and domains', 'allMs', 3);
  const loop = `closed loop of ${callers}, ${customers} customers, ${pairs.length} pairs of ${seconds} s`;
  return `${machineText(machine())}; ${loop}\n${table}\n${asked} requests with events on, ${read} events read back`;
}
