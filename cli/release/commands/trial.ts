import { Command } from 'commander';
import { domainNameOf } from '../../../domains/core/schema/domain-folders.js';
import { withStores } from '../publication/nats-connection.js';
import {
  type DeploymentFlags,
  rolloutOptions,
  signingKey,
  withDeploymentOptions,
} from '../publication/nats-options.js';
import { ownRecord } from '../publication/rollout-result.js';
import { runWatch } from '../trials/run-watch.js';
import { checkWatchFlags, lookOptions, type WatchFlags, withWatchOptions } from '../trials/trial-options.js';
import { TrialTally } from '../trials/trial-tally.js';
import { viewText } from '../trials/trial-text.js';
import { lookAtTrial } from '../trials/trial-view.js';

interface Flags extends DeploymentFlags, WatchFlags {}

/** `trial`: how the trial of a version goes. */
export function trialCommand(): Command {
  const command = new Command('trial')
    .description('Show how the version that is tried does beside the active one, and whether it is worse.')
    .argument('<domain>', 'the domain, a name or a folder with a schema.json', domainNameOf);
  return withWatchOptions(withDeploymentOptions(command))
    .addHelpText(
      'after',
      `
Counts are of the live replicas since they began the trial. Without --watch, those of --metrics are since the gateways started; with it, since the first look. Options of deployments count with --watch, which withdraws or promotes.

Exit code 0: it was shown, or with --watch promoted. 1: no trial is under way, or --metrics cannot be read. 3: it was promoted, and not every live replica was seen to serve it. 4: the test said worse, and it is withdrawn. 5: the trial ended while it was watched, by its time or by somebody.

Examples:
  nlu-reranker trial music
  nlu-reranker trial music --metrics http://127.0.0.1:9090/metrics --json
  nlu-reranker trial music --watch --metrics http://127.0.0.1:9090/metrics --promote-after 5000 --sign-with keys/deploy.key`,
    )
    .action((domain: string, flags: Flags) => runTrial(domain, flags));
}

async function runTrial(domain: string, flags: Flags): Promise<void> {
  checkWatchFlags(flags, ['every', 'promoteAfter']);
  const { who, why, quorum, timeout, records, json = false } = flags;
  if (flags.watch) {
    const own = ownRecord(records, domain);
    const signWith = signingKey(flags.signWith);
    const rollout = rolloutOptions(domain, quorum, timeout);
    const request = { domain, who, why, signWith, own: own?.read(), rollout };
    return withStores(flags, (stores) => runWatch(stores, request, flags, own, json));
  }
  const onProblem = (error: Error) => {
    throw error;
  };
  const options = { ...lookOptions(flags), isBaseline: false, onProblem };
  const { view } = await withStores(flags, (stores) =>
    lookAtTrial(stores, domain, new TrialTally(), options, new Date()),
  );
  process.stdout.write(json ? `${JSON.stringify(view, null, 2)}\n` : `${viewText(view, options.metrics.length > 0)}\n`);
}
