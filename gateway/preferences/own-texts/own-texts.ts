import { normalisedValue } from '../../answer/readings.js';
import type { OutcomeEvent } from '../../feedback/events/outcome-event.js';
import { toldRight } from '../../feedback/events/told-right.js';
import type { DeploymentKey } from '../../feedback/privacy/deployment-key.js';
import { RecentAnswers } from '../recent-answers.js';
import type { CustomerDocuments } from '../store/customer-documents.js';
import { withOwnText } from './with-own-text.js';

/** What own texts are kept with. */
export interface OwnTextParts {
  readonly documents: Pick<CustomerDocuments, 'change'>;
  readonly deployment: Pick<DeploymentKey, 'customer'>;
  /** The time of day, in ms. */
  readonly now: () => number;
  /** Told what fails and nobody waits for. */
  readonly onFault: (error: Error) => void;
}

/** An accepted answer, and the words that it was made from. */
interface AnsweredText {
  readonly domain: string;
  readonly text: string;
}

/** Keeps what customers said with success, each sealed with what else is known of them: where their words may be kept. */
export class OwnTexts {
  readonly #parts: OwnTextParts;
  readonly #recent = new RecentAnswers<AnsweredText>();

  constructor(parts: OwnTextParts) {
    this.#parts = parts;
  }

  /**
   * Remembers an accepted answer for the outcomes of it, in memory.
   * @param name the customer as requests name it
   * @param text the words that were interpreted
   * @param domain of the accepted reading
   */
  accepted(name: string, requestId: string, text: string, domain: string): void {
    const customer = this.#parts.deployment.customer(name);
    this.#recent.keep(customer, requestId, { text: normalisedValue(text), domain });
  }

  /** Takes notice of an outcome that was kept. Nobody waits for it. */
  heard({ customer, requestId, what }: OutcomeEvent): void {
    const answer = customer === undefined ? undefined : this.#recent.get(customer, requestId);
    const isRight = answer && toldRight(what, answer.domain);
    if (customer === undefined || !answer || isRight === undefined) return;
    const { documents, now, onFault } = this.#parts;
    const time = new Date(now()).toISOString();
    void documents
      .change(customer, (document) => withOwnText(document, answer.text, isRight, time), time)
      .catch(onFault);
  }
}
