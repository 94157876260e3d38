import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { domainName } from '../../bundles/format/envelope.js';
import { NluError } from '../../serving/errors.js';
import { projectRoot } from '../../serving/project.js';
import { featureGroups } from './context-features.js';

/** What the context priors are deployed as: the name stands where a domain's would. */
export const PRIORS = 'priors';

/** A distribution over domains; zero is not allowed, since a prior never removes a hypothesis. */
const distribution = z.record(domainName, z.number().gt(0).lte(1)).refine((row) => {
  const sum = Object.values(row).reduce((total, share) => total + share, 0);
  return Math.abs(sum - 1) < 1e-6;
}, 'the shares must sum to 1');

/** A natural-log weight for each domain. */
const weights = z.record(domainName, z.number().min(-50).max(50));

/**
 * What a gateway knows before it hears a word, as data: P(domain | context) as a multinomial logistic regression, and
 * when to ask. `npm run train-priors` makes it.
 */
export const priorTableSchema = z
  .strictObject({
    /** What it was learned from, for those who read it. */
    origin: z.string().max(1024).default(''),
    /** Largest shift either way, in natural-log odds. */
    maxShift: z.number().min(0).max(10).default(3),
    /** P(domain) in the mix that the confidences were calibrated on. */
    base: distribution,
    /** Of the regression, where nothing is known of the context; those of base, in logarithms, when absent. */
    intercepts: weights.optional(),
    /** Group -> value -> each domain's weight. */
    weights: z.partialRecord(z.enum(featureGroups), z.record(z.string().min(1), weights)).default({}),
    /** An activity counts half as much after this time. */
    halfLifeMinutes: z.number().gt(0).max(100_000).default(60),
    /** How requests for a title that a catalogue lists are shared between domains; absent: as all others. */
    titles: z
      .strictObject({
        /** Of log-odds of P(mine) behind the surest domain, as far as that one is sure. */
        behind: z.number().min(0).max(1),
        /** Of the catalogue listing the title; what of it goes as far as a domain is sure; and of the title's percentile against the middle. */
        listed: z.number().min(0).max(10),
        listedWhenSure: z.number().min(-10).max(0),
        popularity: z.number().min(-10).max(10),
        /** Of log P(domain | context) - log P(domain). */
        context: z.number().min(0).max(2),
        /** Of each domain. */
        offsets: weights,
      })
      .optional(),
    /** From when on an utterance is taken to be any domain's; absent: as the gateway is configured. */
    rejection: z
      .strictObject({
        /** REJECT below this probability that it is any domain's. */
        inDomain: z.number().min(0).max(1),
        /** Share of other utterances that it lets in, as it was fitted. */
        falseAccepts: z.number().min(0).max(1),
      })
      .optional(),
    /** When to ask which reading was meant; absent: never. */
    clarify: z
      .strictObject({
        /** P(the meant reading is among those offered), as it was fitted. */
        coverage: z.number().gt(0).lt(1),
        /** Readings below this share of probability are not offered. */
        minShare: z.number().gt(0).lte(1),
      })
      .optional(),
  })
  .superRefine((table, context) => {
    const domains = Object.keys(table.base).sort().join(', ');
    const check = (row: object, path: string[]) => {
      if (Object.keys(row).sort().join(', ') === domains) return;
      context.addIssue({ code: 'custom', path, message: `must have the domains of base: ${domains}` });
    };
    if (table.intercepts) check(table.intercepts, ['intercepts']);
    if (table.titles) check(table.titles.offsets, ['titles', 'offsets']);
    for (const [group, values] of Object.entries(table.weights)) {
      for (const [value, row] of Object.entries(values ?? {})) check(row, ['weights', group, value]);
    }
  });

export type PriorTable = z.output<typeof priorTableSchema>;

/** Reads a table; without a path, the one that ships. @throws NluError INVALID_ARGUMENT naming file, key and rule. */
export function loadPriorTable(path = join(projectRoot(), 'gateway', 'priors.json')): PriorTable {
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new NluError('INVALID_ARGUMENT', `prior table ${path}: ${(cause as Error).message}`, { cause });
  }
  const result = priorTableSchema.safeParse(data);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => `prior table ${path}: ${issue.path.join('.')}: ${issue.message}`);
  throw new NluError('INVALID_ARGUMENT', faults.join('\n'));
}
