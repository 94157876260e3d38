import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Table from 'cli-table3';
import { Command } from 'commander';
import { sha256 } from '../../bundles/format/digest.js';
import { positiveInteger } from '../../cli/options.js';
import { InterpretationCache } from '../../cli/release/gates/interpretation-cache.js';
import { withStores } from '../../cli/release/publication/nats-connection.js';
import { storeBundle } from '../../cli/release/publication/publication.js';
import { publishShipped } from '../../cli/release/publication/publish-shipped.js';
import { startNatsServer } from '../../cli/stack/nats-server.js';
import { type ServiceProcess, startService } from '../../cli/stack/service-process.js';
import { projectRoot } from '../../serving/project.js';
import { openChannel } from '../../serving/rpc/client.js';
import { serverlessAddress } from '../support/servers/addresses.js';
import { type Machine, machine, machineText } from './measurement/machine.js';
import { sampleUtterances } from './measurement/sample-utterances.js';
import { shippedBundles } from './measurement/shipped-bundles.js';
import { spreadOf, spreadText } from './measurement/spread.js';
import { majorCollections } from './reload/collections.js';
import { type DeployTime, timeDeployCommand } from './reload/deployments.js';
import { type ReloadWindows, reloadWindows } from './reload/reload-windows.js';
import { makeVariants, type Variant } from './reload/variants.js';

interface Flags {
  reloads: number;
  rate: number;
  replicas: number;
  megabytes: number;
  json?: boolean;
}

interface Report extends ReloadWindows {
  readonly machine: Machine;
  readonly replicas: number;
  readonly megabytes: number;
  /** The first deploy's times: its gates ask every domain's active version anew. */
  readonly firstDeploy: DeployTime;
  /** The times of the deploys that follow. */
  readonly laterDeploys: readonly DeployTime[];
}

/** More than are kept loaded, so that every deployment loads its version anew. */
const VARIANTS = 4;
const LATER_DEPLOYS = 5;
/** A service that has just loaded rests before it loads again; a deploy is not often one of many in a row. */
const BETWEEN_DEPLOYS_MS = 3_000;

const command = new Command('bench:reload')
  .description('Reloads of one domain under a steady load: what they cost its requests, and how long a deploy takes.')
  .option('--reloads <n>', 'deployments, one after the other', positiveInteger, 1000)
  .option('--rate <n>', 'requests a second', positiveInteger, 100)
  .option('--replicas <n>', 'replicas that the deploy command waits for', positiveInteger, 6)
  .option('--megabytes <n>', 'size of a bundle', positiveInteger, 2)
  .option('--json', 'print JSON instead of a table')
  .parse();

const report = await measure(command.opts<Flags>());
process.stdout.write(command.opts<Flags>().json ? `${JSON.stringify(report, null, 2)}\n` : reportText(report));

async function measure({ reloads, rate, replicas, megabytes }: Flags): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'nlu-bench-'));
  // The project ships a music bundle.
  const music = (await shippedBundles()).find(({ manifest }) => manifest.domain === 'music')!;
  const variants = await makeVariants(music, sampleUtterances(), VARIANTS, megabytes * 2 ** 20);
  const server = await startNatsServer({ port: 0, store: join(folder, 'jetstream') });
  const services: ServiceProcess[] = [];
  const start = async (instance: string, settings: readonly string[] = []) => {
    const script = join(projectRoot(), 'dist', 'domains', 'music', 'main.js');
    const cache = ['--cache', join(folder, instance), '--set', `source.nats.instance=${instance}`];
    const args = ['--port', '0', '--allow-unsigned', '--nats', server.address, ...cache, ...settings];
    const service = await startService({ name: instance, script, args });
    services.push(service);
    return service;
  };
  try {
    const windows = await withStores({ nats: [server.address] }, async (stores) => {
      for (const variant of variants) await storeBundle(stores, 'music', variant.bytes);
      const [first] = variants;
      await stores.putKey('nlu-deployments', 'music', firstDeployment(first));
      const operations = await serverlessAddress();
      const service = await start('one', ['--set', `operations={"port":${operations.split(':')[1]}}`]);
      const channel = openChannel(service.address);
      const collections = () => majorCollections(operations);
      const target = { stores, channel, variants, pid: service.pid, instance: 'one', collections };
      // The gates stand a candidate beside all that is active.
      await publishShipped(stores);
      return reloadWindows(target, { reloads, perSecond: rate }).finally(() => channel.close());
    });
    for (let index = services.length; index < replicas; index += 1) await start(`replica-${index}`);
    await new InterpretationCache().clear();
    const deploys: DeployTime[] = [];
    while (deploys.length < 1 + LATER_DEPLOYS) {
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_DEPLOYS_MS));
      const file = join(folder, 'candidate.bundle');
      writeFileSync(file, variants[(windows.reloads + deploys.length + 1) % VARIANTS].bytes);
      deploys.push(await timeDeployCommand(server.address, file));
    }
    const [firstDeploy, ...laterDeploys] = deploys;
    return { machine: machine(), replicas, megabytes, ...windows, firstDeploy, laterDeploys };
  } finally {
    for (const service of services) await service.stop();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function firstDeployment({ version, digest, bytes }: Variant): string {
  const note = { who: 'bench', when: new Date().toISOString(), why: '' };
  const place = { domain: 'music', counter: 1, stage: 'active' };
  return JSON.stringify({ ...place, version, digest, object: sha256(bytes), ...note });
}

function reportText({ machine, replicas, megabytes, firstDeploy, laterDeploys, ...windows }: Report): string {
  const { reloads, quiet, reloading, pairedRatio, memoryMb, reloadMs, collections } = windows;
  const later = (key: keyof DeployTime) => spreadText(spreadOf(laterDeploys.map((time) => time[key] / 1000)), 2);
  const table = new Table({ head: ['figure', 'value', 'reach'], style: { head: [], border: [] } });
  const requests = `${reloading.requests} requests over ${reloads} reloads`;
  const failure = reloading.failure === undefined ? '' : `\nfirst failure: ${reloading.failure}`;
  table.push(
    [
      'failed, and answered by a mixture of versions',
      `${reloading.failed} and ${reloading.mixed} of ${requests}${failure}`,
      '0',
    ],
    ['p99 while reloading / p99 without', `${(reloading.p99 / quiet.p99).toFixed(2)}`, '1.3'],
    ['  the same by pairs of windows', spreadText(pairedRatio, 2), ''],
    ['  p50, p99 without, ms', `${quiet.p50.toFixed(2)}, ${quiet.p99.toFixed(2)}`, ''],
    ['  p50, p99 while reloading, ms', `${reloading.p50.toFixed(2)}, ${reloading.p99.toFixed(2)}`, ''],
    ['  one reload, from the key to serving, median ms', reloadMs.toFixed(0), ''],
    ['  major collections a reload', collections.reloading.toFixed(2), ''],
    ['  and in as much time without', collections.quiet.toFixed(2), ''],
    [`deploy command, ${megabytes} MB, ${replicas} replicas, s`, later('command'), '2'],
    ['  of it from the key to the last replica serving', later('followed'), ''],
    ['  where the gates ask all versions anew', (firstDeploy.command / 1000).toFixed(2), ''],
    [`memory after ${reloads} reloads / after 10`, (memoryMb.last / memoryMb.afterTen).toFixed(2), '1.15'],
    ['  MB', `${memoryMb.last.toFixed(0)} / ${memoryMb.afterTen.toFixed(0)}`, ''],
  );
  return `${machineText(machine)}\n${table}\n`;
}
