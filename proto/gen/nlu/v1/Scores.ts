// Original file: proto/nlu/v1/hypothesis.proto


/**
 * The raw probabilities of a recognizer, each in [0, 1]. They are not comparable across domains. A score that is absent is
 * missing, which is not the same as 0.
 */
export interface Scores {
  /**
   * P(domain | utterance), from the domain classifier.
   */
  'domain'?: (number | string);
  /**
   * P(intent | utterance, domain), from the intent classifier.
   */
  'intent'?: (number | string);
  /**
   * P(slots | utterance, intent), from the slot tagger.
   */
  'slot'?: (number | string);
  '_domain'?: "domain";
  '_intent'?: "intent";
  '_slot'?: "slot";
}

/**
 * The raw probabilities of a recognizer, each in [0, 1]. They are not comparable across domains. A score that is absent is
 * missing, which is not the same as 0.
 */
export interface Scores__Output {
  /**
   * P(domain | utterance), from the domain classifier.
   */
  'domain'?: (number);
  /**
   * P(intent | utterance, domain), from the intent classifier.
   */
  'intent'?: (number);
  /**
   * P(slots | utterance, intent), from the slot tagger.
   */
  'slot'?: (number);
}
