import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { openBundle } from '../../../bundles/format/open.js';
import { packBundle } from '../../../bundles/format/pack.js';
import { ANY_SIGNER } from '../../../bundles/format/trust.js';
import { readActive, readBundle } from '../../../bundles/sources/bundle-directory.js';
import { type ServiceProcess, startService } from '../../../cli/stack/service-process.js';
import { domainFolders } from '../../../domains/core/schema/domain-folders.js';
import { projectRoot } from '../../../serving/project.js';
import { startTcpProxy, type TcpProxy } from '../tcp-proxy.js';
import { ChaosStore, type ChaosVersion } from './chaos-store.js';
import type { Fault, Targets } from './plan.js';
import { CLOCK_FILE } from './settable-clock.js';

interface Contender {
  service: ServiceProcess;
  readonly proxy: TcpProxy;
  /** Makes its time of day wrong by so many ms. */
  readonly setClock: (byMs: number) => void;
  /** Starts the service again, on the port where it listened before. */
  readonly start: (port: number) => Promise<ServiceProcess>;
}

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

const built = (...path: string[]) => join(projectRoot(), 'dist', ...path);
const main = (...folder: string[]) => built(...folder, 'main.js');

export async function openArena({ gateways, replicas, transport, replyReserveMs }: ArenaOptions): Promise<Arena> {
  const folder = mkdtempSync(join(tmpdir(), 'nlu-chaos-'));
  const store = await ChaosStore.open(folder, replicas);
  mkdirSync(join(folder, 'clocks'));
  const contenders = new Map<string, Contender>();
  const enter = async (name: string, script: string, args: readonly string[]) => {
    const clock = join(folder, 'clocks', name);
    // Written whole and then moved, since the process reads it at any time.
    const setClock = (byMs: number) => {
      writeFileSync(`${clock}.next`, String(byMs));
      renameSync(`${clock}.next`, clock);
    };
    setClock(0);
    const flags = ['--import', pathToFileURL(built('test', 'drills', 'chaos', 'settable-clock.js')).href];
    const env = { [CLOCK_FILE]: clock };
    const start = (port: number) => startService({ name, script, args: ['--port', String(port), ...args], flags, env });
    const service = await start(0);
    const proxy = await startTcpProxy(service.address);
    contenders.set(name, { service, proxy, setClock, start });
    return proxy.address;
  };
  const domains: string[] = [];
  const domainArgs: string[] = [];
  const services: string[] = [];
  for (const { name, path } of domainFolders()) {
    await store.first(name, await twins(join(path, 'bundle')));
    const replicaAddresses: string[] = [];
    for (let index = 1; index <= replicas; index++) {
      const replica = replicas === 1 ? name : `${name}-${index}`;
      const source = ['--nats', store.address, '--cache', join(folder, 'caches', replica), '--allow-unsigned'];
      replicaAddresses.push(await enter(replica, main('domains', name), source));
      services.push(replica);
    }
    domainArgs.push('--domain', `${name}=${replicaAddresses.join()}`);
    domains.push(name);
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
    targets: { domains, services: gateways > 1 ? [...services, ...addresses.keys()] : services },
    async suffer(fault) {
      if (fault.kind === 'nats') return store.outage(fault.ms);
      if (fault.kind === 'reload') return store.reload(fault.domain);
      if (fault.kind === 'emptied') return store.empty();
      if (fault.kind === 'lost') return store.loseWrite(fault.domain);
      // Faults are drawn from the targets, whose services are this map's.
      const contender = contenders.get(fault.service)!;
      const { service, proxy, setClock, start } = contender;
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
        case 'clock':
          setClock(fault.byMs);
          await setTimeout(fault.ms);
          setClock(0);
          break;
        case 'cut':
          proxy.cut();
      }
    },
    async close() {
      // Gateways first: domains are the last that somebody waits for.
      for (const { service } of [...contenders.values()].reverse()) await service.stop();
      for (const { proxy } of contenders.values()) proxy.close();
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A domain's shipped bundle, and the same under a second version. */
async function twins(directory: string): Promise<ChaosVersion[]> {
  const { version } = await readActive(directory);
  const bytes = await readBundle(directory, version);
  const { manifest, parts, digest } = await openBundle(bytes, ANY_SIGNER);
  const twin = `${version}-twin`;
  const packed = packBundle({ manifest, parts }, { version: twin });
  return [
    { version, digest, bytes },
    { version: twin, digest: (await openBundle(packed, ANY_SIGNER)).digest, bytes: packed },
  ];
}
