import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { datedVersion } from '../../bundles/format/pack.js';
import { REWRITE_TABLES, REWRITES } from '../../gateway/rewriting/rewrite-tables.js';
import { packTable } from '../../gateway/tables/table-bundle.js';
import { codeOf, messageOf, NluError } from '../../serving/errors.js';
import { learnRewrites } from '../../training/rewriting/learn-rewrites.js';
import { readSameMeaning } from '../../training/rewriting/same-meaning-file.js';
import { taughtRows, withTaught } from '../learning/taught-rows.js';
import { deploy } from '../release/deploy.js';
import { InterpretationCache } from '../release/gates/interpretation-cache.js';
import type { GateRequest } from '../release/gates/run-gates.js';
import { readUse, type Use } from '../release/gates/use/read-use.js';
import { type UsedText, usedTexts } from '../release/gates/use/used-texts.js';
import { saidIn } from '../rewriting/said-in.js';
import { ROLLOUT, type YearStack } from './year-stack.js';
import type { YearWorld } from './year-world.js';

/** What became of a domain's version of a month. */
export interface Offered {
  readonly domain: string;
  readonly fate: 'deployed' | 'refused' | 'away' | 'nothing new';
  /** The gates that failed, or what stood in the way. */
  readonly why: readonly string[];
}

/** What was learned at the end of a month. */
export interface LearnedMonth {
  readonly requests: number;
  readonly rows: number;
  /** Customers who tell the opposite of what others tell. */
  readonly opposed: number;
  readonly defects: 'assumed' | 'trained';
  readonly offered: readonly Offered[];
}

export interface GateSettings {
  readonly resamples: number;
  readonly seed: number;
}

/**
 * Learns from all that was kept so far, trains every domain, and deploys what its gates let pass: what `learn --auto` does.
 * @param sent requests that were answered so far
 * @throws NluError UNAVAILABLE where fewer are kept
 */
export async function learnMonth(
  stack: YearStack,
  world: YearWorld,
  folder: string,
  sent: number,
  settings: GateSettings,
): Promise<LearnedMonth> {
  const use = await wholeUse(stack, sent);
  const taught = taughtRows(use, world.labelled, world.schemas, {});
  const learning = world.schemas
    .map(({ domain }) => domain)
    .filter((domain) => taught.rows.some((row) => row.domain === domain));
  const offered: Offered[] = world.schemas
    .filter(({ domain }) => !learning.includes(domain))
    .map(({ domain }) => ({ domain, fate: 'nothing new', why: ['use teaches nothing of it'] }));
  if (learning.length > 0) {
    const corpora = withTaught(world.labelled, taught, learning[0]!);
    const bundles = await world.train(corpora, learning, stack.now);
    const texts = usedTexts(use.turns);
    for (const [domain, bytes] of bundles)
      offered.push(await offer(stack, world, folder, domain, bytes, texts, settings));
  }
  offered.push(await offerRewrites(stack, world, folder, settings));
  const { requests, opposed, defects } = use;
  return { requests, opposed, defects, rows: taught.rows.length, offered };
}

/** Learns which words to interpret instead of others, beside what is deployed, and offers that to its gate. */
async function offerRewrites(
  stack: YearStack,
  world: YearWorld,
  folder: string,
  settings: GateSettings,
): Promise<Offered> {
  const { turns } = await saidIn(stack.events, { eventsKey: stack.eventsKey });
  const { table } = learnRewrites(turns, stack.rewrites, readSameMeaning());
  const bytes = packTable(REWRITE_TABLES, table, 'the year', { version: datedVersion(stack.now) });
  const offered = await offer(stack, world, folder, REWRITES, bytes, undefined, settings);
  if (offered.fate === 'deployed') stack.rewrites = table;
  return offered;
}

/** Events are on the disk within this, in ms, and longer on a busy machine. */
const [WRITTEN_MS, MOST_TRIES] = [2_500, 12];

/** Reads what was kept, once it is all there: events are written after the answers. */
async function wholeUse(stack: YearStack, sent: number): Promise<Use> {
  for (let tries = 0; ; tries++) {
    await setTimeout(WRITTEN_MS);
    const use = await readUse(stack.events, { eventsKey: stack.eventsKey });
    if (use.requests === sent) return use;
    if (tries === MOST_TRIES)
      throw new NluError('UNAVAILABLE', `${sent} requests were answered, and events of ${use.requests} are kept`);
  }
}

/** Offers a version to the gates, and deploys it if they let it. @param force whether they are overridden */
export async function offer(
  stack: YearStack,
  world: YearWorld,
  folder: string,
  domain: string,
  bytes: Uint8Array,
  use: readonly UsedText[] | undefined,
  { resamples, seed }: GateSettings,
  force = false,
): Promise<Offered> {
  const gates: GateRequest = {
    ...{ stealBudget: 0.01, resamples, seed, corpora: world.corpora, opposites: world.opposites.get(domain), use },
    cache: new InterpretationCache(join(folder, 'interpretations')),
  };
  try {
    await stack.withStores((stores) =>
      deploy(
        stores,
        {
          ...{ domain, bytes, who: 'year', why: 'learned from use', force, gates, rollout: ROLLOUT },
          beside: world.schemas.map((schema) => schema.domain),
        },
        stack.now,
      ),
    );
    return { domain, fate: 'deployed', why: [] };
  } catch (error) {
    const code = codeOf(error);
    if (code === 'UNAVAILABLE') return { domain, fate: 'away', why: [messageOf(error)] };
    if (code !== 'FAILED_PRECONDITION') throw error;
    return {
      domain,
      fate: 'refused',
      why: messageOf(error)
        .split('\n')
        .slice(1)
        .map((line) => line.trim()),
    };
  }
}
