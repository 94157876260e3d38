import { normalisedValue } from '../../answer/readings.js';
import type { OutcomeEvent } from '../../feedback/events/outcome-event.js';
import type { DeploymentKey } from '../../feedback/privacy/deployment-key.js';
import type { TeachingRules } from '../document/teach.js';
import { didOf, type HabitualAnswer } from '../questions/habits.js';
import { RecentAnswers } from '../recent-answers.js';
import type { CustomerDocuments } from '../store/customer-documents.js';
import { withDone } from './with-done.js';

/** What preferences are inferred with. */
export interface InferenceParts {
  readonly documents: Pick<CustomerDocuments, 'change'>;
  readonly deployment: Pick<DeploymentKey, 'customer' | 'words'>;
  readonly teaching: TeachingRules;
  /** The time of day, in ms. */
  readonly now: () => number;
  /** Told what fails and nobody waits for. */
  readonly onFault: (error: Error) => void;
}

/** An answer to some words. */
export interface TitledAnswer {
  readonly decision: 'ACCEPT' | 'CLARIFY' | 'REJECT' | 'UNDECIDED';
  /** The title of its best reading, as it was said; empty where it has none. */
  readonly title: string;
  /** The readings' domains, best first. */
  readonly domains: readonly string[];
}

/** Infers what customers mean by some words from what they choose and correct again and again, without asking them. */
export class InferredPreferences {
  readonly #parts: InferenceParts;
  readonly #recent = new RecentAnswers<HabitualAnswer & Pick<TitledAnswer, 'title'>>();

  constructor(parts: InferenceParts) {
    this.#parts = parts;
  }

  /** Remembers an answer for the outcomes of it, in memory. @param name the customer as requests name it */
  answered(name: string, requestId: string, { decision, title, domains }: TitledAnswer): void {
    if (title === '' || (decision !== 'ACCEPT' && decision !== 'CLARIFY')) return;
    const { deployment } = this.#parts;
    const words = deployment.words(normalisedValue(title));
    this.#recent.keep(deployment.customer(name), requestId, { words, title, decision, domains });
  }

  /** Takes notice of an outcome that was kept. Nobody waits for it. */
  heard({ customer, requestId, what }: OutcomeEvent): void {
    const answer = customer === undefined ? undefined : this.#recent.get(customer, requestId);
    const did = answer && didOf(answer, what);
    if (customer === undefined || !did) return;
    const { documents, teaching, now, onFault } = this.#parts;
    const time = new Date(now()).toISOString();
    void documents
      .change(customer, (document) => withDone(document, did, answer.title, time, teaching), time)
      .catch(onFault);
  }
}
