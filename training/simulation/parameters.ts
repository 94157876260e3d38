import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { NluError } from '../../serving/errors.js';
import { projectRoot } from '../../serving/project.js';

const probability = z.number().min(0).max(1);
const sumsToOne = (shares: readonly number[]) => Math.abs(shares.reduce((sum, share) => sum + share, 0) - 1) < 1e-9;
const distribution = z.record(z.string(), probability).refine((row) => sumsToOne(Object.values(row)), 'must sum to 1');
const byDomain = z.record(z.string(), distribution);

/** The numbers of the generative model that simulated logs and the ambiguity benchmark are drawn from. */
const parametersSchema = z.strictObject({
  description: z.string(),
  /** Domain -> the catalogue kind of its works, and P(domain). */
  domains: z.record(z.string(), z.strictObject({ kind: z.string(), share: probability })),
  /** P(domain | title) is in proportion to share * e^(popularity * (percentile of the work - 1/2)). */
  popularity: z.number(),
  /** P(a context tells nothing, and is drawn as for any domain). */
  noise: probability,
  deviceType: byDomain,
  /** `none`: no app in the foreground. */
  foreground: byDomain,
  /** Domain -> probability of each span of three hours, from midnight. */
  hour: z.record(z.string(), z.array(probability).length(8).refine(sumsToOne, 'must sum to 1')),
  locale: byDomain,
  recent: z.strictObject({
    /** P(no activity). */
    none: probability,
    ages: z.array(z.strictObject({ minutes: z.number().positive(), share: probability })),
    /** P(the activity just now was of the same domain, beyond chance); halves with its age. */
    persistence: probability,
    halfLifeMinutes: z.number().positive(),
  }),
  /** Requests that control what is playing, such as "pause". */
  playback: z.strictObject({
    /** Share of all requests that are such, and name no medium. */
    share: probability,
    /** P(what they are meant for is in the foreground). */
    inForeground: probability,
  }),
  carriers: z.strictObject({
    /** A carrier with one of these words says which medium is meant. */
    typed: z.array(z.string()),
    /** Word -> how much likelier it makes a carrier in each domain, before normalisation. */
    words: z.record(z.string(), z.record(z.string(), z.number().positive())),
  }),
  /** The baseline that assistants ship: one confidence for a keyword, one for a title that the catalogue lists. */
  keywordRules: z.strictObject({
    keyword: probability,
    title: probability,
    words: z.record(z.string(), z.array(z.string())),
  }),
});

export type Parameters = z.infer<typeof parametersSchema>;

/** The file, from the project's root. */
export const PARAMETERS_FILE = 'training/simulation/parameters.json';

/**
 * Reads the declared parameters, or another file of their form.
 * @throws NluError INVALID_ARGUMENT naming file and field
 */
export function readParameters(path = join(projectRoot(), PARAMETERS_FILE)): Parameters {
  try {
    return parametersSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    const [issue] = cause instanceof z.ZodError ? cause.issues : [];
    const problem = issue ? `${issue.path.join('.')}: ${issue.message}` : (cause as Error).message;
    throw new NluError('INVALID_ARGUMENT', `${path}: ${problem}`, { cause });
  }
}
