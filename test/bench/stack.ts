import { Command, Option } from 'commander';
import { positiveInteger } from '../../cli/options.js';
import { startLoadProcess } from './load/load-process.js';
import type { LoadWindow } from './load/load-window.js';
import { machine } from './measurement/machine.js';
import { processMemoryMb } from './measurement/process-usage.js';
import { sampleUtterances } from './measurement/sample-utterances.js';
import { spreadOf } from './measurement/spread.js';
import { stackText } from './stack/table.js';
import { alternate, type Rounds, warmUp } from './stack/windows.js';
import { startTopology, TOPOLOGIES, type Topology, type TopologyName } from './topology/topology.js';

interface Flags {
  rounds: number;
  seconds: number;
  transport: 'stream' | 'unary';
  callers: string[];
  open: boolean;
  json?: boolean;
}

const {
  rounds,
  seconds,
  transport,
  callers: closed,
  open,
  json,
} = new Command('bench')
  .description(
    'The whole stack, and it in one process (One), against the same topology without work (F) and a gateway alone (P), in alternating windows.',
  )
  .option('--rounds <n>', 'windows of each topology and load', positiveInteger, 5)
  .addOption(new Option('--seconds <n>', 'length of a window').argParser(Number).default(1))
  .addOption(new Option('--transport <name>', 'of the hop').choices(['stream', 'unary']).default('stream'))
  .option('--callers <n...>', 'closed loops; the last one gives the capacity', ['1', '16', '64'])
  .option('--no-open', 'leave out the open loops')
  .option('--json', 'print JSON instead of tables')
  .parse()
  .opts<Flags>();

const CALLERS = closed.map(Number);
const SHARES = open ? [0.25, 0.5, 0.7] : [];
const settings = { rounds, seconds, texts: sampleUtterances() };

const topologies: Topology[] = [];
const generator = startLoadProcess();
try {
  for (const name of TOPOLOGIES)
    topologies.push(await startTopology(name, [`calls.transport=${JSON.stringify(transport)}`]));
  const run = (name: string, loadOf: (topology: TopologyName) => LoadWindow['load']) =>
    alternate(name, topologies, loadOf, settings, generator);
  await warmUp(topologies, settings.texts, generator);
  const loads: Rounds[] = [];
  for (const callers of CALLERS) loads.push(await run(`closed loop, ${callers}`, () => ({ kind: 'closed', callers })));
  // A topology's capacity is what it reached with the most callers, and each is loaded with a share of its own.
  const capacity = (topology: TopologyName) =>
    spreadOf(loads[CALLERS.length - 1].rounds.map((round) => round[topology].perSecond)).median;
  for (const share of SHARES) {
    const name = `open loop, ${share * 100} % of capacity`;
    loads.push(await run(name, (topology) => ({ kind: 'open', rate: share * capacity(topology) })));
  }
  const starts = topologies
    .filter(({ name }) => name === 'One' || name === 'Full')
    .flatMap((topology) =>
      topology.processes.map(({ name, pid }) => ({
        process: `${topology.name}: ${name}`,
        // Every process of a topology has reported ready.
        readyMs: topology.readyMs.get(name)!,
        memoryMb: processMemoryMb(pid),
      })),
    );
  const report = { machine: machine(), transport, loads, starts };
  process.stdout.write(`${json ? JSON.stringify(report, null, 2) : stackText(report)}\n`);
} finally {
  generator.stop();
  for (const topology of topologies) await topology.stop();
}
