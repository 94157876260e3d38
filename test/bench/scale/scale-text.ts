import Table from 'cli-table3';
import { type Machine, machineText } from '../measurement/machine.js';
import { spreadText } from '../measurement/spread.js';
import type { DomainCountCost } from './domain-count.js';
import type { WorkCost } from './domain-work.js';
import { fitParabola, marginal } from './slope.js';

export interface ScaleReport {
  readonly machine: Machine;
  readonly domains: readonly DomainCountCost[];
  readonly hypotheses: readonly WorkCost[];
  readonly tokens: readonly WorkCost[];
}

/**
 * CPU time of the 30th domain over that of the 4th, by the parabola through the CPU time of a request: the gateway's, and
 * everyone's.
 */
export function slopes(domains: readonly DomainCountCost[]): { gateway: number; whole: number } {
  const ratio = (cost: (one: DomainCountCost) => number) => {
    const fitted = fitParabola(domains.map((one) => ({ x: one.domains, y: cost(one) })));
    return marginal(fitted, 30) / marginal(fitted, 4);
  };
  return {
    gateway: ratio(({ gatewayMs }) => gatewayMs.median),
    whole: ratio(({ gatewayMs, domainsMs }) => gatewayMs.median + domainsMs.median),
  };
}

export function scaleText({ machine, domains, hypotheses, tokens }: ScaleReport): string {
  const { gateway, whole } = slopes(domains);
  const style = { head: [], border: [], compact: true };
  const counts = new Table({
    head: ['domains', 'gateway, CPU ms per request', 'all domains, CPU ms per request'],
    style,
  });
  for (const one of domains) counts.push([one.domains, spreadText(one.gatewayMs, 2), spreadText(one.domainsMs, 2)]);
  const work = (what: string, costs: readonly WorkCost[]) => {
    const table = new Table({ head: [what, 'a domain, CPU ms per utterance'], style });
    for (const { size, cpuMs } of costs) table.push([size, spreadText(cpuMs, 3)]);
    return table.toString();
  };
  return [
    machineText(machine),
    counts.toString(),
    `cost of the 30th domain / cost of the 4th: gateway ${gateway.toFixed(2)}, gateway and domains ${whole.toFixed(2)}`,
    work('hypotheses', hypotheses),
    work('tokens', tokens),
  ].join('\n');
}
