import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { NluError } from '../../../serving/errors.js';
import { projectRoot } from '../../../serving/project.js';
import { customersSchema } from '../failures/simulation/parameters.js';

const share = z.number().min(0).max(1);
/** A month of the year by its number from 1; 0: never. */
const month = z.int().min(0).max(120);

const yearSchema = z.strictObject({
  description: z.string(),
  /** Months that are lived through. */
  months: z.int().min(2).max(120),
  /** When the first month begins. A month has 30 days. */
  begins: z.iso.datetime({ precision: 3 }),
  /** Hours of a month in which people ask, spread evenly over it: each is a segment of events. */
  hours: z.int().min(1).max(720),
  /** Domains learn at the end of every so many months, save the last one. */
  learnEvery: z.int().min(1).max(120),
  people: z.strictObject({
    /** Customers with a name, from whom is learned. */
    teaching: z.int().min(5),
    /** Customers without a name: nothing of theirs is kept with words, and what they say nobody else says. */
    control: z.int().min(1),
    /** Share of the teaching customers, beside them, who work together and tell the opposite of the truth. */
    poisoned: share,
    /** Requests of each person in a month that begin something; rephrases come on top. */
    requests: z.int().min(1),
  }),
  goals: z.strictObject({
    /** Things that the teaching customers want, each a row of a corpus. */
    count: z.int().min(20),
    /** The goal of rank r is wanted in proportion to r ** -zipf. */
    zipf: z.number().min(0),
    /** Share of the texts that only the control group says. */
    control: share,
    /** Share of the requests that are heard as a recogniser heard their row; rows without a whole hearing are heard as said. */
    misheard: share,
    /** Share of the goals that are said again first in the words of a real correction, where these are known. */
    corrected: share,
    /** Requests for one goal, the first among them, after which people give up. */
    attempts: z.int().min(1).max(10),
  }),
  labels: z.strictObject({
    /** Share of the rows whose labels the first versions are trained on. */
    learned: share,
    /** Share of the rows whose labels are kept for the gates. */
    gates: share,
  }),
  /** Share of the reactions to an answer that are those to the opposite. */
  noise: share,
  /** Whether those who say a lot mostly do not tell: of texts above 46 characters one in five is told of, of others four. */
  biased: z.boolean(),
  poison: z.strictObject({
    /** The commonest goals that the poisoned group asks for, and gives to another meaning. */
    targets: z.int().min(1),
  }),
  incidents: z.strictObject({
    /** The month in which a bad version of a domain is offered, refused, and deployed all the same. */
    badDeploy: month,
    /** Share of that month's requests that it answers until it is rolled back. */
    badShare: share,
    /** The month in which NATS is away. */
    outage: month,
    /** The month from which other works are wanted. */
    catalogue: month,
    /** Share of the goals that others take the place of then. */
    replaced: share,
  }),
  customers: customersSchema,
});

/** The numbers that a simulated year is drawn from. */
export type YearParameters = z.output<typeof yearSchema>;

/** The parameters that ship. */
export const YEAR_PARAMETERS = 'training/learning/year/parameters.json';

/** @throws NluError NOT_FOUND for a file that cannot be read; INVALID_ARGUMENT naming file and field */
export function readYearParameters(path = join(projectRoot(), YEAR_PARAMETERS)): YearParameters {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new NluError('NOT_FOUND', `${path}: cannot be read: ${(cause as Error).message}`, { cause });
  }
  return checkedYear(parsedJson(text, path), path);
}

/** @throws NluError INVALID_ARGUMENT naming the field */
export function checkedYear(value: unknown, from: string): YearParameters {
  const { data, error } = yearSchema.safeParse(value);
  if (data) return data;
  const [issue] = error.issues;
  throw new NluError('INVALID_ARGUMENT', `${from}: ${issue?.path.join('.')}: ${issue?.message}`);
}

function parsedJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new NluError('INVALID_ARGUMENT', `${path}: is no JSON: ${(cause as Error).message}`, { cause });
  }
}
