import { normalisedValue } from '../../answer/readings.js';
import type { OutcomeEvent } from '../../feedback/events/outcome-event.js';
import type { DeploymentKey } from '../../feedback/privacy/deployment-key.js';
import type { CustomerDocument } from '../document/customer-document.js';
import { type TeachingRules, taught } from '../document/teach.js';
import { RecentAnswers } from '../recent-answers.js';
import type { CustomerDocuments } from '../store/customer-documents.js';
import { didOf, type HabitualAnswer, withHabit, withoutHabits } from './habits.js';
import { type AnsweredWords, type Question, questionBeside, wasAsked } from './question.js';
import type { QuestionsConfig } from './questions-config.js';

/** The most words about which a customer said no that are remembered: the latest stay. */
const MOST_DECLINED = 32;

/** What questions are asked with. */
export interface QuestionParts {
  readonly documents: CustomerDocuments;
  readonly deployment: Pick<DeploymentKey, 'customer' | 'words'>;
  readonly config: QuestionsConfig;
  readonly teaching: TeachingRules;
  /** The time of day, in ms. */
  readonly now: () => number;
  /** Told what fails and nobody waits for. */
  readonly onFault: (error: Error) => void;
}

/** Asks customers what pays, and learns from what they answer and do. */
export class Questions {
  readonly #parts: QuestionParts;
  readonly #recent = new RecentAnswers<HabitualAnswer>();

  constructor(parts: QuestionParts) {
    this.#parts = parts;
  }

  /** Longest that an answer waits for `claim`, in ms. */
  get waitMs(): number {
    return this.#parts.config.waitMs;
  }

  /**
   * The question that would pay beside an answer, if any. What was answered is remembered for the outcomes of it.
   * @param name the customer as requests name it
   * @param domains of the readings, best first
   * @param document what is known of the customer
   */
  beside(
    name: string,
    answer: AnsweredWords,
    domains: readonly string[],
    document: CustomerDocument,
  ): Question | undefined {
    const { deployment, config, now } = this.#parts;
    const words = deployment.words(normalisedValue(answer.title));
    const { decision, requestId, title } = answer;
    if (title !== '' && (decision === 'ACCEPT' || decision === 'CLARIFY')) {
      this.#recent.keep(deployment.customer(name), requestId, { words, decision, domains });
    }
    return questionBeside(answer, words, document, config, now());
  }

  /**
   * Stores that a customer is asked, so that no other gateway asks within the same days.
   * @returns whether it is this gateway that asks
   * @throws NluError UNAVAILABLE: nobody asks
   */
  async claim(name: string, requestId: string, question: Question): Promise<boolean> {
    const { deployment, config, documents, now } = this.#parts;
    const nowMs = now();
    const time = new Date(nowMs).toISOString();
    let isMine = false;
    await documents.change(
      deployment.customer(name),
      (latest) => {
        isMine = !wasAsked(latest, config, nowMs);
        if (!isMine) return undefined;
        const { open: _, ...rest } = latest;
        if (question.kind === 'satisfaction') return { ...rest, asked: time };
        return { ...rest, asked: time, open: { requestId, said: question.about, words: question.words, time } };
      },
      time,
    );
    return isMine;
  }

  /** Takes notice of an outcome that was kept. Nobody waits for it. */
  heard(outcome: OutcomeEvent): void {
    const { customer, what } = outcome;
    if (customer === undefined) return;
    const change = what.type === 'answer' ? this.#answered(outcome, what.value) : this.#done(customer, outcome);
    if (!change) return;
    const time = new Date(this.#parts.now()).toISOString();
    void this.#parts.documents.change(customer, (document) => change(document, time), time).catch(this.#parts.onFault);
  }

  #done(customer: string, { requestId, what }: OutcomeEvent) {
    const answer = this.#recent.get(customer, requestId);
    const did = answer && didOf(answer, what);
    return did && ((document: CustomerDocument, time: string) => withHabit(document, did, time));
  }

  /** What an answer to the open question changes; answers to other questions change nothing. */
  #answered({ requestId }: OutcomeEvent, value: 'yes' | 'no' | 'unsure') {
    return (document: CustomerDocument, time: string): CustomerDocument | undefined => {
      const { open, ...rest } = document;
      if (open?.requestId !== requestId) return undefined;
      if (value === 'yes') {
        const { document: confirmed } = taught(rest, [open.said], 'confirmed', time, this.#parts.teaching);
        return withoutHabits(confirmed, open.words);
      }
      if (value === 'unsure') return rest;
      return withoutHabits({ ...rest, declined: [...rest.declined, open.words].slice(-MOST_DECLINED) }, open.words);
    };
  }
}
