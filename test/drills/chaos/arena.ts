import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { openBundle } from '../../../bundles/format/open.js';
import { packBundle } from '../../../bundles/format/pack.js';
import { readActive, readBundle } from '../../../bundles/sources/bundle-directory.js';
import { NatsStores } from '../../../bundles/sources/nats-stores.js';
import { currentDeployment, deployAfter, storeBundle } from '../../../cli/release/publication/publication.js';
import { publishShipped } from '../../../cli/release/publication/publish-shipped.js';
import { type NatsServerProcess, startNatsServer } from '../../../cli/stack/nats-server.js';
import { type ServiceProcess, startService } from '../../../cli/stack/service-process.js';
import { domainFolders } from '../../../domains/core/schema/domain-folders.js';
import { projectRoot } from '../../../serving/project.js';
import { startTcpProxy, type TcpProxy } from '../tcp-proxy.js';
import type { Fault, Targets } from './plan.js';

interface Contender {
  service: ServiceProcess;
  readonly proxy: TcpProxy;
  /** Starts the service again, on the port where it listened before. */
  readonly start: (port: number) => Promise<ServiceProcess>;
}

/** Two versions of the same contents, so that an answer can be checked whichever of them is active. */
type Versions = readonly {
  readonly version: string;
  readonly digest: string;
  readonly object?: string | undefined;
}[];

export interface ArenaOptions {
  readonly gateways: number;
  /** Number of replicas of each domain. */
  readonly replicas: number;
  /** How the gateways call the domains. */
  readonly transport: 'stream' | 'unary';
  /** The gateways' deadline.replyReserveMs */
  readonly replyReserveMs: number;
}

/** The real stack, with every service behind a proxy and the bundles on a NATS of its own, all of it open to faults. */
export interface Arena {
  /** `host:port` of each gateway, as its callers know it. */
  readonly gateways: readonly string[];
  readonly targets: Targets;
  /** Makes a fault happen, and resolves when it is over. */
  suffer(fault: Fault): Promise<void>;
  close(): Promise<void>;
}

const main = (...folder: string[]) => join(projectRoot(), 'dist', ...folder, 'main.js');

export async function openArena({ gateways, replicas, transport, replyReserveMs }: ArenaOptions): Promise<Arena> {
  const folder = mkdtempSync(join(tmpdir(), 'nlu-chaos-'));
  let nats = await startNatsServer({ port: 0, store: join(folder, 'jetstream') });
  const stores = new NatsStores({ servers: [nats.address], name: 'chaos' });
  await new Promise<void>((up) => stores.start({ up }));
  await publishShipped(stores);
  const contenders = new Map<string, Contender>();
  const enter = async (name: string, script: string, args: readonly string[]) => {
    const start = (port: number) => startService({ name, script, args: ['--port', String(port), ...args] });
    const service = await start(0);
    const proxy = await startTcpProxy(service.address);
    contenders.set(name, { service, proxy, start });
    return proxy.address;
  };
  const versions = new Map<string, Versions>();
  const domainArgs: string[] = [];
  const services: string[] = [];
  for (const { name, path } of domainFolders()) {
    const replicaAddresses: string[] = [];
    for (let index = 1; index <= replicas; index++) {
      const replica = replicas === 1 ? name : `${name}-${index}`;
      const source = ['--nats', nats.address, '--cache', join(folder, 'caches', replica), '--allow-unsigned'];
      replicaAddresses.push(await enter(replica, main('domains', name), source));
      services.push(replica);
    }
    domainArgs.push('--domain', `${name}=${replicaAddresses.join()}`);
    versions.set(name, await publishTwin(stores, name, join(path, 'bundle')));
  }
  const rules = [`deadline.replyReserveMs=${replyReserveMs}`, `calls.transport="${transport}"`];
  const gatewayArgs = [...rules.flatMap((rule) => ['--set', rule]), ...domainArgs];
  const addresses = new Map<string, string>();
  for (let index = 1; index <= gateways; index++) {
    const name = `gateway-${index}`;
    addresses.set(name, await enter(name, main('gateway'), gatewayArgs));
  }
  return {
    gateways: [...addresses.values()],
    targets: { domains: [...versions.keys()], services: gateways > 1 ? [...services, ...addresses.keys()] : services },
    async suffer(fault) {
      if (fault.kind === 'nats') {
        nats = await natsOutage(nats, join(folder, 'jetstream'), fault.ms);
        return;
      }
      if (fault.kind === 'reload') {
        // Faults are drawn from the targets, whose domains are this map's.
        await deployOther(stores, fault.domain, versions.get(fault.domain)!);
        return;
      }
      // Faults are drawn from the targets, whose services are this map's.
      const contender = contenders.get(fault.service)!;
      const { service, proxy, start } = contender;
      switch (fault.kind) {
        case 'kill':
          process.kill(service.pid, 'SIGKILL');
          await service.failure.catch(() => {});
          contender.service = await start(Number(service.address.split(':')[1]));
          break;
        case 'stop':
          process.kill(service.pid, 'SIGSTOP');
          await setTimeout(fault.ms);
          process.kill(service.pid, 'SIGCONT');
          break;
        case 'delay':
          proxy.delay(fault.byMs);
          await setTimeout(fault.ms);
          proxy.delay(0);
          break;
        case 'cut':
          proxy.cut();
      }
    },
    async close() {
      await stores.close();
      // Gateways first: domains are the last that somebody waits for.
      for (const { service } of [...contenders.values()].reverse()) await service.stop();
      for (const { proxy } of contenders.values()) proxy.close();
      await nats.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function natsOutage(nats: NatsServerProcess, store: string, ms: number): Promise<NatsServerProcess> {
  nats.process.kill('SIGKILL');
  await nats.failure.catch(() => {});
  await setTimeout(ms);
  return startNatsServer({ port: Number(nats.address.split(':')[1]), store });
}

/** Stores the shipped bundle under a second version. */
async function publishTwin(stores: NatsStores, domain: string, directory: string): Promise<Versions> {
  const { version } = await readActive(directory);
  const { manifest, parts, digest } = await openBundle(await readBundle(directory, version), {
    keys: [],
    allowUnsigned: true,
  });
  const twin = `${version}-twin`;
  const object = await storeBundle(stores, domain, packBundle({ manifest, parts }, { version: twin }));
  const shipped = (await currentDeployment(stores, domain)).deployment?.object;
  return [
    { version, digest, object: shipped },
    { version: twin, digest, object },
  ];
}

async function deployOther(stores: NatsStores, domain: string, versions: Versions): Promise<void> {
  const before = await currentDeployment(stores, domain);
  // There are two versions, of which one at most is deployed.
  const other = versions.find(({ version }) => version !== before.deployment?.version)!;
  const note = { who: 'chaos', when: new Date().toISOString(), why: 'a reload under load' };
  await deployAfter(stores, domain, before, { ...other, ...note });
}
