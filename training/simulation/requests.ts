import type { DeviceContext } from '../../proto/gen/nlu/v1/DeviceContext.js';
import type { Random } from '../numeric/random.js';
import type { Carrier } from './carriers.js';
import { type ContextModel, contextLikelihoods, drawContext, drawPlace, wireContext } from './context-model.js';
import type { Parameters } from './parameters.js';
import type { SharedTitle } from './shared-titles.js';

/** A request that was drawn, with the domain that was meant and the best guess that anyone could make. */
export interface SimulatedRequest {
  readonly text: string;
  readonly title: SharedTitle;
  readonly context: DeviceContext;
  /** The domain that was meant. */
  readonly domain: string;
  /** `[domains]` P(domain | title, carrier), in the model's order. */
  readonly beforeContext: readonly number[];
  /** `[domains]` P(domain | title, carrier, context): nobody can know more. */
  readonly posterior: readonly number[];
}

/** The model, titles and carriers that requests are drawn from. */
export interface RequestSource {
  readonly model: ContextModel;
  readonly parameters: Parameters;
  readonly titles: readonly SharedTitle[];
  readonly carriers: readonly Carrier[];
}

/** Draws requests: a title, the medium by P(domain | title), then carrier and context by the medium. */
export function drawRequests(
  { model, parameters, titles, carriers }: RequestSource,
  count: number,
  random: Random,
): SimulatedRequest[] {
  const carrierShares = model.domains.map((domain) =>
    normalised(carriers.map(({ weights }) => weights.get(domain) ?? 0)),
  );
  return Array.from({ length: count }, () => {
    const title = titles[random.below(titles.length)];
    const byTitle = titleShares(model, parameters, title);
    const domain = drawPlace(byTitle, random);
    const carrier = drawPlace(carrierShares[domain], random);
    const places = drawContext(model, domain, random);
    const beforeContext = normalised(byTitle.map((share, index) => share * carrierShares[index][carrier]));
    const likelihoods = contextLikelihoods(model, places);
    const { before, after } = carriers[carrier];
    return {
      text: [before, title.text, after].filter((part) => part !== '').join(' '),
      title,
      context: wireContext(model, places, random),
      domain: model.domains[domain],
      beforeContext,
      posterior: normalised(beforeContext.map((share, index) => share * likelihoods[index])),
    };
  });
}

function titleShares(
  { domains, shares }: ContextModel,
  parameters: Parameters,
  { percentiles }: SharedTitle,
): number[] {
  return normalised(
    domains.map((domain, index) => {
      const percentile = percentiles.get(parameters.domains[domain].kind);
      return percentile === undefined ? 0 : shares[index] * Math.exp(parameters.popularity * (percentile - 0.5));
    }),
  );
}

function normalised(weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
