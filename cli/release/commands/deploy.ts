import { Command } from 'commander';
import { catalogueDomain } from '../../../bundles/format/catalogue-name.js';
import { FORECAST } from '../../../capacity/bundle/forecast-bundle.js';
import { allDomains, domainNameOf } from '../../../domains/core/schema/domain-folders.js';
import { PRIORS } from '../../../gateway/priors/prior-tables.js';
import { REWRITES } from '../../../gateway/rewriting/rewrite-tables.js';
import { NluError } from '../../../serving/errors.js';
import { readDecisionRows } from '../../../training/entities/decisions/decision-rows.js';
import { readOptionFile } from '../../option-file.js';
import { collect, milliseconds, withOption } from '../../options.js';
import { checkDomain, type DeployResult, deploy } from '../deploy.js';
import { type GateFlags, gateCorpora, gateRows, verdictText, withGateOptions } from '../gate-options.js';
import { comparisonText, MOST_P99_MS } from '../gates/catalogues/catalogue-gate.js';
import { InterpretationCache } from '../gates/interpretation-cache.js';
import { rankingBundle } from '../gates/lists/hypothesis-corpora.js';
import { measuredText } from '../gates/run-gates.js';
import { withStores } from '../publication/nats-connection.js';
import {
  type DeploymentFlags,
  rolloutOptions,
  signingKey,
  withDeploymentOptions,
} from '../publication/nats-options.js';
import { ownRecord, tellRollout } from '../publication/rollout-result.js';
import { outcomeCounts } from '../trials/outcome-counts.js';
import { runWatch } from '../trials/run-watch.js';
import { startedText } from '../trials/start-trial.js';
import {
  checkWatchFlags,
  plannedTrial,
  type TrialFlags,
  type WatchFlags,
  withTrialOptions,
  withWatchOptions,
} from '../trials/trial-options.js';

interface Flags extends DeploymentFlags, GateFlags, TrialFlags, WatchFlags {
  readonly bundle: string;
  readonly with?: readonly string[];
  readonly force?: boolean;
  readonly decisions?: readonly string[];
  readonly mostP99?: number;
}

/** `deploy`: publish a bundle and make it its domain's active one. */
export function deployCommand(): Command {
  const command = new Command('deploy')
    .description('Run the gates on a bundle, publish it on NATS, make it active, and follow its replicas.')
    .argument(
      '<domain>',
      'the domain, a name or a folder with a schema.json; `<domain>-catalogue`; `priors`, `rewrites` or `forecast`',
    )
    .addOption(withOption())
    .requiredOption('--bundle <file>', 'the bundle')
    .option('--force', 'deploy although gates fail or stand on rows that it was trained on; the history records which');
  command.option(
    '--decisions <file>',
    "of a catalogue: compare its policy with the active one's by these logged decisions; repeatable",
    collect,
  );
  command.option(
    '--most-p99 <ms>',
    `of a catalogue: the time that 99 of 100 resolutions have to stay under here (default: ${MOST_P99_MS})`,
    milliseconds,
  );
  return withGateOptions(withWatchOptions(withTrialOptions(withDeploymentOptions(command))))
    .addHelpText(
      'after',
      `
Exit code 0: every live replica serves it, or the quorum that was asked for. 1: nothing was deployed, as the bundle or a gate failed, a gate would stand on rows that the bundle was trained on, too few replicas came to hold it, none is live, or another deployer was faster. 3: it was deployed, and not every live replica was seen to serve it. With --watch also 4: the test said worse, and it is withdrawn. 5: the trial ended, by its time or by somebody.

With --shadow or --share nothing is deployed: the version is tried beside the active one until it is promoted, withdrawn, or its time is over.

Examples:
  nlu-reranker deploy music --bundle out/music/20260102-0a1b2c3d.bundle --why "more soundtracks"
  nlu-reranker deploy music-catalogue --bundle trained/music-catalogue/20260102-0a1b2c3d.bundle --decisions decisions.jsonl
  nlu-reranker deploy music --bundle new.bundle --sign-with keys/deploy.key --corpus held-out.jsonl
  nlu-reranker deploy music --bundle new.bundle --shadow
  nlu-reranker deploy music --bundle new.bundle --share 5 --watch --metrics http://127.0.0.1:9090/metrics`,
    )
    .action((domain: string, flags: Flags) => runDeploy(domain, flags));
}

async function runDeploy(nameOrFolder: string, flags: Flags): Promise<void> {
  const domain = domainNameOf(nameOrFolder);
  const folders = [...(flags.with ?? []), ...(domain === nameOrFolder ? [] : [nameOrFolder])];
  const {
    bundle,
    signWith,
    who,
    why,
    quorum,
    timeout,
    records,
    json,
    force = false,
    corpus,
    hypotheses,
    decisions,
    mostP99,
    events,
    eventsKey,
    with: _,
    shadow: _shadow,
    share: _share,
    trialHours: _hours,
    watch,
    metrics: _metrics,
    alpha: _alpha,
    every: _every,
    promoteAfter: _after,
    ...gates
  } = flags;
  if (decisions && catalogueDomain(domain) === undefined) {
    const rule = `name ${domain}-catalogue, or leave it out`;
    throw new NluError('INVALID_ARGUMENT', `--decisions: only catalogues have a policy; ${rule}`);
  }
  if (mostP99 !== undefined && catalogueDomain(domain) === undefined) {
    const rule = `name ${domain}-catalogue, or leave it out`;
    throw new NluError('INVALID_ARGUMENT', `--most-p99: only catalogues have such a gate; ${rule}`);
  }
  const trial = plannedTrial(flags);
  if (trial && (catalogueDomain(domain) !== undefined || [PRIORS, REWRITES, FORECAST].includes(domain))) {
    const option = flags.shadow ? '--shadow' : '--share';
    const rule = `${domain} answers nothing by itself; leave it out`;
    throw new NluError('INVALID_ARGUMENT', `${option}: only the versions of a domain are tried; ${rule}`);
  }
  if (!trial && flags.watch) {
    throw new NluError('INVALID_ARGUMENT', '--watch: nothing is tried; add --shadow or --share 5, or leave it out');
  }
  checkWatchFlags(flags, ['metrics', 'alpha', 'every', 'promoteAfter']);
  if (flags.shadow && flags.metrics) {
    const rule = 'a shadow answers nobody, and no outcome tells of it; leave it out';
    throw new NluError('INVALID_ARGUMENT', `--metrics: ${rule}`);
  }
  // Told before a trial begins that nobody could watch.
  for (const url of flags.metrics ?? []) await outcomeCounts(url, domain, []);
  const bytes = readOptionFile('--bundle', bundle);
  const key = signingKey(signWith);
  const own = ownRecord(records, domain);
  // Priors, forecasts and catalogues rank nothing by themselves, so that no corpus measures them.
  const ranks = ![PRIORS, REWRITES, FORECAST].includes(domain) && catalogueDomain(domain) === undefined;
  if (ranks) checkDomain(await rankingBundle(bytes), domain);
  const request = {
    domain,
    bytes,
    signWith: key,
    own: own?.read(),
    rollout: rolloutOptions(domain, quorum, timeout),
    who,
    why,
    force,
    trial,
    decisions: decisions && (await readDecisionRows(decisions)),
    mostP99Ms: mostP99,
    beside: allDomains(folders).map(({ name }) => name),
    gates: {
      ...gates,
      ...(ranks
        ? await gateRows({ ...flags, corpus, hypotheses, events, eventsKey }, bytes, folders)
        : { corpora: domain === REWRITES ? gateCorpora(corpus, folders) : [] }),
      cache: new InterpretationCache(),
    },
  };
  await withStores(flags, async (stores) => {
    const result = await deploy(stores, request, new Date());
    for (const text of result.notes) process.stderr.write(`${text}\n`);
    if (!json) process.stdout.write(resultText(result));
    if (json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
    // A trial is no deployment to go on from.
    if (trial) tellRollout(result, undefined, ['tried', 'tried']);
    else tellRollout(result, own);
    if (watch) await runWatch(stores, request, flags, own, json ?? false);
  });
}

function resultText({
  verdicts,
  measured,
  compared,
  rewrites,
  forced,
  deployed,
  before,
  trial,
  expires,
}: DeployResult): string {
  const stands = measured ? measuredText(measured) : [];
  const alone = compared && comparisonText(compared);
  const gates = alone ??
    (rewrites === undefined ? undefined : [rewrites]) ??
    verdicts?.map(verdictText) ?? ['no gates: there is nothing to stand beside'];
  const overridden = forced.length > 0 ? ['gates were overridden; the history records it'] : [];
  const { domain, version, counter } = deployed;
  const line = trial
    ? startedText(deployed, { trial, expires }, before)
    : `${domain}: ${before ?? 'nothing'} -> ${version}, number ${counter}`;
  return `${[...stands, ...gates, ...overridden, line].join('\n')}\n`;
}
