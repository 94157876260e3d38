import { describe, expect, it } from 'vitest';
import { seeded } from '../../../training/numeric/random.js';
import { simulateFleet } from './fan-out-queue.js';
import { planFleet } from './fleet-plan.js';

const costs = { gatewayBaseMs: 0.2, gatewayPerDomainMs: 0.1, domainMs: 0.4, shortlistMs: 0.1 };

describe('a plan', () => {
  it('has as many processes as the work needs at the utilisation', () => {
    // 1000/s: gateway 0.2 + 3 * 0.1 = 0.5 ms, half a core busy, one at 50 %, two at least; domains 0.4 ms: 0.8, so two.
    const plan = planFleet(costs, { perSecond: 1000, domains: 3, asked: 3, utilisation: 0.5 });
    expect([plan.gateways, plan.replicas, plan.cores]).toEqual([2, 2, 8]);
    expect(plan.requestMs).toBeCloseTo(0.5 + 1.2, 12);
  });

  it('asks fewer domains for the price of choosing them', () => {
    const demand = { perSecond: 50_000, domains: 30, asked: 30, utilisation: 0.5 };
    const all = planFleet(costs, demand);
    const some = planFleet(costs, { ...demand, asked: 5 });
    expect(some.gatewayMs).toBeCloseTo(0.2 + 0.5 + 0.1, 12);
    expect(some.cores).toBeLessThan(all.cores / 3);
  });
});

describe('a simulated fleet', () => {
  const fleet = { rate: 100, gateways: 4, domains: 1, replicas: 4, gatewayMs: 1e-6, domainMs: 4 };

  it('costs the service time where nobody waits', () => {
    const { p50 } = simulateFleet({ ...fleet, rate: 0.1 }, 20_000, seeded(1));
    // The median of Erlang-4 with mean 4 is 3.672.
    expect(p50).toBeCloseTo(3.672, 1);
  });

  it('is slower the busier it is, and at the slowest of more domains', () => {
    const p99 = (over: Partial<typeof fleet>) => simulateFleet({ ...fleet, ...over }, 20_000, seeded(1)).p99;
    expect(p99({ rate: 800 })).toBeGreaterThan(1.5 * p99({ rate: 200 }));
    expect(p99({ domains: 10 })).toBeGreaterThan(1.2 * p99({}));
  });
});
