import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { openBundle } from '../../../domains/core/bundle/open.js';
import { packBundle } from '../../../domains/core/bundle/pack.js';
import { readActive, readBundle } from '../../../domains/core/lifecycle/bundle-directory.js';
import { NatsStores } from '../../../domains/core/lifecycle/nats-stores.js';
import { projectRoot } from '../../../proto/project.js';
import { type NatsServerProcess, startNatsServer } from '../../../training/cli/stack/nats-server.js';
import { type ServiceProcess, startService } from '../../../training/cli/stack/service-process.js';
import { domainFolders } from '../../../training/domain-folders.js';
import { currentDeployment, deployAfter, storeBundle } from '../../../training/publish/publication.js';
import { publishShipped } from '../../../training/publish/publish-shipped.js';
import { startTcpProxy, type TcpProxy } from '../tcp-proxy.js';
import type { Fault } from './plan.js';

interface Contender {
  service: ServiceProcess;
  readonly proxy: TcpProxy;
  /** Two versions of the same contents, so that an answer can be told right whichever is active. */
  readonly versions: readonly { readonly version: string; readonly digest: string }[];
}

/** The real stack, every domain behind a proxy and its bundles on a NATS of its own, with a hand on everything. */
export interface Arena {
  /** `host:port` of the gateway, which no fault touches: a caller has no other. */
  readonly gateway: string;
  readonly domains: readonly string[];
  /** Makes it happen, and resolves when it is over. */
  suffer(fault: Fault): Promise<void>;
  close(): Promise<void>;
}

const main = (...folder: string[]) => join(projectRoot(), 'dist', ...folder, 'main.js');

/** @param replyReserveMs the gateway's deadline.replyReserveMs */
export async function openArena(replyReserveMs: number): Promise<Arena> {
  const folder = mkdtempSync(join(tmpdir(), 'nlu-chaos-'));
  let nats = await startNatsServer({ port: 0, store: join(folder, 'jetstream') });
  const stores = new NatsStores({ servers: [nats.address], name: 'chaos' });
  await new Promise<void>((up) => stores.start({ up }));
  await publishShipped(stores);
  const contenders = new Map<string, Contender>();
  const startDomain = (name: string, port: number) => {
    const source = ['--nats', nats.address, '--cache', join(folder, 'caches', name), '--allow-unsigned'];
    return startService({ name, script: main('domains', name), args: ['--port', String(port), ...source] });
  };
  for (const { name, path } of domainFolders()) {
    const service = await startDomain(name, 0);
    const proxy = await startTcpProxy(service.address);
    contenders.set(name, { service, proxy, versions: await publishTwin(stores, name, join(path, 'bundle')) });
  }
  const gatewayArgs = [...contenders].flatMap(([name, { proxy }]) => ['--domain', `${name}=${proxy.address}`]);
  const gateway = await startService({
    name: 'gateway',
    script: main('gateway'),
    args: ['--port', '0', '--set', `deadline.replyReserveMs=${replyReserveMs}`, ...gatewayArgs],
  });
  return {
    gateway: gateway.address,
    domains: [...contenders.keys()],
    async suffer(fault) {
      if (fault.kind === 'nats') {
        nats = await natsOutage(nats, join(folder, 'jetstream'), fault.ms);
        return;
      }
      const contender = contenders.get(fault.domain)!;
      const { service, proxy } = contender;
      switch (fault.kind) {
        case 'kill':
          process.kill(service.pid, 'SIGKILL');
          await service.failure.catch(() => {});
          contender.service = await startDomain(fault.domain, Number(service.address.split(':')[1]));
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
          break;
        case 'reload':
          await deployOther(stores, fault.domain, contender.versions);
      }
    },
    async close() {
      await stores.close();
      await gateway.stop();
      await Promise.all([...contenders.values()].map(({ service }) => service.stop()));
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
async function publishTwin(stores: NatsStores, domain: string, directory: string): Promise<Contender['versions']> {
  const { version } = await readActive(directory);
  const { manifest, parts, digest } = await openBundle(await readBundle(directory, version), {
    keys: [],
    allowUnsigned: true,
  });
  const twin = `${version}-twin`;
  await storeBundle(stores, { domain, version: twin }, packBundle({ manifest, parts }, { version: twin }));
  return [version, twin].map((each) => ({ version: each, digest }));
}

async function deployOther(stores: NatsStores, domain: string, versions: Contender['versions']): Promise<void> {
  const before = await currentDeployment(stores, domain);
  const other = versions.find(({ version }) => version !== before.deployment?.version)!;
  const note = { who: 'chaos', when: new Date().toISOString(), why: 'a reload under load' };
  await deployAfter(stores, domain, before, { ...other, ...note });
}
