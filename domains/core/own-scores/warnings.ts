import type { OwnScore } from '../../../bundles/format/own-scores.js';
import type { NamedScores } from './evidence.js';

/** What is wrong with scores that a caller sent, so that confidences are not what training measured. */
export interface ScoreWarning {
  readonly score: string;
  /**
   * - outside: the value is beyond the range of training, and counts as the nearer end;
   * - missing: a hypothesis lacks a score that every hypothesis of training had;
   * - undeclared: the bundle does not know the score, and does not read it.
   */
  readonly kind: 'outside' | 'missing' | 'undeclared';
  /** The value that is farthest outside; the first one of an undeclared score; absent for a missing score. */
  readonly value?: number | undefined;
  /** The range of training; absent for an undeclared score. */
  readonly least?: number | undefined;
  readonly most?: number | undefined;
  /** How many hypotheses of the list it is about. */
  readonly hypotheses: number;
}

/** The warnings for one list: at most one for each score and kind, in the order of the declared scores. */
export function scoreWarnings(scores: readonly OwnScore[], hypotheses: readonly NamedScores[]): ScoreWarning[] {
  const warnings: ScoreWarning[] = [];
  for (const { name, always, least, most } of scores) {
    let [outside, missing, farthest, value] = [0, 0, 0, 0];
    for (const named of hypotheses) {
      const found = named[name];
      if (!isPresent(found)) missing++;
      else if (found < least || found > most) {
        outside++;
        const distance = Math.max(least - found, found - most);
        if (distance > farthest) [farthest, value] = [distance, found];
      }
    }
    if (outside > 0) warnings.push({ score: name, kind: 'outside', value, least, most, hypotheses: outside });
    if (missing > 0 && always) warnings.push({ score: name, kind: 'missing', least, most, hypotheses: missing });
  }
  const declared = new Set(scores.map(({ name }) => name));
  const undeclared = new Map<string, { value: number; hypotheses: number }>();
  for (const named of hypotheses) {
    for (const [name, value] of Object.entries(named)) {
      if (declared.has(name) || !isPresent(value)) continue;
      const found = undeclared.get(name);
      undeclared.set(name, { value: found?.value ?? value, hypotheses: (found?.hypotheses ?? 0) + 1 });
    }
  }
  for (const [score, found] of undeclared) warnings.push({ score, kind: 'undeclared', ...found });
  return warnings;
}

/** A warning in words, without any text of the request. */
export function warningText({ score, kind, value, least, most, hypotheses }: ScoreWarning): string {
  const of = hypotheses === 1 ? 'of one hypothesis' : `of ${hypotheses} hypotheses`;
  if (kind === 'undeclared') return `score ${score} ${of}: not declared, and not read`;
  if (kind === 'missing') return `score ${score} ${of}: missing, and training always had it`;
  return `score ${score} ${of}: ${value} is outside of training's [${least}, ${most}], and counts as the nearer end`;
}

function isPresent(value: number | null | undefined): value is number {
  return value !== undefined && value !== null && Number.isFinite(value);
}
