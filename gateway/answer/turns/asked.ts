import type { DomainReply } from '../domain-reply.js';
import type { Hypothesis, ShiftedHypothesis } from '../hypothesis.js';
import type { Reading } from '../readings.js';

/** A slot by its name in the domain's schema. */
export interface NamedSlot {
  readonly name: string;
  readonly value: string;
}

/** A reading that was offered to the user. */
export interface AskedReading<H extends Hypothesis = Hypothesis> extends Reading<ShiftedHypothesis<H>> {
  /** The slots of its hypothesis. */
  readonly slots: readonly NamedSlot[];
}

/** A question to the user, and the utterance that may answer it. */
export interface Asked<H extends Hypothesis = Hypothesis> {
  /** In the order in which they were offered; at least one. */
  readonly readings: readonly AskedReading<H>[];
  /** What the user said; where a recogniser heard it in several ways, the likeliest of them. */
  readonly utterance: string;
}

/** Words that the user may have said, and what the domains make of them as a request of its own. */
export interface Said {
  readonly utterance: string;
  /** P(these words were said), in [0, 1]; those of a request sum to 1. */
  readonly weight: number;
  /** By domain; at least one. */
  readonly replies: ReadonlyMap<string, Pick<DomainReply, 'inDomain' | 'media'>>;
}
