import { type ContextFeature, contextFeatures } from '../../gateway/answer/priors/context-features.js';
import type { PriorTable } from '../../gateway/answer/priors/prior-table.js';
import { logSumExp } from '../../serving/numeric/log-odds.js';
import type { Random } from '../numeric/random.js';
import { minimise } from '../optimiser/lbfgs.js';
import type { Interaction } from './interaction-log.js';

/** The part of a table that is P(domain | context). */
export type ContextRegression = Pick<PriorTable, 'weights' | 'halfLifeMinutes'> & {
  readonly intercepts: Readonly<Record<string, number>>;
};

type Row = Pick<Interaction, 'context' | 'domain'>;
interface Example {
  readonly features: readonly ContextFeature[];
  readonly domain: number;
}

/** Smallest number of rows with a value that it is learned from; a rarer value gets no weight. */
const LEAST_ROWS = 5;
/** Regularisation of the weights, not of the intercepts: half of it times the sum of squares is added to the loss. */
const L2 = 1;
/** Half-lives that are tried, in minutes. */
const HALF_LIVES = [15, 45, 120, 360];

/**
 * Multinomial logistic regression of the domain on what is known of the context, by L-BFGS. Each row counts twice: as it
 * is, and with each feature left out at random, so that contexts of which less is known are answered as well.
 * The half-life of activities is the one that predicts a fifth of the rows best from the others.
 */
export function fitRegression(rows: readonly Row[], domains: readonly string[], random: Random): ContextRegression {
  const cut = Math.floor(rows.length / 5);
  const tried = HALF_LIVES.map((halfLifeMinutes) => {
    const fitted = fitWith(rows.slice(cut), domains, halfLifeMinutes, random);
    return { halfLifeMinutes, loss: meanLoss(fitted, rows.slice(0, cut), domains) };
  });
  const best = tried.reduce((one, other) => (other.loss < one.loss ? other : one));
  return fitWith(rows, domains, best.halfLifeMinutes, random);
}

/** Mean -log P(domain | context) over rows, in nats; 0 for no rows. */
export function meanLoss(regression: ContextRegression, rows: readonly Row[], domains: readonly string[]): number {
  const total = rows.reduce((sum, { context, domain }) => {
    const scores = domains.map((name) => regression.intercepts[name]);
    for (const { group, value, strength } of contextFeatures(context, regression.halfLifeMinutes)) {
      const weights = regression.weights[group]?.[value];
      if (weights) for (const [index, name] of domains.entries()) scores[index] += strength * weights[name];
    }
    return sum + logSumExp(scores) - scores[domains.indexOf(domain)];
  }, 0);
  return rows.length === 0 ? 0 : total / rows.length;
}

/** The regression with a given half-life of activities. */
export function fitWith(
  rows: readonly Row[],
  domains: readonly string[],
  halfLifeMinutes: number,
  random: Random,
): ContextRegression {
  const whole = rows.map(({ context, domain }) => ({
    features: contextFeatures(context, halfLifeMinutes),
    domain: domains.indexOf(domain),
  }));
  const columns = columnsOf(whole);
  const partial = whole.map(({ features, domain }) => {
    const kept = new Map(features.map(({ group }) => [group, random.next() < 0.5]));
    return { features: features.filter(({ group }) => kept.get(group)), domain };
  });
  const point = fit([...whole, ...partial], columns, domains.length);
  const rowAt = (column: number) =>
    Object.fromEntries(domains.map((domain, index) => [domain, rounded(point[column * domains.length + index])]));
  const weights: PriorTable['weights'] = {};
  for (const [key, { group, value, column }] of [...columns].sort(([one], [other]) => (one < other ? -1 : 1))) {
    if (key !== '') weights[group] = { ...weights[group], [value]: rowAt(column) };
  }
  return { intercepts: rowAt(0), weights, halfLifeMinutes };
}

interface Column extends Pick<ContextFeature, 'group' | 'value'> {
  readonly column: number;
}

const keyOf = ({ group, value }: Pick<ContextFeature, 'group' | 'value'>) => `${group}=${value}`;

/** A column for every value that was seen often enough; column 0 is the intercept's. */
function columnsOf(examples: readonly Example[]): Map<string, Column> {
  const seen = new Map<string, { feature: ContextFeature; count: number }>();
  for (const { features } of examples) {
    for (const feature of features) {
      const entry = seen.get(keyOf(feature));
      if (entry) entry.count++;
      else seen.set(keyOf(feature), { feature, count: 1 });
    }
  }
  const often = [...seen]
    .filter(([, { count }]) => count >= LEAST_ROWS)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return new Map(often.map(([key, { feature }], index) => [key, { ...feature, column: index + 1 }]));
}

/** `[1 + columns, classes]` row-major, the intercepts first. */
function fit(examples: readonly Example[], columns: ReadonlyMap<string, Column>, classes: number): Float64Array {
  const encoded = examples.map(({ features, domain }) => ({
    terms: features.flatMap((feature) => {
      const found = columns.get(keyOf(feature));
      return found ? [{ at: found.column * classes, strength: feature.strength }] : [];
    }),
    domain,
  }));
  const scores = new Array<number>(classes);
  return minimise(
    (point, gradient) => {
      gradient.fill(0);
      let loss = 0;
      for (const { terms, domain } of encoded) {
        for (let index = 0; index < classes; index++) {
          scores[index] = point[index];
          for (const { at, strength } of terms) scores[index] += strength * point[at + index];
        }
        const normaliser = logSumExp(scores);
        loss += normaliser - scores[domain];
        for (let index = 0; index < classes; index++) {
          const derivative = Math.exp(scores[index] - normaliser) - (index === domain ? 1 : 0);
          gradient[index] += derivative;
          for (const { at, strength } of terms) gradient[at + index] += derivative * strength;
        }
      }
      for (let entry = classes; entry < point.length; entry++) {
        loss += (L2 / 2) * point[entry] ** 2;
        gradient[entry] += L2 * point[entry];
      }
      return loss;
    },
    new Float64Array((1 + columns.size) * classes),
    { tolerance: 1e-3, maxIterations: 100 },
  ).point;
}

/** Four digits are far below what the data can tell, and keep the file readable. */
const rounded = (weight: number) => Math.round(weight * 1e4) / 1e4;
