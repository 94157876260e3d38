import type { Fleet } from './fan-out-queue.js';

/** Measured CPU times of one request, in ms. */
export interface Costs {
  /** The gateway's share that does not depend on the number of domains. */
  readonly gatewayBaseMs: number;
  /** The gateway's share for each domain that it asks. */
  readonly gatewayPerDomainMs: number;
  /** One domain's share, its part of the RPC included. */
  readonly domainMs: number;
  /** The share of choosing the domains to ask, where not all are asked. */
  readonly shortlistMs: number;
}

export interface Demand {
  readonly perSecond: number;
  readonly domains: number;
  /** How many domains a request asks; there is no shortlist where it asks all of them. */
  readonly asked: number;
  /** Share of a core that may be busy, in (0, 1). */
  readonly utilisation: number;
}

export interface Plan extends Fleet {
  /** Number of processes, each on a core of its own. */
  readonly cores: number;
  /** CPU time of one request in all processes, in ms. */
  readonly requestMs: number;
}

/** The smallest fleet whose cores are no busier than `utilisation`, at two replicas per domain at least. */
export function planFleet(costs: Costs, { perSecond, domains, asked, utilisation }: Demand): Plan {
  const shortlistMs = asked < domains ? costs.shortlistMs : 0;
  const gatewayMs = costs.gatewayBaseMs + costs.gatewayPerDomainMs * asked + shortlistMs;
  const needed = (ratePerSecond: number, ms: number) =>
    Math.max(2, Math.ceil((ratePerSecond * ms) / 1000 / utilisation));
  const gateways = needed(perSecond, gatewayMs);
  const replicas = needed((perSecond * asked) / domains, costs.domainMs);
  return {
    rate: perSecond,
    gateways,
    domains,
    replicas,
    gatewayMs,
    domainMs: costs.domainMs,
    cores: gateways + domains * replicas,
    requestMs: gatewayMs + asked * costs.domainMs,
  };
}
