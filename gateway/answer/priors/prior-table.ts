import { z } from 'zod';
import { domainName } from '../../../bundles/format/envelope.js';
import { FEATURE_GROUPS } from './context-features.js';

/** A distribution over domains; zero is not allowed, since a prior never removes a hypothesis. */
const distribution = z.record(domainName, z.number().gt(0).lte(1)).refine((row) => {
  const sum = Object.values(row).reduce((total, share) => total + share, 0);
  return Math.abs(sum - 1) < 1e-6;
}, 'the shares must sum to 1');

/** A weight in natural-log odds for each domain. */
const weights = z.record(domainName, z.number().min(-50).max(50));

/** Weights of a regression over contexts: group -> value -> domain. */
const contextWeights = z.partialRecord(z.enum(FEATURE_GROUPS), z.record(z.string().min(1), weights));

/**
 * The table of context priors: P(domain | context) as a multinomial logistic regression, the model of requests for listed
 * titles, and the thresholds for rejecting and for asking. `npm run train-priors` makes it.
 */
export const priorTableSchema = z
  .strictObject({
    /** Where the table comes from, for those who read it. */
    origin: z.string().max(1024).default(''),
    /** Largest shift either way, in natural-log odds. */
    maxShift: z.number().min(0).max(10).default(3),
    /** P(domain) in the mix that the confidences were calibrated on. */
    base: distribution,
    /** Scores of the regression where nothing is known of the context; absent: the logarithms of base. */
    intercepts: weights.optional(),
    /** Weights of the regression: group -> value -> domain. */
    weights: contextWeights.default({}),
    /**
     * The same regression over requests that control what is playing: P(domain | context) of a request to pause; absent: they
     * are answered as all others.
     */
    playback: z.strictObject({ intercepts: weights, weights: contextWeights }).optional(),
    /** Time after which an activity counts half as much. */
    halfLifeMinutes: z.number().gt(0).max(100_000).default(60),
    /** Weights of the regression over requests for a title that a catalogue lists; absent: they are answered as all others. */
    titles: z
      .strictObject({
        /** Weight of the gap in log-odds to the surest domain's in-domain probability, times that probability. */
        behind: z.number().min(0).max(1),
        /** Weight of the same gap by the words around the title, times the largest such probability squared. */
        aroundBehind: z.number().min(0).max(1).default(0),
        /** Log-odds when the domain's catalogue lists the title. */
        listed: z.number().min(0).max(10),
        /** What is added to `listed`, times the surest domain's in-domain probability: the surer one is, the less a listing counts. */
        listedWhenSure: z.number().min(-10).max(0),
        /** Weight of the title's percentile in the catalogue minus 1/2. */
        popularity: z.number().min(-10).max(10),
        /** Weight of log P(domain | context) - log P(domain). */
        context: z.number().min(0).max(2),
        /** Log-odds that each domain has without any feature. */
        offsets: weights,
      })
      .optional(),
    /** The threshold for rejecting; absent: as the gateway is configured. */
    rejection: z
      .strictObject({
        /** Probability that the utterance is any domain's, below which it is rejected. */
        inDomain: z.number().min(0).max(1),
        /** Share of the utterances of no domain that are let in, as the threshold was fitted. */
        falseAccepts: z.number().min(0).max(1),
      })
      .optional(),
    /** When the best reading is acted upon; absent: as the gateway is configured. */
    accept: z
      .strictObject({
        /** Probability of the best reading below which it is asked about. */
        minProbability: z.number().min(0).max(1),
        /** Largest share of accepted readings that are wrong, as the threshold was fitted. */
        risk: z.number().gt(0).lt(1),
      })
      .optional(),
    /** When to ask which reading was meant; absent: never. */
    clarify: z
      .strictObject({
        /** P(the meant reading is among those offered), as the share was fitted. */
        coverage: z.number().gt(0).lt(1),
        /** Share of probability below which a reading is not offered beside the best. */
        minShare: z.number().gt(0).lte(1),
      })
      .optional(),
  })
  .superRefine((table, context) => {
    const domains = Object.keys(table.base).sort();
    const check = (row: object, path: string[]) => {
      const differ = [
        ...domains.filter((domain) => !Object.hasOwn(row, domain)).map((domain) => `${domain} is missing`),
        ...Object.keys(row).flatMap((domain) => (domains.includes(domain) ? [] : [`${domain} is not in base`])),
      ];
      if (differ.length === 0) return;
      const rule = `must have the domains of base: ${domains.join(', ')} (${differ.join(', ')})`;
      const message = `${rule}; a domain that the whole table leaves out is served without a prior`;
      context.addIssue({ code: 'custom', path, message });
    };
    if (table.intercepts) check(table.intercepts, ['intercepts']);
    if (table.titles) check(table.titles.offsets, ['titles', 'offsets']);
    if (table.playback) check(table.playback.intercepts, ['playback', 'intercepts']);
    for (const [path, groups] of [
      [['weights'], table.weights],
      [['playback', 'weights'], table.playback?.weights ?? {}],
    ] as const) {
      for (const [group, values] of Object.entries(groups)) {
        for (const [value, row] of Object.entries(values ?? {})) check(row, [...path, group, value]);
      }
    }
  });

export type PriorTable = z.output<typeof priorTableSchema>;

/** The table whose regression tells a request's domain by its context: of requests that control playback, their own. */
export function contextTable(table: PriorTable, controlsPlayback: boolean): PriorTable {
  return controlsPlayback && table.playback ? { ...table, ...table.playback } : table;
}
