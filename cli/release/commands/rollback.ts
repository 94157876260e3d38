import { Command } from 'commander';
import { domainNameOf } from '../../../domains/core/schema/domain-folders.js';
import { withStores } from '../publication/nats-connection.js';
import { type DeploymentFlags, follow, withDeploymentOptions } from '../publication/nats-options.js';
import { currentDeployment, deployAfter, deploymentHistory } from '../publication/publication.js';
import { rollbackTarget } from '../publication/rollback-target.js';

interface Flags extends DeploymentFlags {
  readonly to?: string;
}

/** `rollback`: make an earlier version active again. */
export function rollbackCommand(): Command {
  const command = new Command('rollback')
    .description('Make the version that was deployed before active again, or one further back. No gates are run.')
    .argument('<domain>', 'the domain, a name or a folder with a schema.json; or `priors`', domainNameOf)
    .option('--to <version>', 'the version (default: the one before the current)');
  return withDeploymentOptions(command)
    .addHelpText(
      'after',
      '\nExamples:\n  nlu-reranker rollback music --wait\n  nlu-reranker rollback music --to 20260102-0a1b2c3d',
    )
    .action((domain: string, flags: Flags) => runRollback(domain, flags));
}

async function runRollback(domain: string, { to, who, why, wait, timeout, json, ...nats }: Flags): Promise<void> {
  await withStores(nats, async (stores) => {
    const before = await currentDeployment(stores, domain);
    const { version, digest } = rollbackTarget(await deploymentHistory(stores, domain), to);
    const from = before.deployment?.version;
    const reason = why === '' ? `rollback from ${from}` : why;
    const deployment = { version, digest, who, when: new Date().toISOString(), why: reason };
    const revision = await deployAfter(stores, domain, before, deployment);
    const deployed = { domain, version, revision };
    if (!json) process.stdout.write(`${domain}: ${from} -> ${version}, revision ${revision}\n`);
    const outcomes = wait ? await follow(stores, deployed, timeout) : undefined;
    if (json) {
      const result = { deployed, before: from, ...(outcomes && { replicas: outcomes }) };
      process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
    }
  });
}
