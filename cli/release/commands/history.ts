import Table from 'cli-table3';
import { Command } from 'commander';
import { domainNameOf } from '../../../domains/core/schema/domain-folders.js';
import { type NatsChoice, withStores } from '../publication/nats-connection.js';
import { withNatsOptions } from '../publication/nats-options.js';
import { type Deployed, deploymentHistory } from '../publication/publication.js';

interface Flags extends NatsChoice {
  readonly json?: boolean;
}

/** `history`: what was deployed for a domain, latest first. */
export function historyCommand(): Command {
  const command = new Command('history')
    .description("Print a domain's deployments, latest first: version, who, when, why, and the gates that were forced.")
    .argument(
      '<domain>',
      'the domain, a name or a folder with a schema.json; `priors`, `rewrites` or `forecast`',
      domainNameOf,
    )
    .option('--json', 'print it as JSON');
  const example = '\nExample:\n  nlu-reranker history music --nats 127.0.0.1:4222';
  return withNatsOptions(command)
    .addHelpText('after', example)
    .action(async (domain: string, flags: Flags) => {
      const history = (await withStores(flags, (stores) => deploymentHistory(stores, domain))).reverse();
      process.stdout.write(flags.json ? `${JSON.stringify(history, null, 2)}\n` : historyText(domain, history));
    });
}

function historyText(domain: string, history: readonly Deployed[]): string {
  if (history.length === 0) return `nothing was deployed for ${domain}\n`;
  const head = ['number', 'version', 'when', 'who', 'why', 'forced'];
  const table = new Table({ head, style: { head: [], border: [], compact: true } });
  for (const { deployment, problem } of history) {
    if (problem !== undefined) table.push(['', 'unreadable', '', '', problem, '']);
    else if (!deployment) table.push(['', 'removed', '', '', '', '']);
    else {
      const { counter, version, when, who, why, forced = [] } = deployment;
      table.push([counter, version, when, who, why, forced.join('\n')]);
    }
  }
  return `${table.toString()}\n`;
}
