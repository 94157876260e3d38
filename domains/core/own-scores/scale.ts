import type { OwnForm } from '../../../bundles/format/manifest.js';
import type { ScoreKind } from '../../../bundles/format/own-scores.js';
import { log1mExp } from '../../../serving/numeric/log-odds.js';
import { logOf } from '../reranker/evidence.js';

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
 * for the paper's forms as logarithms; costs negated; ranks as -log(1 + rank); numbers as they are. Probabilities are
 * held off 0 and 1 by 1e-9.
 */
export function onScale(kind: ScoreKind, value: number, form: OwnForm): number {
  switch (kind) {
    case 'cost':
      return -value;
    case 'rank':
      return -Math.log1p(Math.max(0, value));
    case 'number':
      return value;
    default: {
      const logProbability = logarithm(kind, value);
      return isPaperForm(form) ? logProbability : logProbability - log1mExp(logProbability);
    }
  }
}

/** log p, held off log 0 and log 1. */
function logarithm(kind: ScoreKind, value: number): number {
  if (kind === 'probability') return logOf(value);
  if (kind === 'log-probability') return Math.min(logOf(1), Math.max(logOf(0), value));
  // log sigmoid(x), without overflow.
  const log = value > 0 ? -Math.log1p(Math.exp(-value)) : value - Math.log1p(Math.exp(value));
  return Math.min(logOf(1), Math.max(logOf(0), log));
}
