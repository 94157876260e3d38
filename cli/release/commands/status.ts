import Table from 'cli-table3';
import { Command } from 'commander';
import type { NatsStores } from '../../../bundles/sources/nats/nats-stores.js';
import { domainNameOf } from '../../../domains/core/schema/domain-folders.js';
import { NluError } from '../../../serving/errors.js';
import { type Instance, liveInstances } from '../publication/instances.js';
import { type NatsChoice, withStores } from '../publication/nats-connection.js';
import { withNatsOptions } from '../publication/nats-options.js';

interface Flags extends NatsChoice {
  readonly json?: boolean;
}

/** `status`: what every live replica has of which version, and why. */
export function statusCommand(): Command {
  const command = new Command('status')
    .description('Print every live replica with the state of each version that it knows, and the reason.')
    .argument('[domain]', 'of this domain only, a name or a folder', domainNameOf)
    .option('--json', 'print it as JSON');
  const example =
    '\nExit code 1 for a domain that nobody knows.\n\nExample:\n  nlu-reranker status music --nats 127.0.0.1:4222';
  return withNatsOptions(command)
    .addHelpText('after', example)
    .action(async (domain: string | undefined, flags: Flags) => {
      const instances = await withStores(flags, async (stores) => {
        const live = await liveInstances(stores, domain);
        if (domain !== undefined && live.length === 0) await checkKnown(stores, domain);
        return live;
      });
      process.stdout.write(flags.json ? `${JSON.stringify(instances, null, 2)}\n` : statusText(instances));
    });
}

/** @throws NluError NOT_FOUND for a name that nobody reports and nothing was ever deployed to */
async function checkKnown(stores: NatsStores, domain: string): Promise<void> {
  if ((await stores.getKey('nlu-deployments', domain)) !== undefined) return;
  const [deployed, live] = await Promise.all([stores.values('nlu-deployments', '*'), liveInstances(stores)]);
  const names = new Set([...deployed.map(({ key }) => key), ...live.map((one) => one.domain)]);
  const known = names.size === 0 ? 'none is known' : `known are ${[...names].sort().join(', ')}`;
  throw new NluError('NOT_FOUND', `${domain}: no replica reports it, and nothing was deployed to it; ${known}`);
}

function statusText(instances: readonly Instance[]): string {
  if (instances.length === 0) return 'no live replica\n';
  const head = ['domain', 'instance', 'version', 'state', 'since', 'reason'];
  const table = new Table({ head, style: { head: [], border: [], compact: true } });
  for (const { domain, instance, status, problem } of instances) {
    if (problem !== undefined) {
      table.push([domain, instance, '', 'unreadable', '', problem]);
      continue;
    }
    const versions = status?.versions ?? [];
    const refused = status?.refused;
    if (refused) table.push([domain, instance, refused.version, 'refused', '', refused.problem]);
    else if (versions.length === 0) table.push([domain, instance, '', 'waiting', '', 'no version is known yet']);
    for (const { version, state, since, check, reason } of versions) {
      const why = check === undefined ? reason || triedText(status, version) : `${check} check: ${reason}`;
      table.push([domain, instance, version, state, since, why]);
    }
  }
  return `${table.toString()}\n`;
}

/** That a version is tried there, and how often it was; empty where it is not. */
function triedText(status: Instance['status'], version: string): string {
  const { mode, percent, candidate } = status?.trial ?? {};
  if (candidate?.version !== version) return '';
  const requests = `${candidate.requests} requests, ${candidate.errors} errors`;
  return `tried as ${mode === 'share' ? `${percent} % of the customers` : `a ${mode}`}: ${requests}`;
}
