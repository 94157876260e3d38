import { join } from 'node:path';
import Table from 'cli-table3';
import { Command, Option } from 'commander';
import { positiveInteger } from '../../cli/options.js';
import { DOMAIN_FLAGS, type ServiceProcess, startService } from '../../cli/stack/service-process.js';
import { projectRoot } from '../../serving/project.js';
import { startLoadProcess } from './load/load-process.js';
import { machine, machineText } from './measurement/machine.js';
import { processCpuMs } from './measurement/process-usage.js';
import { sampleUtterances } from './measurement/sample-utterances.js';
import { spreadOf, spreadText } from './measurement/spread.js';
import { OPEN_ADMISSION } from './topology/topology.js';

const options = new Command('bench:hop')
  .description('What the hop costs the gateway, by stream and by unary calls to the same empty domains, in turn.')
  .option('--replicas <n>', 'of each of the three domains', positiveInteger, 2)
  .option('--rounds <n>', 'windows of each transport and load', positiveInteger, 5)
  .addOption(new Option('--seconds <n>', 'length of a window').argParser(Number).default(1))
  .option('--callers <n...>', 'closed loops', ['1', '16', '64'])
  .parse()
  .opts<{ replicas: number; rounds: number; seconds: number; callers: string[] }>();

const TRANSPORTS = ['stream', 'unary'] as const;
const dist = join(projectRoot(), 'dist');
const texts = sampleUtterances();
const running: ServiceProcess[] = [];
const start = async (
  name: string,
  script: readonly string[],
  args: readonly string[],
  flags: readonly string[] = [],
) => {
  const service = await startService({ name, script: join(dist, ...script), args, flags });
  running.push(service);
  return service;
};

const generator = startLoadProcess();
try {
  const domains: string[] = [];
  for (const name of ['music', 'books', 'video']) {
    const addresses: string[] = [];
    for (let index = 0; index < options.replicas; index++) {
      const script = ['test', 'bench', 'topology', 'empty-domain.js'];
      addresses.push((await start(`${name}-${index + 1}`, script, [], DOMAIN_FLAGS)).address);
    }
    domains.push('--domain', `${name}=${addresses.join()}`);
  }
  const gateways = new Map<string, ServiceProcess>();
  for (const transport of TRANSPORTS) {
    const settings = [...OPEN_ADMISSION, `calls.transport="${transport}"`].flatMap((each) => ['--set', each]);
    const gateway = await start(transport, ['gateway', 'main.js'], ['--port', '0', ...domains, ...settings]);
    gateways.set(transport, gateway);
    const load = { kind: 'closed', callers: 16 } as const;
    await generator.run({ address: gateway.address, texts, seconds: 2, load, seed: 0 });
  }
  const table = new Table({
    head: ['callers', 'transport', 'CPU of the gateway, ms per request', 'requests/s', 'p50 ms', 'errors'],
    style: { head: [], border: [], compact: true },
  });
  for (const callers of options.callers.map(Number)) {
    const windows = new Map(TRANSPORTS.map((transport) => [transport, [] as Awaited<ReturnType<typeof measured>>[]]));
    for (let round = 0; round < options.rounds; round++) {
      const order = round % 2 === 0 ? TRANSPORTS : [...TRANSPORTS].reverse();
      // Both maps hold every transport.
      for (const transport of order)
        windows.get(transport)!.push(await measured(gateways.get(transport)!, callers, round));
    }
    for (const [transport, results] of windows) {
      const spread = (of: (result: (typeof results)[number]) => number, digits: number) =>
        spreadText(spreadOf(results.map(of)), digits);
      table.push([
        callers,
        transport,
        spread((result) => result.gatewayCpuMs, 3),
        spread((result) => result.perSecond, 0),
        spread((result) => result.p50, 2),
        results.reduce((sum, result) => sum + result.errors, 0),
      ]);
    }
  }
  process.stdout.write(
    `${machineText(machine())}; replicas of each domain: ${options.replicas}\n${table.toString()}\n`,
  );
} finally {
  generator.stop();
  for (const service of running.reverse()) await service.stop();
}

async function measured({ pid, address }: ServiceProcess, callers: number, seed: number) {
  const window = { address, texts, load: { kind: 'closed', callers } as const, seed };
  await generator.run({ ...window, seconds: options.seconds * 0.2 });
  const before = processCpuMs(pid) ?? Number.NaN;
  const result = await generator.run({ ...window, seconds: options.seconds });
  return { ...result, gatewayCpuMs: ((processCpuMs(pid) ?? Number.NaN) - before) / result.requests };
}
