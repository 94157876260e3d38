import { FEWEST_CUSTOMERS } from '../../../gateway/feedback/events/common-words.js';
import { rightShare, type ToldLabel, type ToldSuccess, toldSignals } from '../told-success.js';

/** How often each answer to each text is right, by all customers who told of it. */
export class AnswersTold {
  readonly #shares = new Map<string, number>();

  constructor(labels: Iterable<ToldLabel>, told: ToldSuccess) {
    for (const [name, signals] of toldSignals(labels, FEWEST_CUSTOMERS))
      this.#shares.set(name, rightShare(signals, told));
  }

  /** P(right), in [0, 1]; undefined where fewer than five customers told. @param name as that of the labels */
  rightShare(name: string): number | undefined {
    return this.#shares.get(name);
  }
}
