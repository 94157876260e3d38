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
import { promote } from '../trials/promote.js';
import { lookOptions } from '../trials/trial-options.js';
import { TrialTally } from '../trials/trial-tally.js';
import { viewText } from '../trials/trial-text.js';
import { lookAtTrial } from '../trials/trial-view.js';

/** `promote`: deploy the version that is tried. */
export function promoteCommand(): Command {
  const command = new Command('promote')
    .description('Make the version that is tried the active one, once the replicas hold it; shows how the trial went.')
    .argument('<domain>', 'the domain, a name or a folder with a schema.json', domainNameOf);
  return withDeploymentOptions(command)
    .addHelpText(
      'after',
      `
No gates are run: they were before the trial. Where too few replicas hold the version, the trial goes on.

Exit code 0: every live replica serves it, or the quorum that was asked for. 1: nothing was deployed: no trial is under way, another key signed it, too few replicas hold it, or another deployer was faster. 3: it was deployed, and not every live replica was seen to serve it.

Examples:
  nlu-reranker promote music
  nlu-reranker promote music --why "no flips in a day" --sign-with keys/deploy.key`,
    )
    .action((domain: string, flags: DeploymentFlags) => runPromote(domain, flags));
}

async function runPromote(
  domain: string,
  { who, why, quorum, timeout, records, json, signWith, ...nats }: DeploymentFlags,
): Promise<void> {
  const key = signingKey(signWith);
  const own = ownRecord(records, domain);
  await withStores(nats, async (stores) => {
    const looking = { ...lookOptions({}), isBaseline: false, onProblem: () => {} };
    const { view } = await lookAtTrial(stores, domain, new TrialTally(), looking, new Date());
    if (!json) process.stdout.write(`${viewText(view, false)}\n`);
    const rollout = rolloutOptions(domain, quorum, timeout);
    const request = { domain, who, why, signWith: key, own: own?.read(), rollout };
    const { before, notes, ...done } = await promote(stores, request, new Date());
    for (const note of notes) process.stderr.write(`${note}\n`);
    const { version, counter } = done.deployed;
    if (!json) process.stdout.write(`${domain}: ${before} -> ${version}, number ${counter}\n`);
    if (json) process.stdout.write(`${JSON.stringify({ ...done, before, notes, trial: view }, null, 2)}\n`);
    tellRollout(done, own);
  });
}
