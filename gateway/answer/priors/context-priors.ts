import type { Contribution } from '../../../serving/hypothesis.js';
import { logit, logSumExp } from '../../../serving/numeric/log-odds.js';
import type { DeviceContext } from './context.js';
import { type ContextFeature, contextFeatures } from './context-features.js';
import type { PriorTable } from './prior-table.js';

/** The prior of one domain's hypotheses in a context. */
export interface Prior {
  /** What is added to the log-odds of each confidence: natural-log odds, within the table's bound. */
  readonly shift: number;
  /** The parts that sum to the shift; empty unless asked for. */
  readonly contributions: readonly Contribution[];
}

/**
 * The prior of each of the table's domains in a context: logit P(domain | context) - logit P(domain), where P(domain) is
 * the mix that the confidences were calibrated on. By Bayes' rule that is log P(context | domain) - log P(context | any
 * other), so adding it to logit(confidence) gives the log-odds in this context. Bounded by maxShift either way.
 * Values that the table does not have give no feature; where nothing at all is known there is no prior.
 * @param explain whether contributions are wanted
 * @returns by domain
 */
export function contextPriors(table: PriorTable, context: DeviceContext, explain = false): ReadonlyMap<string, Prior> {
  const features = contextFeatures(context, table.halfLifeMinutes).filter((feature) => weightsOf(table, feature));
  if (features.length === 0) return new Map();
  const domains = Object.keys(table.base);
  const scores = domains.map((domain) => table.intercepts?.[domain] ?? Math.log(table.base[domain]));
  // The log-odds after each feature in turn; their differences are the contributions.
  const steps = explain ? [{ name: 'mix', logits: logits(scores) }] : [];
  for (const feature of features) {
    const row = weightsOf(table, feature);
    for (const [index, domain] of domains.entries()) scores[index] += feature.strength * (row?.[domain] ?? 0);
    if (explain) steps.push({ name: `${feature.group}=${feature.value}`, logits: logits(scores) });
  }
  const last = logits(scores);
  return new Map(
    domains.map((domain, index) => [domain, priorOf(last[index], logOdds(table.base[domain]), steps, index, table)]),
  );
}

/**
 * log P(domain | context) - log P(domain) by the regression alone, which is how much a context counts where domains exclude
 * each other. Bounded by maxShift either way.
 * @returns by domain; empty where nothing is known of the context
 */
export function contextRatios(table: PriorTable, context: DeviceContext): ReadonlyMap<string, number> {
  const features = contextFeatures(context, table.halfLifeMinutes).filter((feature) => weightsOf(table, feature));
  if (features.length === 0) return new Map();
  const domains = Object.keys(table.base);
  const before = domains.map((domain) => table.intercepts?.[domain] ?? Math.log(table.base[domain]));
  const after = domains.map((domain, index) =>
    features.reduce(
      (sum, feature) => sum + feature.strength * (weightsOf(table, feature)?.[domain] ?? 0),
      before[index],
    ),
  );
  const [mix, shares] = [logSumExp(before), logSumExp(after)];
  return new Map(
    domains.map((domain, index) => {
      const ratio = after[index] - shares - (before[index] - mix);
      return [domain, Math.max(-table.maxShift, Math.min(table.maxShift, ratio))];
    }),
  );
}

/** One domain's prior from its log-odds in the context and in the base; without steps there are no contributions. */
function priorOf(
  logOdds: number,
  base: number,
  steps: readonly { readonly name: string; readonly logits: readonly number[] }[],
  index: number,
  { maxShift }: PriorTable,
): Prior {
  const whole = logOdds - base;
  const shift = Math.max(-maxShift, Math.min(maxShift, whole));
  if (steps.length === 0) return { shift, contributions: [] };
  let before = base;
  const contributions = steps.map(({ name, logits }) => {
    const value = logits[index] - before;
    before = logits[index];
    return { name, value };
  });
  return { shift, contributions: shift === whole ? contributions : [...contributions, bound(shift - whole)] };
}

const bound = (value: number): Contribution => ({ name: 'bound', value });

function weightsOf({ weights }: PriorTable, { group, value }: ContextFeature): Readonly<Record<string, number>> | null {
  const values = weights[group];
  return values && Object.hasOwn(values, value) ? values[value] : null;
}

/** Log-odds of each class of a softmax over `scores`. */
function logits(scores: readonly number[]): number[] {
  const highest = Math.max(...scores);
  const shares = scores.map((score) => Math.exp(score - highest));
  const total = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => logOdds(share / total));
}

/** The log-odds of a share that is taken within [1e-6, 1 - 1e-6]: a sole domain is certain whatever the context. */
function logOdds(share: number): number {
  return logit(Math.max(1e-6, Math.min(1 - 1e-6, share)));
}

/** A certain hypothesis stays movable: confidences are taken within [EDGE, 1 - EDGE] before they are shifted. */
const EDGE = 1e-9;

/** The log-odds of a confidence that is taken within [EDGE, 1 - EDGE], so that they are finite. */
export function boundedLogit(confidence: number): number {
  return logit(Math.max(EDGE, Math.min(1 - EDGE, confidence)));
}
