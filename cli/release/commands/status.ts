import Table from 'cli-table3';
import { Command } from 'commander';
import { domainNameOf } from '../../../domains/core/schema/domain-folders.js';
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
  const example = '\nExample:\n  nlu-reranker status music --nats 127.0.0.1:4222';
  return withNatsOptions(command)
    .addHelpText('after', example)
    .action(async (domain: string | undefined, flags: Flags) => {
      const instances = await withStores(flags, (stores) => liveInstances(stores, domain));
      process.stdout.write(flags.json ? `${JSON.stringify(instances, null, 2)}\n` : statusText(instances));
    });
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
      table.push([domain, instance, version, state, since, check === undefined ? reason : `${check} check: ${reason}`]);
    }
  }
  return `${table.toString()}\n`;
}
