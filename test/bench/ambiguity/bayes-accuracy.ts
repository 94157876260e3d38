import { type ContextModel, contextLikelihoods, type Places } from '../../../training/simulation/context-model.js';
import type { SimulatedRequest } from '../../../training/simulation/requests.js';

/**
 * The Bayes-optimal accuracy for the drawn titles and carriers, exactly: the mean over requests of the sum over every
 * context of max over domains of P(domain | title, carrier) P(context | domain). Without contexts, of max P(domain | ...).
 */
export function bayesAccuracy(
  model: ContextModel,
  requests: readonly SimulatedRequest[],
  withContext: boolean,
): number {
  if (!withContext) return mean(requests.map(({ beforeContext }) => Math.max(...beforeContext)));
  const likelihoods = Array.from(everyContext(model), (places) => contextLikelihoods(model, places));
  return mean(
    requests.map(({ beforeContext }) => {
      let accuracy = 0;
      for (const row of likelihoods) {
        let best = 0;
        for (let domain = 0; domain < row.length; domain++) {
          const joint = beforeContext[domain] * row[domain];
          if (joint > best) best = joint;
        }
        accuracy += best;
      }
      return accuracy;
    }),
  );
}

/** Every context that the model can draw. */
export function* everyContext({ parts }: ContextModel): Generator<Places> {
  const places = parts.map(() => 0);
  for (;;) {
    yield places;
    let part = 0;
    while (part < parts.length && ++places[part] === parts[part].values.length) places[part++] = 0;
    if (part === parts.length) return;
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
