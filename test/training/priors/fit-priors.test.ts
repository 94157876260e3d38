import { expect, test } from 'vitest';
import { checkContext } from '../../../gateway/answer/priors/context.js';
import { priorTableSchema } from '../../../gateway/answer/priors/prior-table.js';
import { seeded } from '../../../training/numeric/random.js';
import { fitPriors, type PriorTraining } from '../../../training/priors/fit-priors.js';
import { readingsOf, shareOf } from '../../../training/priors/interpreted-request.js';

const domains = ['music', 'video'];
const fallback = priorTableSchema.parse({
  base: { music: 0.5, video: 0.5 },
  clarify: { coverage: 0.9, minShare: 0.25 },
});

/** The same interpretations for every text: the words tell nothing. */
const interpretations = new Map(
  [['music', 0.5] as const, ['video', 0.5] as const].map(([domain, confidence]) => {
    const scores = { domain: 1, intent: 1, slot: 1 };
    return [
      domain,
      { inDomain: confidence, hypotheses: [{ intent: 'find', slots: [], scores, confidence, contributions: [] }] },
    ];
  }),
);

/** On a tv 3 of 4 mean video, on a speaker 1 of 4. */
function training(text: string | undefined): PriorTraining {
  const interactions = Array.from({ length: 1600 }, (_, index) => {
    const deviceType = index % 2 === 0 ? 'tv' : 'speaker';
    const video = deviceType === 'tv' ? index % 8 !== 0 : index % 8 === 1;
    return { context: checkContext({ deviceType }), domain: video ? 'video' : 'music', text };
  });
  const interpret = async (texts: readonly string[]) => texts.map(() => interpretations);
  return { interactions, interpret, domains, coverage: 0.7, maxShift: 3, origin: 'test', fallback, random: seeded(3) };
}

test('the base is the mix of the log, and the threshold for asking comes from texts', async () => {
  const { table, figures } = await fitPriors(training('dune'));
  expect(table.base.music).toBeCloseTo(0.5, 1);
  expect(figures).toMatchObject({ rows: 1600, baseRows: 800, thresholdRows: 800 });
  expect(figures.loss).toBeLessThan(figures.mixLoss);
  const onTv = readingsOf({ context: checkContext({ deviceType: 'tv' }), domain: 'video', interpretations }, table);
  expect(shareOf(onTv, 'video')).toBeCloseTo(0.75, 1);
  // What was meant has a share of .75 three times of four: that covers .7, so the other quarter need not be offered.
  expect(table.clarify!.coverage).toBe(0.7);
  expect(table.clarify!.minShare).toBeGreaterThan(0.5);
});

test('without texts the regression is learned, and the threshold stands', async () => {
  const { table, figures } = await fitPriors(training(undefined));
  expect(table).toMatchObject({ clarify: fallback.clarify, origin: 'test' });
  expect(Object.keys(table.weights.device_type!)).toEqual(['speaker', 'tv']);
  expect(figures).toMatchObject({ baseRows: 0, thresholdRows: 0 });
});
