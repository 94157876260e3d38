import { logit, logSumExp } from '../../../serving/numeric/log-odds.js';
import type { DeviceContext } from './context.js';
import { type ContextFeature, contextFeatures } from './context-features.js';
import type { PriorTable } from './prior-table.js';

/** By domain: log P(domain | context) - log P(domain), within the table's bound; a domain that is absent has 0. */
export type ContextRatios = ReadonlyMap<string, number>;

/**
 * How much likelier each of the table's domains is in a context than without it: log P(domain | context) - log P(domain),
 * both by the table's regression. By Bayes' rule that is log P(context | domain) - log P(context), whatever mix of domains
 * the confidences were calibrated on. Bounded by maxShift either way. Values that the table does not have give no feature.
 * @returns by domain; empty where nothing is known of the context
 */
export function contextRatios(table: PriorTable, context: DeviceContext): ContextRatios {
  const features = knownFeatures(table, context);
  return features.length === 0 ? NO_RATIOS : ratiosOf(table, features);
}

const NO_RATIOS: ContextRatios = new Map();

/** The ratios as features become known, one after the other: the last step has those of `contextRatios`. */
export interface RatioStep {
  /** The feature that joins, for example `device_type=tv`. */
  readonly name: string;
  readonly ratios: ContextRatios;
}

/** The steps by which a context's ratios come about, for explanations; none where nothing is known of the context. */
export function contextSteps(table: PriorTable, context: DeviceContext): RatioStep[] {
  const features = knownFeatures(table, context);
  return features.map(({ group, value }, last) => ({
    name: `${group}=${value}`,
    ratios: ratiosOf(table, features.slice(0, last + 1)),
  }));
}

function knownFeatures(table: PriorTable, context: DeviceContext): ContextFeature[] {
  return contextFeatures(context, table.halfLifeMinutes).filter((feature) => weightsOf(table, feature));
}

function ratiosOf(table: PriorTable, features: readonly ContextFeature[]): ContextRatios {
  const domains = Object.keys(table.base);
  const before = domains.map((domain) => table.intercepts?.[domain] ?? Math.log(table.base[domain]));
  const after = before.slice();
  for (const feature of features) {
    const row = weightsOf(table, feature);
    for (const [index, domain] of domains.entries()) after[index] += feature.strength * (row?.[domain] ?? 0);
  }
  const [mix, shares] = [logSumExp(before), logSumExp(after)];
  const { maxShift } = table;
  return new Map(
    domains.map((domain, index) => {
      const ratio = after[index] - shares - (before[index] - mix);
      return [domain, Math.max(-maxShift, Math.min(maxShift, ratio))];
    }),
  );
}

function weightsOf({ weights }: PriorTable, { group, value }: ContextFeature): Readonly<Record<string, number>> | null {
  const values = weights[group];
  return values && Object.hasOwn(values, value) ? values[value] : null;
}

/** A certain domain stays movable: probabilities are taken within [EDGE, 1 - EDGE] before they are shifted. */
export const EDGE = 1e-9;

/** The log-odds of a probability that is taken within [EDGE, 1 - EDGE], so that they are finite. */
export function boundedLogit(probability: number): number {
  return logit(Math.max(EDGE, Math.min(1 - EDGE, probability)));
}
