import { Command, InvalidArgumentError } from 'commander';
import type { BucketState } from '../../../bundles/sources/nats/nats-stores.js';
import { NluError } from '../../../serving/errors.js';
import { type NatsChoice, withStores } from '../publication/nats-connection.js';
import { withNatsOptions } from '../publication/nats-options.js';
import { removeUnusedKeys } from '../publication/unused-keys.js';

interface Flags extends NatsChoice {
  readonly replicas: number;
  readonly timeout: number;
  readonly unusedAfter?: number;
  readonly json?: boolean;
}

/** `buckets`: makes what deployments need in NATS. */
export function bucketsCommand(): Command {
  const command = new Command('buckets')
    .description(
      'Make the buckets of bundles, deployments, status and customers and the stream of events in NATS, and set how many servers hold a copy.',
    )
    .option('--replicas <number>', 'servers that hold a copy of each: 1, 3 or 5', replicas, 1)
    .option('--timeout <seconds>', 'the longest to wait until every copy is whole', wholeSeconds, 60)
    .option(
      '--unused-after <days>',
      'remove the keys of customers who have had no events and no preferences for so long, more than events are kept',
      wholeDays,
    )
    .option('--json', 'print it as JSON');
  return withNatsOptions(command)
    .addHelpText(
      'after',
      `
What is there already stays, with its contents. --unused-after takes two runs, a day apart: the first says that a key is of no
use, the second removes it where no gateway said otherwise. Exit code 1 when a copy is missing or behind at the end.

Example:
  nlu-reranker buckets --replicas 3 --nats nats-0.nats.nlu.svc:4222
  nlu-reranker buckets --replicas 3 --unused-after 32 --nats nats-0.nats.nlu.svc:4222`,
    )
    .action(async ({ replicas, timeout, unusedAfter, json, ...access }: Flags) => {
      const { states, keys } = await withStores(access, async (stores) => ({
        states: await stores.setReplicas(replicas, timeout * 1000),
        keys: unusedAfter === undefined ? undefined : await removeUnusedKeys(stores, unusedAfter * DAY_MS, Date.now()),
      }));
      const told = keys ? `keys of no use: ${keys.removed} removed, ${keys.retiring} to be removed\n` : '';
      const result = keys ? { buckets: states, keys } : states;
      process.stdout.write(json ? `${JSON.stringify(result, null, 2)}\n` : `${states.map(lineOf).join('')}${told}`);
      const behind = states.filter(({ whole }) => whole < replicas).map(({ bucket }) => bucket);
      if (behind.length === 0) return;
      throw new NluError('UNAVAILABLE', `${behind.join(', ')}: not all copies are whole after ${timeout} s`);
    });
}

function lineOf({ bucket, replicas, whole }: BucketState): string {
  return `${bucket}: ${replicas} ${replicas === 1 ? 'copy' : 'copies'}, ${whole} whole\n`;
}

function replicas(text: string): number {
  if (['1', '3', '5'].includes(text)) return Number(text);
  throw new InvalidArgumentError('Give 1, 3 or 5: NATS needs a majority.');
}

const DAY_MS = 86_400_000;

function wholeDays(text: string): number {
  if (/^[1-9]\d{0,3}$/u.test(text)) return Number(text);
  throw new InvalidArgumentError('Give a number of whole days.');
}

function wholeSeconds(text: string): number {
  if (/^[1-9]\d{0,4}$/u.test(text)) return Number(text);
  throw new InvalidArgumentError('Give a number of whole seconds.');
}
