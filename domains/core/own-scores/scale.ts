import type { OwnForm } from '../../../bundles/format/manifest.js';
import type { OwnScore, ScoreKind } from '../../../bundles/format/own-scores.js';
import { log1mExp } from '../../../serving/numeric/log-odds.js';

/** Whether scores of a kind say how probable a hypothesis is. */
export function isProbable(kind: ScoreKind): boolean {
  return kind === 'probability' || kind === 'logit' || kind === 'log-probability';
}

/** The paper's forms weigh logarithms of probabilities (Su et al. 2018, §3); all others log-odds. */
export function isPaperForm(form: OwnForm): boolean {
  return form === 'r0' || form === 'r1' || form === 'r2' || form === 'r3';
}

/**
 * A score's value on the scale that its weights are learned on, the larger the likelier: probabilities in log-odds, or
 * for the paper's forms as logarithms; costs negated; ranks as -log(1 + rank); numbers as they are. Probabilities and
 * their logarithms are held off 0 and 1 by the score's floor.
 */
export function onScale({ kind, floor }: Pick<OwnScore, 'kind' | 'floor'>, value: number, form: OwnForm): number {
  switch (kind) {
    case 'cost':
      return -value;
    case 'rank':
      return -Math.log1p(Math.max(0, value));
    case 'number':
      return value;
    case 'logit':
      return isPaperForm(form) ? logSigmoid(value) : value;
    default: {
      const log = kind === 'probability' ? Math.log(value) : value;
      const held = Math.min(Math.log1p(-floor), Math.max(Math.log(floor), log));
      return isPaperForm(form) ? held : held - log1mExp(held);
    }
  }
}

/** log(1 / (1 + e^-x)), without overflow. */
export function logSigmoid(x: number): number {
  return x > 0 ? -Math.log1p(Math.exp(-x)) : x - Math.log1p(Math.exp(x));
}
