// Original file: proto/nlu/v1/domain.proto


/**
 * Request of Domain.Interpret.
 */
export interface DomainInterpretRequest {
  /**
   * What the user said.
   */
  'utterance'?: (string);
  /**
   * Name of the request, which comes back in the response and stands in logs.
   */
  'requestId'?: (string);
  /**
   * The most hypotheses to return; 0 means as many as the bundle was trained with.
   */
  'maxHypotheses'?: (number);
  /**
   * The bundle version to use; empty means the active one.
   */
  'version'?: (string);
  /**
   * Whether the response shall contain the contributions to every confidence.
   */
  'explain'?: (boolean);
  /**
   * Allows the service to return no hypotheses when the domain classifier alone is all but sure that the utterance belongs
   * to another domain: in_domain is then the whole answer, and costs little. A service that does not know the field
   * returns hypotheses as always.
   */
  'skipScreened'?: (boolean);
  /**
   * Whether the response shall hold the words that people use for the domain's media.
   */
  'nameMedia'?: (boolean);
}

/**
 * Request of Domain.Interpret.
 */
export interface DomainInterpretRequest__Output {
  /**
   * What the user said.
   */
  'utterance': (string);
  /**
   * Name of the request, which comes back in the response and stands in logs.
   */
  'requestId': (string);
  /**
   * The most hypotheses to return; 0 means as many as the bundle was trained with.
   */
  'maxHypotheses': (number);
  /**
   * The bundle version to use; empty means the active one.
   */
  'version': (string);
  /**
   * Whether the response shall contain the contributions to every confidence.
   */
  'explain': (boolean);
  /**
   * Allows the service to return no hypotheses when the domain classifier alone is all but sure that the utterance belongs
   * to another domain: in_domain is then the whole answer, and costs little. A service that does not know the field
   * returns hypotheses as always.
   */
  'skipScreened': (boolean);
  /**
   * Whether the response shall hold the words that people use for the domain's media.
   */
  'nameMedia': (boolean);
}
