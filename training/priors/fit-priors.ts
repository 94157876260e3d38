import { type PriorTable, priorTableSchema } from '../../gateway/answer/priors/prior-table.js';
import { controlsPlayback } from '../../gateway/answer/priors/title-shares.js';
import { type Random, shuffle } from '../numeric/random.js';
import { conformalShare } from './conformal.js';
import { fitTitles } from './fit-titles.js';
import type { Interaction } from './interaction-log.js';
import { type InterpretedRequest, readingsOf, shareOf } from './interpreted-request.js';
import { fitRegression, fitWith, meanLoss } from './regression.js';

export interface PriorTraining {
  readonly interactions: readonly Interaction[];
  /** Requests that say what they mean, all with text, beside a log that has none of them. */
  readonly plain?: readonly Interaction[] | undefined;
  /** Every domain's interpretation of each text. */
  readonly interpret: (texts: readonly string[]) => Promise<readonly InterpretedRequest['interpretations'][]>;
  readonly domains: readonly string[];
  readonly coverage: number;
  readonly maxShift: number;
  readonly origin: string;
  /** The table whose titles and thresholds stand where the log has no texts to fit them on. */
  readonly fallback: PriorTable;
  readonly random: Random;
}

export interface TrainedPriors {
  readonly table: PriorTable;
  readonly figures: {
    /** Number of rows of the log. */
    readonly rows: number;
    /** Number of rows with text that the weights of listed titles were fitted on. */
    readonly titleRows: number;
    /** Number of rows with text that the threshold for asking was fitted on. */
    readonly thresholdRows: number;
    /** Mean -log P(domain | context) of the rows that were kept back, in nats. */
    readonly loss: number;
    /** Mean -log of the domain's share among those rows, in nats: what a table without contexts would reach. */
    readonly mixLoss: number;
  };
}

/** Largest number of texts that are interpreted: more would hardly move weights and threshold. */
const MOST_TEXTS = 24_000;
/** Share of the texts that is kept back for the threshold and used for nothing else. */
const KEPT_BACK = 0.5;

/**
 * Learns a table from a log. Rows with text are split: one half is kept back for the threshold, as split conformal
 * prediction asks; the other gives the weights of listed titles and, with all rows without text, the regression. Those that
 * control what is playing have a regression of their own: what plays tells more of them than of any other request.
 */
export async function fitPriors(training: PriorTraining): Promise<TrainedPriors> {
  const { domains, interactions, fallback, random } = training;
  const order = Int32Array.from(interactions.keys());
  shuffle(order, random);
  const shuffled = Array.from(order, (index) => interactions[index]);
  const withText = shuffled.filter(({ text }) => text !== undefined).slice(0, MOST_TEXTS);
  const interpreted = await interpretRows(training, withText);
  const heldRows = Math.floor(withText.length * KEPT_BACK);
  const forThreshold = interpreted.slice(0, heldRows);
  const learned = interpreted.slice(heldRows);
  const forTitles = learned.filter((row) => !isPlayback(row));
  const forPlayback = learned.filter(isPlayback);
  const rows = [...shuffled.filter(({ text }) => text === undefined), ...forTitles];
  const regression = fitRegression(rows, domains, random);
  const { origin, maxShift, coverage } = training;
  const unfitted = {
    origin,
    maxShift,
    ...regression,
    playback: fitPlayback(forPlayback, regression.halfLifeMinutes, training) ?? fallback.playback,
    base: sharesOf(rows, domains),
    clarify: fallback.clarify,
    rejection: fallback.rejection,
    accept: fallback.accept,
    titles: fallback.titles,
  };
  let table = priorTableSchema.parse(unfitted);
  if (forTitles.length > 0) {
    const plain = await interpretRows(training, training.plain ?? []);
    const titles = fitTitles(forTitles, table, plain);
    if (titles) table = { ...table, titles };
    const minShare = conformalShare(
      forThreshold.map((request) => shareOf(readingsOf(request, table), request.domain)),
      coverage,
    );
    table = { ...table, clarify: { coverage, minShare: Math.max(1e-6, Math.floor(minShare * 1e6) / 1e6) } };
  }
  const kept = heldRows > 0 ? forThreshold.filter((row) => !isPlayback(row)) : rows;
  return {
    table,
    figures: {
      rows: interactions.length,
      titleRows: forTitles.length,
      thresholdRows: forThreshold.length,
      loss: meanLoss(regression, kept, domains),
      mixLoss: mixLoss(kept),
    },
  };
}

/** Fewer requests to control playback than this say too little of whose they are. */
const LEAST_PLAYBACK = 50;

function isPlayback({ interpretations }: InterpretedRequest): boolean {
  return controlsPlayback(interpretations);
}

/** The regression of requests that control playback; undefined where there are too few of them. */
function fitPlayback(
  rows: readonly InterpretedRequest[],
  halfLifeMinutes: number,
  { domains, random }: PriorTraining,
): PriorTable['playback'] {
  if (rows.length < LEAST_PLAYBACK) return undefined;
  const { intercepts, weights } = fitWith(rows, domains, halfLifeMinutes, random);
  return { intercepts, weights };
}

/** Each domain's share of the rows, to five digits; none is 0, and they sum to 1. */
function sharesOf(rows: readonly Pick<Interaction, 'domain'>[], domains: readonly string[]): Record<string, number> {
  const counts = domains.map((name) => 1 + rows.filter(({ domain }) => domain === name).length);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const rounded = counts.slice(1).map((count) => Math.max(1e-5, Math.round((1e5 * count) / total) / 1e5));
  // The first takes what rounding leaves.
  const first = 1 - rounded.reduce((sum, share) => sum + share, 0);
  return Object.fromEntries(domains.map((domain, index) => [domain, index === 0 ? first : rounded[index - 1]]));
}

/** The rows, all of which must have a text, with what the domains make of it. */
async function interpretRows(
  { interpret }: PriorTraining,
  rows: readonly Interaction[],
): Promise<InterpretedRequest[]> {
  const interpretations = await interpret(rows.map(({ text = '' }) => text));
  return rows.map(({ context, domain }, index) => ({ context, domain, interpretations: interpretations[index] }));
}

/** Mean -log of the domain's share among the rows, in nats. */
function mixLoss(rows: readonly Pick<Interaction, 'domain'>[]): number {
  const counts = new Map<string, number>();
  for (const { domain } of rows) counts.set(domain, (counts.get(domain) ?? 0) + 1);
  return rows.reduce((sum, { domain }) => sum - Math.log((counts.get(domain) ?? 0) / rows.length), 0) / rows.length;
}
