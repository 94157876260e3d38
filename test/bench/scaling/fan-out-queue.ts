import type { Random } from '../../../training/numeric/random.js';
import { quantile } from '../measurement/spread.js';

/** A fleet and its load. Every process is one core that serves first come first. */
export interface Fleet {
  /** Requests a second, all gateways together. */
  readonly rate: number;
  readonly gateways: number;
  /** Number of domains; a request asks all of them. */
  readonly domains: number;
  /** Number of replicas of each domain. */
  readonly replicas: number;
  /** Mean CPU time of one request at its gateway, in ms. */
  readonly gatewayMs: number;
  /** Mean CPU time of one utterance at one domain, in ms. */
  readonly domainMs: number;
}

/** Latency from arrival to the last domain's reply, in ms. */
export interface FleetLatency {
  readonly p50: number;
  readonly p99: number;
}

/** Service times are Erlang-4: they vary by half of their mean, as utterances' lengths make them. */
const PHASES = 4;

/**
 * Simulates `requests` arrivals at random times (Poisson), spread in turn over gateways and over each domain's replicas.
 * The gateway's work is done before the fan-out, where it queues; a request is over when its slowest domain has replied.
 */
export function simulateFleet(fleet: Fleet, requests: number, random: Random): FleetLatency {
  const exponential = (meanMs: number) => -Math.log(1 - random.next()) * meanMs;
  const service = (meanMs: number) => {
    let sum = 0;
    for (let phase = 0; phase < PHASES; phase++) sum += exponential(meanMs / PHASES);
    return sum;
  };
  /** Time at which each job is done, given in order of arrival, by servers that take turns. */
  const serve = (arrivals: Float64Array, servers: number, meanMs: number) => {
    const free = new Float64Array(servers);
    return arrivals.map((arrival, index) => {
      const server = index % servers;
      free[server] = Math.max(arrival, free[server]) + service(meanMs);
      return free[server];
    });
  };
  let clock = 0;
  const arrivals = Float64Array.from({ length: requests }, () => (clock += exponential(1000 / fleet.rate)));
  const left = serve(arrivals, fleet.gateways, fleet.gatewayMs);
  const order = Int32Array.from(left.keys()).sort((a, b) => left[a] - left[b]);
  const sent = Float64Array.from(order, (request) => left[request]);
  const done = new Float64Array(requests);
  for (let domain = 0; domain < fleet.domains; domain++) {
    for (const [place, finished] of serve(sent, fleet.replicas, fleet.domainMs).entries()) {
      const request = order[place];
      if (finished > done[request]) done[request] = finished;
    }
  }
  const latencies = done.map((finished, request) => finished - arrivals[request]).sort();
  return { p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99) };
}
