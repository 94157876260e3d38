import type { FoundEntities } from '../../../proto/codec/entity-fields.js';
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
  /** What its slots mean in the domain's catalogue; absent where that was not asked or nothing was looked for. */
  readonly found?: FoundEntities | undefined;
}

/** A domain's checked reply, and the version that made it. */
export interface EncodedReply extends DomainReply<EncodedHypothesis> {
  readonly bundleVersion: string;
  /** What the caller should know of it, in words. */
  readonly warnings: readonly string[];
  /** The version of the catalogue that was looked in; empty where none was. */
  readonly catalogueVersion: string;
}
