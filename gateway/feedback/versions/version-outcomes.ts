import { Counter, type Registry } from 'prom-client';
import type { OutcomeEvent, What } from '../events/outcome-event.js';
import { toldRight } from '../events/told-right.js';

/** Accepted answers of which outcomes are awaited; the oldest are forgotten. */
const MOST_ANSWERS = 20_000;

/** The version that a domain replied with. */
export interface RepliedVersion {
  readonly domain: string;
  readonly version: string;
}

/** An accepted answer. */
interface Accepted {
  /** The domain that it is of. */
  readonly won: string;
  /** Every domain that replied, that one too. */
  readonly replied: readonly RepliedVersion[];
}

/**
 * Counts accepted answers, and what came of them, by the versions that took part: those of the domain that won, and those
 * of the others, since a version does harm as well where it loses what it should win. An answer counts once, by the first
 * outcome that tells. What is reported to another gateway than the one that answered is not counted.
 */
export class VersionOutcomes {
  readonly #accepted: Counter<'domain' | 'version' | 'won'>;
  readonly #outcomes: Counter<'domain' | 'version' | 'won' | 'outcome'>;
  readonly #most: number;
  readonly #answers = new Map<string, Accepted>();

  /** @param most accepted answers that are remembered */
  constructor(registry: Registry, most = MOST_ANSWERS) {
    this.#most = most;
    this.#accepted = new Counter({
      name: 'nlu_accepted_total',
      help: 'Accepted answers by the version of each domain that replied, and whether that domain won',
      labelNames: ['domain', 'version', 'won'],
      registers: [registry],
    });
    this.#outcomes = new Counter({
      name: 'nlu_outcomes_total',
      help: 'Accepted answers that turned out a defect or fine at once, by the version of each domain that replied',
      labelNames: ['domain', 'version', 'won', 'outcome'],
      registers: [registry],
    });
  }

  /** Takes note of an answer that was accepted. */
  accepted(requestId: string, won: string, replied: readonly RepliedVersion[]): void {
    this.#answers.delete(requestId);
    this.#answers.set(requestId, { won, replied });
    if (this.#answers.size > this.#most) this.#answers.delete(this.#answers.keys().next().value!);
    for (const { domain, version } of replied) this.#accepted.inc({ domain, version, won: String(domain === won) });
  }

  /** Takes notice of an outcome that was kept. */
  heard({ requestId, what }: Pick<OutcomeEvent, 'requestId' | 'what'>): void {
    const answer = this.#answers.get(requestId);
    const isFine = answer && isFineBy(what, answer.won);
    if (!answer || isFine === undefined) return;
    this.#answers.delete(requestId);
    const outcome = isFine ? 'fine' : 'defect';
    for (const { domain, version } of answer.replied) {
      this.#outcomes.inc({ domain, version, won: String(domain === answer.won), outcome });
    }
  }
}

/** As `toldRight`; besides, whoever chooses none of what was offered did not get what they wanted. */
function isFineBy(what: What, domain: string): boolean | undefined {
  return what.type === 'choice' ? (what.reading === undefined ? false : undefined) : toldRight(what, domain);
}
