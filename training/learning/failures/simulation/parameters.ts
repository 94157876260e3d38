import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { projectRoot } from '../../../../serving/project.js';

const share = z.number().min(0).max(1);
/** A time that is lognormal: its median in milliseconds, and the standard deviation of its natural logarithm. */
const time = z.strictObject({ median: z.number().positive(), spread: z.number().min(0) });

/** Probabilities of what people do after an answer. */
const reactions = z.strictObject({
  bargeIn: share,
  stop: share,
  /** They ask for the same again. */
  again: share,
  /** They ask for something else next. */
  another: share,
  /** What is played is left within its first parts. */
  playedShort: share,
  /** An explicit answer says what is so. */
  answerTrue: share,
  /** They answer the question which reading was meant. */
  choose: share,
});

/** What people do after an answer, and how often. */
export const customersSchema = z.strictObject({
  right: reactions,
  wrong: reactions,
  overheard: reactions,
  /** P(the question whether it was right is asked). */
  asked: share,
  /** Share of devices that report what was played. */
  played: share,
  /** How people ask again: in the same words, with other words around them, or with more of what is meant. */
  ways: z.strictObject({ repeated: share, framed: share, fuller: share }),
  againAfterMs: time,
  anotherAfterMs: time,
  bargeInAfterMs: time,
});

const parametersSchema = z.strictObject({
  description: z.string(),
  /** Requests of a customer, on average, that are judged. */
  requestsEach: z.number().min(1),
  /**
   * Weights of what reaches a device: a request made of a domain's carriers, a request for a title of several media without a
   * word for the medium, a request that is none of ours, and talk that nobody meant for the device.
   */
  goals: z.strictObject({ typed: share, shared: share, others: share, overheard: share }),
  /** Share of the works of no catalogue of ours that are kept among those that are asked for. */
  unlisted: share,
  /** Share of titles of several words that are said in short. */
  shortened: share,
  /** P(what was asked for cannot be had, whatever was understood). */
  unavailable: share,
  /** Share of works that are taken out of the catalogue. */
  gaps: share,
  /** Share of words that are misheard -> share of customers: it is their voice, their room and their microphone. */
  noise: z.record(z.string(), share),
  /** Draws that an n-best list is made of, and the standard deviation by which the recogniser misjudges an entry. */
  hearings: z.strictObject({ draws: z.int().min(1), spread: z.number().min(0) }),
  /** Share of devices that tell how sure the wake word was, and how far the two kinds are apart in log-odds. */
  wake: z.strictObject({ told: share, separation: z.number().positive() }),
  /** Share of devices that send the n-best list, and share of recognisers that give its order and no confidences. */
  recognised: z.strictObject({ told: share, ranked: share }),
  resolved: z.strictObject({ told: share }),
  customers: customersSchema,
});

/** The numbers that requests, hearings and what people do are drawn from. */
export type FailureParameters = z.output<typeof parametersSchema>;
export type Reactions = z.output<typeof reactions>;

/** The parameters that ship. */
export function readFailureParameters(): FailureParameters {
  const path = join(projectRoot(), 'training/learning/failures/simulation/parameters.json');
  return parametersSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
}
