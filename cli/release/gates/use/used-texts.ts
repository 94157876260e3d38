import { groupKey } from '../../../../training/corpus/folds.js';
import { answerText, type LearnableTurn } from '../../../../training/learning/rows/learnable-turn.js';

/** One request of use. */
export interface UsedRequest {
  readonly id: string;
  readonly customer?: string | undefined;
  /** What was answered, as `answerText` tells it. */
  readonly answer: string;
  /** P(it was not what was wanted), in [0, 1]. */
  readonly defect: number;
}

/** A text that was said, with each time that it was. */
export interface UsedText {
  readonly text: string;
  readonly requests: readonly UsedRequest[];
}

/** Texts that gates ask at most, the commonest. */
const MOST_TEXTS = 3_000;

/** The texts of turns, commonest first, those said as often in the order of their first turns; turns without text do not count. */
export function usedTexts(turns: Iterable<LearnableTurn>, most = MOST_TEXTS): UsedText[] {
  const texts = new Map<string, { text: string; requests: UsedRequest[] }>();
  for (const { id, customer, text, answer, success } of turns) {
    if (text === undefined) continue;
    const key = groupKey(text);
    const known = texts.get(key) ?? { text, requests: [] };
    texts.set(key, known);
    known.requests.push({ id, customer, answer: answerText(answer), defect: 1 - success });
  }
  return [...texts.values()].sort((one, other) => other.requests.length - one.requests.length).slice(0, most);
}
