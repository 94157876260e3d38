import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endRatio, yearFigures } from '../../training/learning/year/figures.js';
import type { YearParameters } from '../../training/learning/year/parameters.js';
import { startTrainingPool } from '../../training/run/training-pool.js';
import { type Life, live } from './life.js';
import type { ComparedTellings, LivedYear } from './year-text.js';
import { yearWorld } from './year-world.js';

export interface YearRequest {
  readonly data: string;
  readonly parameters: YearParameters;
  readonly seed: number;
  readonly resamples: number;
  /** Told what is done, and the share of all work that is over. */
  readonly progress: (text: string, share: number) => void;
}

/** Shares of the work: what everybody has in common, a life that learns, and one that does not. */
const [FIRST_SHARE, FIXED_SHARE] = [0.04, 0.02];
/** Resamples of the gates' bootstrap: gates are run dozens of times. */
const GATE_RESAMPLES = 1_000;

/** Ways to tell, as they are put side by side: shares of false reactions, and whether those who say a lot mostly do not tell. */
const TELLINGS = [
  { name: 'none false', noise: 0, biased: false },
  { name: '10 % false', noise: 0.1, biased: false },
  { name: '20 % false', noise: 0.2, biased: false },
  { name: '10 % false and biased', noise: 0.1, biased: true },
] as const;

/** One life through the year, told what share of all work it is. */
type LiveOne = (settings: OneLife) => Promise<Life>;
interface OneLife {
  readonly name: string;
  readonly learns: boolean;
  readonly withPoison: boolean;
  readonly parameters: YearParameters;
  readonly share: number;
}

/**
 * Lives through the same months two or three times: without learning, with it, and with it but without the poisoned group, where
 * there is one.
 */
export async function runYear(request: YearRequest): Promise<LivedYear> {
  const { parameters, seed, resamples } = request;
  const hasPoison = parameters.people.poisoned > 0;
  const share = (1 - FIRST_SHARE - FIXED_SHARE) / (hasPoison ? 2 : 1);
  return withWorld(request, async (one) => {
    const of = (name: string, withPoison: boolean) => one({ name, learns: true, withPoison, parameters, share });
    const fixed = await one({
      name: 'without learning',
      learns: false,
      withPoison: false,
      parameters,
      share: FIXED_SHARE,
    });
    const life = await of('learning', hasPoison);
    const clean = hasPoison ? await of('without poison', false) : undefined;
    const lives = { learning: life.judged, fixed: fixed.judged, clean: clean?.judged };
    const { noise, biased } = parameters;
    return { figures: yearFigures(lives, { resamples, seed }), life, hasPoison, settings: { seed, noise, biased } };
  });
}

/**
 * Lives through the same months with each way to tell, and once without learning, which does not depend on what is told. Nobody
 * poisons.
 */
export async function compareTellings(request: YearRequest): Promise<ComparedTellings> {
  const { seed, resamples } = request;
  const parameters = { ...request.parameters, people: { ...request.parameters.people, poisoned: 0 } };
  const share = (1 - FIRST_SHARE - FIXED_SHARE) / TELLINGS.length;
  return withWorld({ ...request, parameters }, async (one) => {
    const fixed = await one({
      name: 'without learning',
      learns: false,
      withPoison: false,
      parameters,
      share: FIXED_SHARE,
    });
    const lived: { name: string; life: Life }[] = [];
    for (const { name, ...telling } of TELLINGS) {
      const own = { ...parameters, ...telling };
      lived.push({ name, life: await one({ name, learns: true, withPoison: false, parameters: own, share }) });
    }
    const [best] = lived;
    const tellings = lived.map(({ name, life }) => ({
      name,
      life,
      figures: yearFigures({ learning: life.judged, fixed: fixed.judged }, { resamples, seed }),
      overFirst: endRatio(life.judged, best!.life.judged, { resamples, seed }),
    }));
    return { tellings, seed };
  });
}

/** Trains the first versions, and gives lives that begin with them to what is done. */
async function withWorld<Result>(
  { data, parameters, seed, progress }: YearRequest,
  work: (one: LiveOne) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'nlu-year-'));
  const pool = startTrainingPool();
  try {
    progress('reads what people say', 0);
    const world = await yearWorld(data, parameters, seed, folder, pool);
    const { labelled } = world.rows;
    progress(`trains the first versions on ${labelled.length} labels`, FIRST_SHARE / 2);
    const domains = world.schemas.map(({ domain }) => domain);
    const first = await world.train(world.labelled, domains, new Date(parameters.begins));
    let over = FIRST_SHARE;
    return await work(async ({ share, ...life }) => {
      const own = {
        ...life,
        seed,
        resamples: GATE_RESAMPLES,
        folder: join(folder, life.name.replaceAll(/\W+/gu, '-')),
      };
      const lived = await live(own, world, first, (text, done) => progress(text, over + done * share));
      over += share;
      return lived;
    });
  } finally {
    await pool.close();
    await rm(folder, { recursive: true, force: true });
  }
}
