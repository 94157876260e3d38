import { join } from 'node:path';
import { DOMAIN_FLAGS, type ServiceProcess, startService } from '../../../cli/stack/service-process.js';
import { domainFolders } from '../../../domains/core/schema/domain-folders.js';
import { projectRoot } from '../../../serving/project.js';

/**
 * The topologies that are compared: P is a gateway with empty handlers in its own process, F is Full's topology with
 * domains that do no work, Full is the stack with the bundles that ship, and One is Full in one process.
 */
export const TOPOLOGIES = ['P', 'F', 'One', 'Full'] as const;
export type TopologyName = (typeof TOPOLOGIES)[number];

/** Gateway settings under which nothing is refused for being late: benchmarks measure capacity, not its protection. */
export const OPEN_ADMISSION = ['admission.slowMs=60000', 'admission.queueMs=60000'];

/** A running topology; its gateway comes last. */
export interface Topology {
  readonly name: TopologyName;
  readonly address: string;
  readonly processes: readonly ServiceProcess[];
  /** Time from the start of a process to its ready line, in ms, by process. */
  readonly readyMs: ReadonlyMap<string, number>;
  stop(): Promise<void>;
}

/** Starts a topology on free loopback ports; `settings` are the gateway's, as its --set takes them. */
export async function startTopology(name: TopologyName, settings: readonly string[] = []): Promise<Topology> {
  const dist = join(projectRoot(), 'dist');
  const bench = join(dist, 'test', 'bench', 'topology');
  const names = domainFolders().map((folder) => folder.name);
  const processes: ServiceProcess[] = [];
  const readyMs = new Map<string, number>();
  const start = async (process: string, script: string, args: readonly string[], isDomain = false) => {
    const begun = performance.now();
    const flags = isDomain ? DOMAIN_FLAGS : [];
    const service = await startService({ name: process, script, args, flags });
    readyMs.set(process, performance.now() - begun);
    processes.push(service);
    return service;
  };
  const stop = async () => {
    for (const service of processes.splice(0).reverse()) await service.stop();
  };
  try {
    // One after the other: a start is measured alone.
    const domains: string[] = [];
    for (const domain of name === 'F' || name === 'Full' ? names : []) {
      const service =
        name === 'F'
          ? await start(domain, join(bench, 'empty-domain.js'), [], true)
          : await start(
              domain,
              join(dist, 'domains', domain, 'main.js'),
              ['--port', '0', '--allow-unsigned', ...setFlags(OPEN_ADMISSION)],
              true,
            );
      domains.push('--domain', `${domain}=${service.address}`);
    }
    const gateway =
      name === 'P'
        ? await start('gateway', join(bench, 'one-process.js'), names)
        : name === 'One'
          ? await start('all', join(dist, 'one-process', 'main.js'), oneProcessArguments(names, settings), true)
          : await start('gateway', join(dist, 'gateway', 'main.js'), [
              '--port',
              '0',
              ...domains,
              ...setFlags([...OPEN_ADMISSION, ...settings]),
            ]);
    return { name, address: gateway.address, processes: [...processes], readyMs, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function oneProcessArguments(names: readonly string[], settings: readonly string[]): string[] {
  const domains = names.flatMap((name) => OPEN_ADMISSION.map((setting) => `inProcess.${name}.${setting}`));
  return ['--port', '0', '--allow-unsigned', ...setFlags([...OPEN_ADMISSION, ...domains, ...settings])];
}

function setFlags(settings: readonly string[]): string[] {
  return settings.flatMap((setting) => ['--set', setting]);
}
