import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { datedVersion } from '../../bundles/format/pack.js';
import { REWRITE_TABLES, REWRITES } from '../../gateway/rewriting/rewrite-tables.js';
import { packTable } from '../../gateway/tables/table-bundle.js';
import { codeOf, messageOf, NluError } from '../../serving/errors.js';
import { learnRewrites } from '../../training/rewriting/learn-rewrites.js';
import { readSameMeaning } from '../../training/rewriting/same-meaning-file.js';
import { surestRows, TRIES } from '../learning/surest-rows.js';
import { type TaughtRows, taughtRows, withTaught } from '../learning/taught-rows.js';
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
  /** Rows that it was trained on, where that is fewer than there are. */
  readonly rows?: number | undefined;
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

/** 99 of 100 resolutions have to stay under this, in ms: simulations run on machines that do other things. */
const PATIENT_P99_MS = 50;

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
    for (const [domain, bytes] of bundles) {
      const first = await offer(stack, world, folder, domain, bytes, texts, settings);
      offered.push(await offerFewer(stack, world, folder, taught, texts, settings, first));
    }
  }
  offered.push(await offerRewrites(stack, world, folder, settings));
  const { requests, opposed, defects } = use;
  return { requests, opposed, defects, rows: taught.rows.length, offered };
}

/** Offers a domain that was refused again with fewer rows, as `learn` does. */
async function offerFewer(
  stack: YearStack,
  world: YearWorld,
  folder: string,
  taught: TaughtRows,
  texts: readonly UsedText[],
  settings: GateSettings,
  first: Offered,
): Promise<Offered> {
  const { domain } = first;
  let last = first;
  for (let tried = 1; tried < TRIES && last.fate === 'refused'; tried++) {
    const fewer = surestRows(taught, tried);
    if (!fewer.rows.some((row) => row.domain === domain)) break;
    const bundles = await world.train(withTaught(world.labelled, fewer, domain), [domain], stack.now);
    const offered = await offer(stack, world, folder, domain, bundles.get(domain)!, texts, settings);
    last = { ...offered, rows: fewer.rows.length };
  }
  return last;
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

/** Offers a version of a domain, a catalogue or rewrites to its gates, and deploys it if they let it. @param force whether they are overridden */
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
          ...{
            domain,
            bytes,
            who: 'year',
            why: 'learned from use',
            force,
            gates,
            rollout: ROLLOUT,
            mostP99Ms: PATIENT_P99_MS,
          },
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
