import Table from 'cli-table3';
import { Command, Option } from 'commander';
import { positiveInteger } from '../../cli/options.js';
import { seeded } from '../../training/numeric/random.js';
import { simulateFleet } from './scaling/fan-out-queue.js';
import { planFleet } from './scaling/fleet-plan.js';

interface Flags {
  perDay: number;
  peak: number;
  domains: number;
  shortlist: number;
  gatewayMs: number;
  gatewayDomainMs: number;
  domainMs: number;
  shortlistMs: number;
}

const number = (flags: string, text: string, value: number) => new Option(flags, text).argParser(Number).default(value);
const flags = new Command('bench:scaling')
  .description('How many processes a load needs, and what latency they give, from measured costs of CPU.')
  .addOption(number('--per-day <n>', 'requests a day', 1e9))
  .addOption(number('--peak <n>', 'the busiest second over the mean one', 3))
  .option('--domains <n>', 'domains', positiveInteger, 30)
  .option('--shortlist <n>', 'domains asked where there is a shortlist', positiveInteger, 5)
  .addOption(number('--gateway-ms <n>', 'CPU of a request at the gateway, whatever it asks', 0.3))
  .addOption(number('--gateway-domain-ms <n>', 'and for each domain asked', 0.09))
  .addOption(number('--domain-ms <n>', 'CPU of an utterance at a domain, RPC included', 0.3))
  .addOption(number('--shortlist-ms <n>', 'CPU of choosing the domains', 0.1))
  .parse()
  .opts<Flags>();

/** A slice of the fleet is simulated: queues do not get worse with more of them side by side. */
const SLICE_GATEWAYS = 10;
const REQUESTS = 20_000;

const perSecond = (flags.perDay / 86_400) * flags.peak;
const costs = {
  gatewayBaseMs: flags.gatewayMs,
  gatewayPerDomainMs: flags.gatewayDomainMs,
  domainMs: flags.domainMs,
  shortlistMs: flags.shortlistMs,
};
const HEAD = ['asked', 'busy', 'gateways', 'replicas per domain', 'cores', 'CPU ms per request', 'p50 ms', 'p99 ms'];
const table = new Table({ head: HEAD, style: { head: [], border: [], compact: true } });
for (const asked of [flags.domains, Math.min(flags.shortlist, flags.domains)]) {
  for (const utilisation of [0.3, 0.5, 0.7]) {
    const plan = planFleet(costs, { perSecond, domains: flags.domains, asked, utilisation });
    const share = Math.min(1, SLICE_GATEWAYS / plan.gateways);
    const slice = {
      ...plan,
      rate: plan.rate * share,
      gateways: Math.max(1, Math.round(plan.gateways * share)),
      // A shortlist spreads the requests of a slice over all domains: each domain asked has its share of all replicas.
      domains: asked,
      replicas: Math.max(1, Math.round((plan.replicas * share * flags.domains) / asked)),
    };
    const { p50, p99 } = simulateFleet(slice, REQUESTS, seeded(1));
    table.push([
      `${asked} of ${flags.domains}`,
      `${utilisation * 100} %`,
      plan.gateways,
      plan.replicas,
      plan.cores,
      plan.requestMs.toFixed(2),
      p50.toFixed(2),
      p99.toFixed(2),
    ]);
  }
}
process.stdout.write(`${Math.round(perSecond)} requests in the busiest second\n${table}\n`);
