import { SCORE_KINDS, type ScoreKind, scoreName } from '../../bundles/format/own-scores.js';
import { MAX_NAMED_SCORES } from '../../serving/checks/hypothesis.js';
import { NluError } from '../../serving/errors.js';

/** The kinds of scores by name, in the order in which they were declared. */
export type ScoreKinds = ReadonlyMap<string, ScoreKind>;

/** Numbers beyond this stand for infinity, and have no finite variance. */
const LARGEST = 1e100;
const MOST = `at most ${MAX_NAMED_SCORES} can be sent with a hypothesis`;

/**
 * A declaration, `{"confidence": "probability", "nll": "cost"}`.
 * @param place what declares them, for messages
 * @throws NluError INVALID_ARGUMENT naming the score and what is allowed
 */
export function declaredKinds(declaration: unknown, place: string): ScoreKinds {
  const entries = typeof declaration === 'object' && declaration !== null ? Object.entries(declaration) : [];
  const wrong = (problem: string) => new NluError('INVALID_ARGUMENT', `${place}: ${problem}`);
  if (entries.length === 0) throw wrong('declares no score; give name and kind, such as confidence and probability');
  if (entries.length > MAX_NAMED_SCORES) throw wrong(`declares ${entries.length} scores; ${MOST}`);
  for (const [name, kind] of entries) {
    const { success, error } = scoreName.safeParse(name);
    if (!success) throw wrong(`score "${name}": ${error.issues[0].message}`);
    if (!SCORE_KINDS.includes(kind as ScoreKind))
      throw wrong(`score ${name}: "${String(kind)}" is no kind; one of ${SCORE_KINDS.join(', ')}`);
  }
  return new Map(entries as [string, ScoreKind][]);
}

/** What is wrong with the name of a score that nobody declared, where it is new; undefined where nothing is. */
export function undeclaredProblem(name: string, { names }: SeenScores): string | undefined {
  const declare = 'declare those that are to be read, by --scores or in the first line';
  if (names.length > MAX_NAMED_SCORES) return `is one score more than there may be: ${MOST}; ${declare}`;
  const { success, error } = scoreName.safeParse(name);
  return success ? undefined : `a name is ${error.issues[0].message}; rename it, or ${declare}`;
}

/** What is allowed for a score of a kind, where a value is not; undefined where it is. */
export function problemOf(kind: ScoreKind, value: number): string | undefined {
  if (Math.abs(value) > LARGEST) return `a score is from -${LARGEST} to ${LARGEST}; give null where there is none`;
  if (kind === 'probability' && !(value >= 0 && value <= 1)) return 'a probability is from 0 to 1';
  if (kind === 'log-probability' && value > 0) return 'a log-probability is at most 0';
  if (kind === 'rank' && value < 0) return 'a rank is at least 0';
  return undefined;
}

/** The ranges of scores that nobody declared, as rows are read. */
export class SeenScores {
  readonly #ranges = new Map<string, { least: number; most: number }>();

  /** Returns whether the name is a new one. */
  add(name: string, value: number): boolean {
    const range = this.#ranges.get(name);
    if (!range) {
      this.#ranges.set(name, { least: value, most: value });
      return true;
    }
    range.least = Math.min(range.least, value);
    range.most = Math.max(range.most, value);
    return false;
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
