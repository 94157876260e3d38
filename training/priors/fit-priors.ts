import { type PriorTable, priorTableSchema } from '../../gateway/answer/prior-table.js';
import { type Random, shuffle } from '../numeric/random.js';
import { fitBase } from './base-rates.js';
import { conformalShare } from './conformal.js';
import { fitTitles } from './fit-titles.js';
import { type HeardRequest, readingsOf, shareOf } from './heard-request.js';
import type { Interaction } from './interaction-log.js';
import { fitRegression, meanLoss } from './regression.js';

export interface PriorTraining {
  readonly interactions: readonly Interaction[];
  /** Requests that say what they mean, all with text, beside a log that has none of them. */
  readonly plain?: readonly Interaction[] | undefined;
  /** What the domains say of a text. */
  readonly hear: (texts: readonly string[]) => Promise<readonly HeardRequest['interpretations'][]>;
  readonly domains: readonly string[];
  readonly coverage: number;
  readonly maxShift: number;
  readonly origin: string;
  /** Whose base and clarify stand where the log has no texts to fit them on. */
  readonly fallback: PriorTable;
  readonly random: Random;
}

export interface TrainedPriors {
  readonly table: PriorTable;
  readonly figures: {
    /** Rows of the log; rows with text that base and threshold were fitted on. */
    readonly rows: number;
    readonly baseRows: number;
    readonly thresholdRows: number;
    /** -log P(domain | context) of the rows that were kept back, in nats, and of their mix alone. */
    readonly loss: number;
    readonly mixLoss: number;
  };
}

/** At most so many texts are interpreted: more would hardly move base rates, weights and threshold. */
const mostTexts = 12_000;
/** Of the texts, for the threshold: they are used for nothing else. */
const keptBack = 0.5;

/**
 * Learns a table from a log. Rows with text are split: one half is kept back for the threshold, as split conformal
 * prediction asks; the other gives the base rates and, with all rows without text, the regression.
 */
export async function fitPriors(training: PriorTraining): Promise<TrainedPriors> {
  const { domains, interactions, fallback, random } = training;
  const order = Int32Array.from(interactions.keys());
  shuffle(order, random);
  const shuffled = Array.from(order, (index) => interactions[index]!);
  const withText = shuffled.filter(({ text }) => text !== undefined).slice(0, mostTexts);
  const held = new Set(withText.slice(0, Math.floor(withText.length * keptBack)));
  const rows = shuffled.filter((row) => !held.has(row));
  const regression = fitRegression(rows, domains, random);
  const { origin, maxShift, coverage } = training;
  const unfitted = {
    origin,
    maxShift,
    ...regression,
    base: fallback.base,
    clarify: fallback.clarify,
    rejection: fallback.rejection,
  };
  const heard = await hear(training, withText);
  const forThreshold = heard.slice(0, held.size);
  const forBase = heard.slice(held.size);
  let table = priorTableSchema.parse(unfitted);
  if (forBase.length > 0) {
    table = { ...table, base: fitBase(forBase, table) };
    const plain = await hear(training, training.plain ?? []);
    const titles = fitTitles(forBase, table, plain) ?? fallback.titles;
    if (titles) table = { ...table, titles };
    const minShare = conformalShare(
      forThreshold.map((request) => shareOf(readingsOf(request, table), request.domain)),
      coverage,
    );
    table = { ...table, clarify: { coverage, minShare: Math.max(1e-6, Math.floor(minShare * 1e6) / 1e6) } };
  }
  const kept = held.size > 0 ? [...held] : rows;
  return {
    table,
    figures: {
      rows: interactions.length,
      baseRows: forBase.length,
      thresholdRows: forThreshold.length,
      loss: meanLoss(regression, kept, domains),
      mixLoss: mixLoss(kept),
    },
  };
}

async function hear({ hear }: PriorTraining, rows: readonly Interaction[]): Promise<HeardRequest[]> {
  const interpretations = await hear(rows.map(({ text }) => text!));
  return rows.map(({ context, domain }, index) => ({ context, domain, interpretations: interpretations[index]! }));
}

function mixLoss(rows: readonly Interaction[]): number {
  const counts = new Map<string, number>();
  for (const { domain } of rows) counts.set(domain, (counts.get(domain) ?? 0) + 1);
  return rows.reduce((sum, { domain }) => sum - Math.log(counts.get(domain)! / rows.length), 0) / rows.length;
}
