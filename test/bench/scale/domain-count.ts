import { join } from 'node:path';
import { startService } from '../../../cli/stack/service-process.js';
import { projectRoot } from '../../../serving/project.js';
import type { LoadProcess } from '../load/load-process.js';
import { processCpuMs } from '../measurement/process-usage.js';
import { type Spread, spreadOf } from '../measurement/spread.js';
import { OPEN_ADMISSION } from '../topology/topology.js';

/** CPU time of one request at a number of domains, in ms: the gateway's, and that of all domains together. */
export interface DomainCountCost {
  readonly domains: number;
  readonly gatewayMs: Spread;
  readonly domainsMs: Spread;
}

const CALLERS = 8;
/** Long enough for a gateway's code to be compiled: with many domains it answers a few hundred requests a second. */
const WARM_UP_SECONDS = 6;

/**
 * Measures the gateway over the first `counts[i]` of as many domains as the largest count. Rounds go through all counts in
 * turn, so that a busy minute of the machine falls on all of them alike.
 */
export async function measureDomainCounts(
  counts: readonly number[],
  settings: { readonly rounds: number; readonly seconds: number; readonly texts: readonly string[] },
  generator: LoadProcess,
): Promise<DomainCountCost[]> {
  const dist = join(projectRoot(), 'dist');
  const most = Math.max(...counts);
  const script = join(dist, 'test', 'bench', 'topology', 'synthetic-domains.js');
  const domains = await startService({ name: 'synthetic domains', script, args: [String(most)] });
  const addresses = domains.address.split(',');
  const gateways = [];
  try {
    for (const count of counts) {
      const named = addresses.slice(0, count).flatMap((at, index) => ['--domain', `domain-${index + 1}=${at}`]);
      const settings = OPEN_ADMISSION.flatMap((setting) => ['--set', setting]);
      const args = ['--port', '0', ...named, ...settings, '--set', 'deadline.defaultMs=10000'];
      gateways.push(await startService({ name: 'gateway', script: join(dist, 'gateway', 'main.js'), args }));
    }
    const costs = counts.map(() => ({ gateway: [] as number[], domains: [] as number[] }));
    for (let round = -1; round < settings.rounds; round++) {
      for (const [index, gateway] of gateways.entries()) {
        const pids = [gateway.pid, domains.pid];
        const before = pids.map((pid) => processCpuMs(pid) ?? Number.NaN);
        const { texts } = settings;
        const seconds = round < 0 ? WARM_UP_SECONDS : settings.seconds;
        const load = { kind: 'closed', callers: CALLERS } as const;
        const { requests } = await generator.run({ address: gateway.address, texts, seconds, load, seed: 1 });
        const used = pids.map((pid, place) => ((processCpuMs(pid) ?? Number.NaN) - before[place]) / requests);
        if (round < 0) continue;
        costs[index].gateway.push(used[0]);
        costs[index].domains.push(used[1]);
      }
    }
    return counts.map((count, index) => ({
      domains: count,
      gatewayMs: spreadOf(costs[index].gateway),
      domainsMs: spreadOf(costs[index].domains),
    }));
  } finally {
    for (const gateway of gateways) await gateway.stop();
    await domains.stop();
  }
}
