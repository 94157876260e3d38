import { z } from 'zod';

/**
 * What a score of a caller's own NLU is:
 * - probability: in [0, 1];
 * - logit: log-odds, any number, the larger the likelier;
 * - log-probability: the natural logarithm of a probability, 0 or less;
 * - cost: any number, the smaller the likelier, such as a negative log-likelihood;
 * - rank: 0 or more, the smaller the likelier;
 * - number: any number of which nothing is known.
 */
export const SCORE_KINDS = ['probability', 'logit', 'log-probability', 'cost', 'rank', 'number'] as const;
export type ScoreKind = (typeof SCORE_KINDS)[number];

/**
 * Forms that map one score to a confidence, for those who have a few hundred rows:
 * - temperature: sigmoid(z / T) (Guo et al. 2017, §4.2);
 * - platt: sigmoid(a z + b) (Platt 1999);
 * - isotonic: a rising line through shares of right hypotheses (Zadrozny and Elkan 2002);
 * - beta: sigmoid(a log p - b log(1 - p) + c) (Kull et al. 2017).
 */
export const CALIBRATION_FORMS = ['temperature', 'platt', 'isotonic', 'beta'] as const;
export type CalibrationForm = (typeof CALIBRATION_FORMS)[number];

/** What explanations name besides scores. */
const TAKEN = ['bias', 'alternatives', 'bound', 'calibration'];

/** A score's name: what callers send it by, and the first part of the names of its weights. */
export const scoreName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/, 'letters, digits, _ and -, a letter first, 64 at most')
  .refine((name) => !TAKEN.includes(name), {
    error: `not one of ${TAKEN.join(', ')}, which are parts of explanations`,
  })
  .refine((name) => !(name in {}), { error: 'not one that every object of JavaScript has, such as constructor' });

/** One declared score, with the transform that was learned for it. */
const ownScore = z
  .strictObject({
    name: scoreName,
    kind: z.enum(SCORE_KINDS),
    /** Whether every hypothesis of the training rows had it. */
    always: z.boolean(),
    /** The range of the values in training; what lies outside counts as the nearer end. */
    least: z.number(),
    most: z.number(),
    /**
     * Probabilities are held off 0 and 1 by this much, half of the least distance from either that training saw: an NLU
     * that rounds to two digits means by 0 something below .01.
     */
    floor: z.number().gt(0).lt(0.5),
    /** The value that says nothing for or against, and the unit, both on the score's scale (own-scores/scale.ts). */
    centre: z.number(),
    spread: z.number().positive(),
    /** Places on the same scale, rising, at which the learned line may bend. */
    knots: z.array(z.number()).refine((knots) => knots.every((knot, index) => index === 0 || knots[index - 1] < knot), {
      error: 'knots must rise',
    }),
  })
  .refine(({ least, most }) => least <= most, { error: 'least must be at most most' });

/** What a bundle without recognizer knows of the scores that callers send. */
export const ownScoresSchema = z.strictObject({
  scores: z
    .array(ownScore)
    .min(1)
    .refine((scores) => new Set(scores.map(({ name }) => name)).size === scores.length, {
      error: 'a name stands twice',
    }),
});

export type OwnScore = z.infer<typeof ownScore>;
