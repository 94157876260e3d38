import type { NatsStores } from '../../../bundles/sources/nats/nats-stores.js';
import { type OwnRecord, tellRollout } from '../publication/rollout-result.js';
import { type PromoteRequest, promote } from './promote.js';
import { lookOptions, TRIAL_ENDED, type WatchFlags, WITHDRAWN_AS_WORSE } from './trial-options.js';
import { lookLine } from './trial-text.js';
import { watchTrial } from './watch-trial.js';
import { withdraw } from './withdraw.js';

/**
 * Watches a trial with a line on standard output for each look, withdraws what is worse, promotes what has had enough requests,
 * and sets the exit code by what became of it.
 */
export async function runWatch(
  stores: NatsStores,
  request: PromoteRequest,
  flags: WatchFlags,
  own: OwnRecord | undefined,
  json: boolean,
): Promise<void> {
  const { domain, why } = request;
  if (flags.promoteAfter !== undefined && flags.metrics === undefined) {
    const missing = 'no gateway tells what came of answers (--metrics)';
    process.stderr.write(`warning: --promote-after goes by the domain's own errors alone: ${missing}\n`);
  }
  const onStop = () => {
    process.stderr.write(`nobody watches any more; the trial of ${domain} goes on: withdraw ${domain} ends it\n`);
    process.exit(130);
  };
  process.once('SIGINT', onStop);
  const end = await watchTrial(stores, domain, {
    ...lookOptions(flags),
    onLook: (view) => process.stdout.write(`${json ? JSON.stringify(view) : lookLine(view, new Date())}\n`),
    onProblem: ({ message }) => process.stderr.write(`${message}\n`),
  }).finally(() => process.off('SIGINT', onStop));
  if (end.by === 'ended') {
    process.stderr.write(`${end.why}\n`);
    process.exitCode = TRIAL_ENDED;
  } else if (end.by === 'worse') {
    const reason = why === '' ? end.why : `${why}: ${end.why}`;
    const withdrawn = await withdraw(stores, { ...request, why: reason }, new Date());
    const line = `${domain}: ${withdrawn.version} is withdrawn, ${end.why}; ${withdrawn.active} serves as before`;
    process.stdout.write(`${json ? JSON.stringify(withdrawn) : line}\n`);
    process.exitCode = WITHDRAWN_AS_WORSE;
  } else {
    const { before, notes, ...done } = await promote(stores, request, new Date());
    for (const note of notes) process.stderr.write(`${note}\n`);
    const line = `${domain}: ${before} -> ${done.deployed.version}, number ${done.deployed.counter}`;
    process.stdout.write(`${json ? JSON.stringify({ ...done, before }) : line}\n`);
    // However the trial began, what counts is how it ended.
    process.exitCode = 0;
    tellRollout(done, own);
  }
}
