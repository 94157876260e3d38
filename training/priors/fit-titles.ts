import type { PriorTable } from '../../gateway/answer/prior-table.js';
import { asksForTitle, titleFeatures } from '../../gateway/answer/title-shares.js';
import { minimise } from '../optimiser/lbfgs.js';
import type { HeardRequest } from './heard-request.js';

/** Fewer requests for listed titles teach nothing. */
const leastRequests = 50;
/** What plain requests weigh together, of what the others do. */
const plainShare = 0.25;
/** Half of it times the sum of squares is added to the loss of all requests. */
const l2 = 1;

/**
 * How much the domains' claims, the catalogues and the context count for requests that ask for a listed title: multinomial
 * logistic regression by maximum likelihood, five weights and an offset a domain. Weights are kept where a table allows them.
 * @param plain requests that say what they mean, so that a domain that is sure is believed; a quarter of the weight of the others in all
 * @returns undefined for fewer than 50 requests that a log has
 */
export function fitTitles(
  requests: readonly HeardRequest[],
  table: PriorTable,
  plain: readonly HeardRequest[] = [],
): PriorTable['titles'] {
  const domains = Object.keys(table.base);
  const logged = requests.filter(asksForListed);
  if (logged.length < leastRequests) return undefined;
  const others = plain.filter(asksForListed);
  const example = ({ interpretations, context, domain }: HeardRequest, weight: number) => {
    const features = titleFeatures(table, interpretations, context);
    return {
      weight,
      meant: features.findIndex((one) => one.domain === domain),
      rows: features.map(({ domain: name, behind, listed, listedWhenSure, popularity, context: ratio }) => [
        behind,
        listed,
        listedWhenSure,
        popularity,
        ratio,
        ...domains.map((one) => (one === name ? 1 : 0)),
      ]),
    };
  };
  const examples = [
    ...logged.map((request) => example(request, 1)),
    ...others.map((request) => example(request, (plainShare * logged.length) / others.length)),
  ];
  const { point } = minimise(
    (at, gradient) => {
      gradient.fill(0);
      let loss = 0;
      for (const { rows, meant, weight } of examples) {
        const scores = rows.map((values) => values.reduce((sum, value, index) => sum + value * at[index]!, 0));
        const highest = Math.max(...scores);
        const total = scores.reduce((sum, score) => sum + Math.exp(score - highest), 0);
        loss += weight * (highest + Math.log(total) - scores[meant]!);
        for (const [row, values] of rows.entries()) {
          const slope = weight * (Math.exp(scores[row]! - highest) / total - (row === meant ? 1 : 0));
          for (const [index, value] of values.entries()) gradient[index] = gradient[index]! + slope * value;
        }
      }
      for (const index of at.keys()) {
        loss += (l2 / 2) * at[index]! ** 2;
        gradient[index] = gradient[index]! + l2 * at[index]!;
      }
      return loss;
    },
    new Float64Array(5 + domains.length),
    { tolerance: 1e-4, maxIterations: 200 },
  );
  const within = (value: number, least: number, most: number) =>
    Math.round(1e4 * Math.max(least, Math.min(most, value))) / 1e4;
  return {
    behind: within(point[0]!, 0, 1),
    listed: within(point[1]!, 0, 10),
    listedWhenSure: within(point[2]!, -10, 0),
    popularity: within(point[3]!, -10, 10),
    context: within(point[4]!, 0, 2),
    offsets: Object.fromEntries(domains.map((domain, index) => [domain, within(point[5 + index]!, -50, 50)])),
  };
}

function asksForListed({ interpretations, domain }: HeardRequest): boolean {
  return asksForTitle(interpretations) && interpretations.has(domain);
}
