import { hostname, userInfo } from 'node:os';
import { Command } from 'commander';
import { domainNameOf } from '../../../domains/core/schema/domain-folders.js';
import { type NatsChoice, withStores } from '../publication/nats-connection.js';
import { signingKey, withNatsOptions } from '../publication/nats-options.js';
import { withdraw } from '../trials/withdraw.js';

interface Flags extends NatsChoice {
  readonly who: string;
  readonly why: string;
  readonly signWith?: string;
  readonly json?: boolean;
}

/** `withdraw`: end a trial without deploying its version. */
export function withdrawCommand(): Command {
  const command = new Command('withdraw')
    .description('End the trial of a version: the active one answers everybody, as before.')
    .argument('<domain>', 'the domain, a name or a folder with a schema.json', domainNameOf);
  return withNatsOptions(command)
    .option('--who <name>', 'who withdraws it, for whoever asks for the trial', `${userInfo().username}@${hostname()}`)
    .option('--why <text>', 'why, for the same', '')
    .option('--sign-with <file>', 'sign what is written with this private key (`nlu-reranker keys` makes one)')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      `
Exit code 1: no trial is under way, or somebody changed it meanwhile.

Example:
  nlu-reranker withdraw music --why "confuses artists"`,
    )
    .action((domain: string, flags: Flags) => runWithdraw(domain, flags));
}

async function runWithdraw(domain: string, { who, why, signWith, json, ...nats }: Flags): Promise<void> {
  const key = signWith === undefined ? undefined : signingKey(signWith);
  const done = await withStores(nats, (stores) => withdraw(stores, { domain, who, why, signWith: key }, new Date()));
  const line = `${domain}: ${done.version} is withdrawn; ${done.active} answers everybody`;
  process.stdout.write(json ? `${JSON.stringify({ domain, ...done }, null, 2)}\n` : `${line}\n`);
}
