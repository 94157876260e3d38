import { SCORE_KINDS, type ScoreKind, scoreName } from '../../bundles/format/own-scores.js';
import { NluError } from '../../serving/errors.js';

/** The kinds of scores by name, in the order in which they were declared. */
export type ScoreKinds = ReadonlyMap<string, ScoreKind>;

/**
 * A declaration, `{"confidence": "probability", "nll": "cost"}`.
 * @param place what declares them, for messages
 * @throws NluError INVALID_ARGUMENT naming the score and what is allowed
 */
export function declaredKinds(declaration: unknown, place: string): ScoreKinds {
  const entries = typeof declaration === 'object' && declaration !== null ? Object.entries(declaration) : [];
  const wrong = (problem: string) => new NluError('INVALID_ARGUMENT', `${place}: ${problem}`);
  if (entries.length === 0) throw wrong('declares no score; give name and kind, such as confidence and probability');
  for (const [name, kind] of entries) {
    const { success, error } = scoreName.safeParse(name);
    if (!success) throw wrong(`score "${name}": ${error.issues[0].message}`);
    if (!SCORE_KINDS.includes(kind as ScoreKind))
      throw wrong(`score ${name}: "${String(kind)}" is no kind; one of ${SCORE_KINDS.join(', ')}`);
  }
  return new Map(entries as [string, ScoreKind][]);
}

/** What is allowed for a score of a kind, where a value is not; undefined where it is. */
export function problemOf(kind: ScoreKind, value: number): string | undefined {
  if (kind === 'probability' && !(value >= 0 && value <= 1)) return 'a probability is from 0 to 1';
  if (kind === 'log-probability' && value > 0) return 'a log-probability is at most 0';
  if (kind === 'rank' && value < 0) return 'a rank is at least 0';
  return undefined;
}

/** The ranges of scores that nobody declared, as rows are read. */
export class SeenScores {
  readonly #ranges = new Map<string, { least: number; most: number }>();

  add(name: string, value: number): void {
    const range = this.#ranges.get(name);
    if (!range) this.#ranges.set(name, { least: value, most: value });
    else {
      range.least = Math.min(range.least, value);
      range.most = Math.max(range.most, value);
    }
  }

  get names(): string[] {
    return [...this.#ranges.keys()];
  }

  /** Undeclared scores in the order of their names: within [0, 1] probabilities, others numbers. */
  kinds(): ScoreKinds {
    const found = [...this.#ranges].sort(([one], [other]) => (one < other ? -1 : 1));
    return new Map(
      found.map(([name, { least, most }]) => [name, least >= 0 && most <= 1 ? 'probability' : 'number'] as const),
    );
  }
}
