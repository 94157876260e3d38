import type { Fleet } from './fan-out-queue.js';

/** Measured costs of one request, in ms of CPU. */
export interface Costs {
  /** Of the gateway whatever it asks, and for each domain that it asks. */
  readonly gatewayBaseMs: number;
  readonly gatewayPerDomainMs: number;
  /** Of one domain, its part of the RPC included. */
  readonly domainMs: number;
  /** Of choosing the domains to ask, where not all are asked. */
  readonly shortlistMs: number;
}

export interface Demand {
  readonly perSecond: number;
  readonly domains: number;
  /** How many domains a request asks; as many as there are: no shortlist. */
  readonly asked: number;
  /** Share of a core that may be busy, in (0, 1). */
  readonly utilisation: number;
}

export interface Plan extends Fleet {
  /** Processes in all, each on a core of its own. */
  readonly cores: number;
  /** ms of CPU that one request costs everywhere. */
  readonly requestMs: number;
}

/** The smallest fleet whose cores are no busier than `utilisation`, at two replicas a domain at least. */
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
