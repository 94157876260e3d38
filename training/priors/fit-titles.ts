import type { PriorTable } from '../../gateway/answer/priors/prior-table.js';
import { asksForTitle, leftOpen, titleFeatures } from '../../gateway/answer/priors/title-shares.js';
import { minimise } from '../optimiser/lbfgs.js';
import type { InterpretedRequest } from './interpreted-request.js';

/** Smallest number of requests for listed titles that is fitted on. */
const LEAST_REQUESTS = 50;
/** Weight of all plain requests together, as a share of the weight of the others. */
const PLAIN_SHARE = 0.25;
/** Regularisation: half of it times the sum of squares is added to the loss of all requests. */
const L2 = 1;

/**
 * Fits how much the domains' in-domain probabilities, the catalogues and the context count for requests that ask for a listed
 * title: multinomial logistic regression by maximum likelihood, six weights and an offset per domain, each within the bounds of
 * a table.
 * @param plain requests that say what they mean, so that a domain that is sure is believed; all of them together have a quarter
 *   of the weight of the others
 * @returns undefined if the log has fewer than 50 requests
 */
export function fitTitles(
  requests: readonly InterpretedRequest[],
  table: PriorTable,
  plain: readonly InterpretedRequest[] = [],
): PriorTable['titles'] {
  const domains = Object.keys(table.base);
  const logged = requests.filter(asksForListed);
  if (logged.length < LEAST_REQUESTS) return undefined;
  const others = plain.filter(asksForListed);
  const example = ({ interpretations, context, domain }: InterpretedRequest, weight: number) => {
    const features = titleFeatures(table, interpretations, context);
    return {
      weight,
      meant: features.findIndex((one) => one.domain === domain),
      rows: features.map(
        ({ domain: name, behind, aroundBehind, listed, listedWhenSure, popularity, context: ratio }) => [
          behind,
          aroundBehind,
          listed,
          listedWhenSure,
          popularity,
          ratio,
          ...domains.map((one) => (one === name ? 1 : 0)),
        ],
      ),
    };
  };
  const examples = [
    ...logged.map((request) => example(request, 1)),
    ...others.map((request) => example(request, (PLAIN_SHARE * logged.length) / others.length)),
  ];
  const { point } = minimise(
    (at, gradient) => {
      gradient.fill(0);
      let loss = 0;
      for (const { rows, meant, weight } of examples) {
        const scores = rows.map((values) => values.reduce((sum, value, index) => sum + value * at[index], 0));
        const highest = Math.max(...scores);
        const total = scores.reduce((sum, score) => sum + Math.exp(score - highest), 0);
        loss += weight * (highest + Math.log(total) - scores[meant]);
        for (const [row, values] of rows.entries()) {
          const derivative = weight * (Math.exp(scores[row] - highest) / total - (row === meant ? 1 : 0));
          for (const [index, value] of values.entries()) gradient[index] = gradient[index] + derivative * value;
        }
      }
      for (const index of at.keys()) {
        loss += (L2 / 2) * at[index] ** 2;
        gradient[index] = gradient[index] + L2 * at[index];
      }
      return loss;
    },
    new Float64Array(6 + domains.length),
    { tolerance: 1e-4, maxIterations: 200 },
  );
  const within = (value: number, least: number, most: number) =>
    Math.round(1e4 * Math.max(least, Math.min(most, value))) / 1e4;
  return {
    behind: within(point[0], 0, 1),
    aroundBehind: within(point[1], 0, 1),
    listed: within(point[2], 0, 10),
    listedWhenSure: within(point[3], -10, 0),
    popularity: within(point[4], -10, 10),
    context: within(point[5], 0, 2),
    offsets: Object.fromEntries(domains.map((domain, index) => [domain, within(point[6 + index], -50, 50)])),
  };
}

/** Whether a request asks for a listed title, in words that leave the domain open that was meant. */
function asksForListed({ interpretations, domain }: InterpretedRequest): boolean {
  const meant = interpretations.get(domain);
  return meant !== undefined && asksForTitle(interpretations) && leftOpen(interpretations)(meant);
}
