import { Command } from 'commander';
import { domainNameOf } from '../../../domains/core/schema/domain-folders.js';
import { withStores } from '../publication/nats-connection.js';
import {
  type DeploymentFlags,
  rolloutOptions,
  signingKey,
  withDeploymentOptions,
} from '../publication/nats-options.js';
import { ownRecord, tellRollout } from '../publication/rollout-result.js';
import { rollBack } from '../roll-back.js';

interface Flags extends DeploymentFlags {
  readonly to?: string;
}

/** `rollback`: make an earlier version active again. */
export function rollbackCommand(): Command {
  const command = new Command('rollback')
    .description('Make the version that was deployed before active again, or one further back. No gates are run.')
    .argument(
      '<domain>',
      'the domain, a name or a folder with a schema.json; `priors`, `rewrites` or `forecast`',
      domainNameOf,
    )
    .option('--to <version>', 'the version (default: the one before the current)');
  return withDeploymentOptions(command)
    .addHelpText(
      'after',
      '\nExamples:\n  nlu-reranker rollback music\n  nlu-reranker rollback music --to 20260102-0a1b2c3d',
    )
    .action((domain: string, flags: Flags) => runRollback(domain, flags));
}

async function runRollback(
  domain: string,
  { to, who, why, quorum, timeout, records, json, signWith, ...nats }: Flags,
): Promise<void> {
  const key = signingKey(signWith);
  const own = ownRecord(records, domain);
  await withStores(nats, async (stores) => {
    const rollout = rolloutOptions(domain, quorum, timeout);
    const request = { domain, to, who, why, signWith: key, own: own?.read(), rollout };
    const { before: from, notes, ...done } = await rollBack(stores, request, new Date());
    for (const text of notes) process.stderr.write(`${text}\n`);
    if (!json)
      process.stdout.write(`${domain}: ${from} -> ${done.deployed.version}, number ${done.deployed.counter}\n`);
    if (json) process.stdout.write(`${JSON.stringify({ ...done, before: from, notes }, null, 2)}\n`);
    tellRollout(done, own);
  });
}
