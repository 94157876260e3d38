import type { CorpusRow } from '../../../training/corpus/corpus-row.js';
import { LEARNED, OTHER } from '../../../training/corpus/corpus-row.js';
import { drawOf } from '../../../training/corpus/folds.js';
import { learnedRows } from '../../../training/learning/rows/learned-rows.js';
import { projectedSlots } from '../../../training/learning/rows/slot-projection.js';
import { type FeedbackSettings, isServedRight, type ServedRow, turnsOf } from './customers.js';

/** What a domain is taught of each traffic row; undefined: nothing. */
export type Lesson = (domain: string) => readonly (CorpusRow | undefined)[];

export interface RowWay {
  /** Whether rows are made of rephrases too, or of successes alone. */
  readonly corrects: boolean;
  readonly leastBelief: number;
  /** Whether rows weigh what they are believed, or 1. */
  readonly weighs: boolean;
}

const DOMAINS = new Set(['music', 'books', 'video']);

/** Credit by stage: one label a text, the same for every domain. */
export function creditedLesson(served: readonly ServedRow[], feedback: FeedbackSettings, way: RowWay): Lesson {
  const turns = served.flatMap((each) =>
    turnsOf(each, feedback).map((turn) => (way.corrects ? turn : { ...turn, rephrase: undefined })),
  );
  const { rows } = learnedRows(turns, DOMAINS, {
    fewestCustomers: 1,
    leastBelief: way.leastBelief,
    heldOutOneIn: 0,
    // Here a customer is a number and says every text: what one may teach at most is not what is asked.
    mostOfCustomer: Number.POSITIVE_INFINITY,
  });
  const byText = new Map(rows.map((row) => [row.text, row]));
  const taught = served.map(({ row }) => {
    const learned = byText.get(row.text);
    return learned && { ...learned, id: row.id, belief: way.weighs ? learned.belief : 1 };
  });
  return () => taught;
}

/**
 * Credit for the whole (the baseline that fails): where a turn succeeded, every domain takes its own best hypothesis for right;
 * where it failed, every domain takes the text for none of its own.
 */
export function overallLesson(served: readonly ServedRow[], { noise, seed }: FeedbackSettings): Lesson {
  return (domain) =>
    served.map(({ row, served: answer }): CorpusRow => {
      const isSuccess = isServedRight(row, answer) !== drawOf(row.text, `outcome of customer 0\n${seed}`) < noise;
      const best = answer.bests.get(domain);
      const plain = { id: row.id, text: row.text, source: LEARNED };
      if (!isSuccess || !best) return { ...plain, domain: OTHER, intent: '', slots: undefined };
      return { ...plain, domain, intent: best.intent, slots: projectedSlots(row.text, best.slots) };
    });
}

/** The labels of people. */
export function annotatedLesson(served: readonly ServedRow[]): Lesson {
  const rows = served.map(({ row }) => row);
  return () => rows;
}
