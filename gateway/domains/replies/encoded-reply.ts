import type { Contribution } from '../../../serving/hypothesis.js';
import type { DomainReply } from '../../answer/domain-reply.js';
import type { Hypothesis } from '../../answer/hypothesis.js';

/** Fields of a message as they are on the wire. */
export interface Encoded {
  readonly bytes: Uint8Array;
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

/** A hypothesis as its domain replied it: what an answer depends on, and the rest as bytes that are only handed on. */
export interface EncodedHypothesis extends Hypothesis {
  readonly title: string;
  /** Empty unless an explanation was asked for. */
  readonly contributions: readonly Contribution[];
  /** The Hypothesis message's fields from domain to scores, checked. */
  readonly encoded: Encoded;
}

/** A domain's checked reply, and the version that made it. */
export interface EncodedReply extends DomainReply<EncodedHypothesis> {
  readonly bundleVersion: string;
  /** What is wrong with the scores that the caller sent, in words. */
  readonly warnings: readonly string[];
}
