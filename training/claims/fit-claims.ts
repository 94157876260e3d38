import { ClaimModel } from '../../gateway/answer/claims/claim-model.js';
import { utteranceFeatures } from '../../gateway/answer/claims/utterance-features.js';
import { type Random, shuffle } from '../numeric/random.js';

/** Times that each utterance is learned from. */
const EPOCHS = 4;

/** An utterance, and what each domain says of it. */
export interface ClaimedUtterance {
  readonly text: string;
  readonly interpretations: ReadonlyMap<string, { readonly inDomain: number }>;
}

/**
 * Learns what domains claim: not what is right, but what the domain itself would say, by the model and the step that the
 * gateway learns with while it serves.
 * @returns [FEATURES] weights in natural-log odds, by domain
 */
export function fitClaims(
  rows: readonly ClaimedUtterance[],
  domains: readonly string[],
  random: Random,
): Map<string, Readonly<Float32Array>> {
  const models = new Map(domains.map((domain) => [domain, new ClaimModel()]));
  const features = rows.map(({ text }) => utteranceFeatures(text));
  const order = Int32Array.from(rows.keys());
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    shuffle(order, random);
    for (const index of order) {
      for (const [domain, { inDomain }] of rows[index].interpretations)
        models.get(domain)?.learn(features[index], inDomain);
    }
  }
  return new Map([...models].map(([domain, { weights }]) => [domain, weights]));
}
