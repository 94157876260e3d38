import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { yearFigures } from '../../training/learning/year/figures.js';
import type { YearParameters } from '../../training/learning/year/parameters.js';
import { startTrainingPool } from '../../training/run/training-pool.js';
import { live } from './life.js';
import type { LivedYear } from './year-text.js';
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

/**
 * Lives through the same months two or three times: without learning, with it, and with it but without the poisoned group, where
 * there is one.
 */
export async function runYear({ data, parameters, seed, resamples, progress }: YearRequest): Promise<LivedYear> {
  const folder = await mkdtemp(join(tmpdir(), 'nlu-year-'));
  const pool = startTrainingPool();
  try {
    progress('reads what people say', 0);
    const world = await yearWorld(data, parameters, seed, folder, pool);
    const { labelled } = world.rows;
    progress(`trains the first versions on ${labelled.length} labels`, FIRST_SHARE / 2);
    const domains = world.schemas.map(({ domain }) => domain);
    const first = await world.train(world.labelled, domains, new Date(parameters.begins));
    const hasPoison = parameters.people.poisoned > 0;
    const learningShare = (1 - FIRST_SHARE - FIXED_SHARE) / (hasPoison ? 2 : 1);
    let over = FIRST_SHARE;
    const one = async (name: string, learns: boolean, withPoison: boolean) => {
      const own = learns ? learningShare : FIXED_SHARE;
      const settings = { name, learns, withPoison, parameters, seed, resamples: GATE_RESAMPLES };
      const life = await live({ ...settings, folder: join(folder, name) }, world, first, (text, share) =>
        progress(text, over + share * own),
      );
      over += own;
      return life;
    };
    const fixed = await one('without learning', false, false);
    const life = await one('learning', true, hasPoison);
    const clean = hasPoison ? await one('without poison', true, false) : undefined;
    const lives = { learning: life.judged, fixed: fixed.judged, clean: clean?.judged };
    const { noise, biased } = parameters;
    return { figures: yearFigures(lives, { resamples, seed }), life, hasPoison, settings: { seed, noise, biased } };
  } finally {
    await pool.close();
    await rm(folder, { recursive: true, force: true });
  }
}
