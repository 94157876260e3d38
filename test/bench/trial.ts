import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Table from 'cli-table3';
import { Command, Option } from 'commander';
import { positiveInteger } from '../../cli/options.js';
import { withStores } from '../../cli/release/publication/nats-connection.js';
import { startNatsServer } from '../../cli/stack/nats-server.js';
import { DOMAIN_FLAGS } from '../../cli/stack/service-process.js';
import { serverlessAddress } from '../support/servers/addresses.js';
import { startLoadProcess } from './load/load-process.js';
import type { LoadWindow } from './load/load-window.js';
import { machine, machineText } from './measurement/machine.js';
import { sampleUtterances } from './measurement/sample-utterances.js';
import { shippedBundles } from './measurement/shipped-bundles.js';
import { type Spread, spreadOf, spreadText } from './measurement/spread.js';
import { StartedServices, setFlags } from './topology/started-services.js';
import { OPEN_ADMISSION } from './topology/topology.js';
import { testFigures } from './trial/test-figures.js';
import { type Mode, nameVersion, ownCpuMs, type TrialWindow, trialWindow, versionOf } from './trial/trial-windows.js';

interface Flags {
  task?: 'cost' | 'test';
  rounds: number;
  seconds: number;
  rate: number;
  callers: number;
  json?: boolean;
}

type Round = Record<Mode, TrialWindow>;

interface Report {
  readonly own: Spread;
  /** Rounds at a steady rate, and of callers who ask as fast as they are answered. */
  readonly steady: readonly Round[];
  readonly saturated: readonly Round[];
}

const command = new Command('bench:trial')
  .description('What a shadow costs the domain that it is in, and how soon the sequential test finds a worse version.')
  .addOption(new Option('--task <name>', 'one of them (default: both)').choices(['cost', 'test']))
  .option('--rounds <n>', 'pairs of windows for each load', positiveInteger, 8)
  .option('--seconds <n>', 'length of a window', positiveInteger, 8)
  .option('--rate <n>', 'requests a second of the steady load', positiveInteger, 100)
  .option('--callers <n>', 'callers of the load that saturates', positiveInteger, 8)
  .option('--json', 'print the cost as JSON instead of tables')
  .parse();

const flags = command.opts<Flags>();
if (flags.task !== 'test') {
  const report = await measure(flags);
  process.stdout.write(flags.json ? `${JSON.stringify(report, null, 2)}\n` : reportText(report, flags));
}
if (flags.task !== 'cost') process.stdout.write(testFigures());

async function measure({ rounds, seconds, rate, callers }: Flags): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'nlu-bench-'));
  // The project ships a music bundle.
  const music = (await shippedBundles()).find(({ manifest }) => manifest.domain === 'music')!;
  const [active, candidate] = [await versionOf(music, 'bench-1'), await versionOf(music, 'bench-2')];
  const texts = sampleUtterances();
  const server = await startNatsServer({ port: 0, store: join(folder, 'jetstream') });
  const services = new StartedServices();
  const generator = startLoadProcess();
  try {
    return await withStores({ nats: [server.address] }, async (stores) => {
      await nameVersion(stores, active, 1);
      const operations = await serverlessAddress();
      const port = `operations={"port":${operations.split(':')[1]}}`;
      const args = ['--allow-unsigned', '--nats', server.address, ...setFlags([...OPEN_ADMISSION, port])];
      const domain = await services.start('music', ['domains', 'music', 'main.js'], args, DOMAIN_FLAGS);
      const line = ['--domain', `music=${domain.address}`, ...setFlags(OPEN_ADMISSION)];
      const gateway = await services.start('gateway', ['gateway', 'main.js'], line);
      const measured = { stores, generator, address: gateway.address, pid: domain.pid, operations, candidate, texts };
      const roundsOf = async (load: LoadWindow['load']) => {
        for (const mode of ['held', 'shadow'] as const) await trialWindow(measured, mode, load, seconds, 0);
        const done: Round[] = [];
        for (let round = 0; round < rounds; round++) {
          // Each goes first equally often, so that drift of the machine falls on both alike.
          const order: Mode[] = round % 2 === 0 ? ['held', 'shadow'] : ['shadow', 'held'];
          const each: Partial<Round> = {};
          for (const mode of order) each[mode] = await trialWindow(measured, mode, load, seconds, round + 1);
          done.push(each as Round);
        }
        return done;
      };
      const steady = await roundsOf({ kind: 'open', rate });
      const saturated = await roundsOf({ kind: 'closed', callers });
      return { own: await ownCpuMs(candidate, texts), steady, saturated };
    });
  } finally {
    generator.stop();
    await services.stop();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function reportText({ own: ownMs, steady, saturated }: Report, { rate, callers }: Flags): string {
  const head = ['median (range)', 'without', 'shadow', 'shadow / without'];
  const tables = [
    [`${rate} requests a second`, steady],
    [`${callers} callers who ask as fast as they are answered`, saturated],
  ] as const;
  const texts = tables.map(([name, rounds]) => {
    const table = new Table({ head: [name, ...head.slice(1)], style: { head: [], border: [] } });
    const row = (title: string, figure: (window: TrialWindow) => number, digits: number) => {
      const of = (mode: Mode) => spreadText(spreadOf(rounds.map((round) => figure(round[mode]))), digits);
      const ratio = spreadOf(rounds.map((round) => figure(round.shadow) / figure(round.held)));
      table.push([title, of('held'), of('shadow'), spreadText(ratio, 3)]);
    };
    row('requests a second', ({ perSecond }) => perSecond, 1);
    row('p50 in ms', ({ p50 }) => p50, 2);
    row('p99 in ms', ({ p99 }) => p99, 2);
    row("CPU ms a request: the domain's process", ({ domainMs }) => domainMs, 3);
    const sum = (mode: Mode, figure: keyof TrialWindow) =>
      rounds.reduce((total, round) => total + round[mode][figure], 0);
    table.push(['requests, failed', ...(['held', 'shadow'] as const).map((mode) => counts(sum, mode)), '']);
    table.push(['scored, dropped', '', `${sum('shadow', 'scored')}, ${sum('shadow', 'dropped')}`, '']);
    const added = rounds.map(({ held, shadow }) => {
      const scored = Math.max(1, shadow.scored);
      return (shadow.domainCpuMs - held.domainMs * shadow.requests) / scored;
    });
    table.push(['CPU ms added by a score', '', spreadText(spreadOf(added), 3), '']);
    return `${table}`;
  });
  const own = `the candidate's own CPU: ${spreadText(ownMs, 3)} ms an utterance`;
  return `${machineText(machine())}; ${own}\n${texts.join('\n')}\n`;
}

function counts(sum: (mode: Mode, figure: keyof TrialWindow) => number, mode: Mode): string {
  return `${sum(mode, 'requests')}, ${sum(mode, 'errors')}`;
}
