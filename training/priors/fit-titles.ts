import type { PriorTable } from '../../gateway/prior-table.js';
import { asksForTitle, titleFeatures } from '../../gateway/title-shares.js';
import { minimise } from '../optimiser/lbfgs.js';
import type { HeardRequest } from './heard-request.js';

/** Fewer requests for listed titles teach nothing. */
const leastRequests = 50;
/** Log-odds behind the surest domain from which on no catalogue helps: of typed requests one in ten is decided by less. */
const decided = 8;
/** Half of it times the sum of squares is added to the loss of all requests. */
const l2 = 1;

/**
 * How much the domains' claims, the catalogues and the context count for requests that ask for a listed title: multinomial
 * logistic regression by maximum likelihood, four weights and an offset a domain. Weights are kept where a table allows them.
 * @returns undefined for fewer than 50 such requests
 */
export function fitTitles(requests: readonly HeardRequest[], table: PriorTable): PriorTable['titles'] {
  const domains = Object.keys(table.base);
  const examples = requests
    .filter(({ interpretations, domain }) => asksForTitle(interpretations) && interpretations.has(domain))
    .map(({ interpretations, context, domain }) => {
      const features = titleFeatures(table, interpretations, context, decided);
      return {
        meant: features.findIndex((one) => one.domain === domain),
        rows: features.map(({ domain: name, behind, beyond, listed, popularity, context: ratio }) => ({
          values: [behind, listed, popularity, ratio, ...domains.map((one) => (one === name ? 1 : 0))],
          beyond,
        })),
      };
    });
  if (examples.length < leastRequests) return undefined;
  const { point } = minimise(
    (at, gradient) => {
      gradient.fill(0);
      let loss = 0;
      for (const { rows, meant } of examples) {
        const scores = rows.map(({ values, beyond }) =>
          values.reduce((sum, value, index) => sum + value * at[index]!, beyond),
        );
        const highest = Math.max(...scores);
        const total = scores.reduce((sum, score) => sum + Math.exp(score - highest), 0);
        loss += highest + Math.log(total) - scores[meant]!;
        for (const [row, { values }] of rows.entries()) {
          const slope = Math.exp(scores[row]! - highest) / total - (row === meant ? 1 : 0);
          for (const [index, value] of values.entries()) gradient[index] = gradient[index]! + slope * value;
        }
      }
      for (const index of at.keys()) {
        loss += (l2 / 2) * at[index]! ** 2;
        gradient[index] = gradient[index]! + l2 * at[index]!;
      }
      return loss;
    },
    new Float64Array(4 + domains.length),
    { tolerance: 1e-4, maxIterations: 200 },
  );
  const within = (value: number, least: number, most: number) =>
    Math.round(1e4 * Math.max(least, Math.min(most, value))) / 1e4;
  return {
    decided,
    behind: within(point[0]!, 0, 1),
    listed: within(point[1]!, 0, 10),
    popularity: within(point[2]!, -10, 10),
    context: within(point[3]!, 0, 2),
    offsets: Object.fromEntries(domains.map((domain, index) => [domain, within(point[4 + index]!, -50, 50)])),
  };
}
