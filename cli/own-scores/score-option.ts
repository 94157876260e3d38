import { InvalidArgumentError } from 'commander';
import { messageOf } from '../../serving/errors.js';
import { declaredKinds, type ScoreKinds } from '../../training/own-scores/score-kinds.js';

/** An option's value `name=kind,name=kind`: what the scores of a caller's own NLU are. */
export function scoreKinds(value: string): ScoreKinds {
  const pairs = value.split(',').map((pair) => pair.split('='));
  if (pairs.some((pair) => pair.length !== 2))
    throw new InvalidArgumentError('Give it as name=kind,name=kind, such as confidence=probability,nll=cost.');
  try {
    return declaredKinds(Object.fromEntries(pairs), '--scores');
  } catch (error) {
    throw new InvalidArgumentError(messageOf(error));
  }
}
