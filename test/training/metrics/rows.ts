import type { NamedValue, Scored, ScoredHypothesis } from '../../../training/metrics/scored.js';

/** `slots('artist=nina simone', 'year=1967')` */
export function slots(...pairs: string[]): NamedValue[] {
  return pairs.map((pair) => {
    const [name, value] = pair.split('=');
    return { name: name!, value: value! };
  });
}

/** `hypothesis('music/Play', 0.9, 'artist=nina simone')` */
export function hypothesis(label: string, confidence: number, ...pairs: string[]): ScoredHypothesis {
  const [domain, intent] = label.split('/');
  return { domain: domain!, intent: intent!, slots: slots(...pairs), confidence };
}

/** `utterance('music/Play', ['artist=nina simone'], hypothesis(…), …)`; undefined slots: the corpus annotates none. */
export function utterance(label: string, pairs: string[] | undefined, ...hypotheses: ScoredHypothesis[]): Scored {
  const [domain, intent] = label.split('/');
  return { reference: { domain: domain!, intent: intent ?? 'any', slots: pairs && slots(...pairs) }, hypotheses };
}
