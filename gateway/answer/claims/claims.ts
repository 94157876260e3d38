import { ClaimModel } from './claim-model.js';
import { utteranceFeatures } from './utterance-features.js';

/** By domain that did not reply: P(the utterance is the domain's) as far as one can say without it, in [0, 1]. */
export type AbsentClaims = ReadonlyMap<string, number>;

/** What is said of a domain of which nothing is known: it is as likely as not. */
export const UNKNOWN_CLAIM = 0.5;

const NONE_ABSENT: AbsentClaims = new Map();

/**
 * What absent domains would say of an utterance. Nothing can be learned of a domain while it is away: what is said of it
 * then is what it said before of such words.
 */
export class Claims {
  readonly #models = new Map<string, ClaimModel>();

  /** @param fitted by domain, [FEATURES] weights; a domain without is learned from its first reply on */
  constructor(fitted: ReadonlyMap<string, Float32Array> = new Map()) {
    for (const [domain, weights] of fitted) this.#models.set(domain, new ClaimModel(weights));
  }

  /** Learns from the domains' replies to an utterance. @param replies those of domains that replied */
  learn(utterance: string, replies: ReadonlyMap<string, { readonly inDomain: number }>): void {
    const features = utteranceFeatures(utterance);
    for (const [domain, { inDomain }] of replies) this.#modelOf(domain).learn(features, inDomain);
  }

  /** What the absent domains would say, each `UNKNOWN_CLAIM` where too little is known of it. */
  absent(utterance: string, domains: readonly string[]): AbsentClaims {
    if (domains.length === 0) return NONE_ABSENT;
    const features = utteranceFeatures(utterance);
    return new Map(domains.map((name) => [name, this.#models.get(name)?.claim(features) ?? UNKNOWN_CLAIM]));
  }

  #modelOf(domain: string): ClaimModel {
    let model = this.#models.get(domain);
    if (!model) {
      model = new ClaimModel();
      this.#models.set(domain, model);
    }
    return model;
  }
}
