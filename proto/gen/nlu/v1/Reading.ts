// Original file: proto/nlu/v1/gateway.proto

import type { Hypothesis as _nlu_v1_Hypothesis, Hypothesis__Output as _nlu_v1_Hypothesis__Output } from '../../nlu/v1/Hypothesis.js';
import type { Entity as _nlu_v1_Entity, Entity__Output as _nlu_v1_Entity__Output } from '../../nlu/v1/Entity.js';

/**
 * One thing that the user may have meant, fit to be offered in a question: a title in the medium of one domain.
 */
export interface Reading {
  /**
   * Name of the domain.
   */
  'domain'?: (string);
  /**
   * What names the work, in the words of the utterance; empty where nothing does, as in "play some jazz".
   */
  'title'?: (string);
  /**
   * Probability that this was meant; those of all domains' readings and none_probability sum to 1.
   */
  'probability'?: (number | string);
  /**
   * The best hypothesis among those that mean this reading to the user.
   */
  'hypothesis'?: (_nlu_v1_Hypothesis | null);
  /**
   * What the hypothesis's slots most probably mean, fit to tell readings apart: "Mary Poppins", movie, 1964. Absent where
   * nothing was looked for, and where nothing of the catalogue is likelier.
   */
  'entity'?: (_nlu_v1_Entity | null);
}

/**
 * One thing that the user may have meant, fit to be offered in a question: a title in the medium of one domain.
 */
export interface Reading__Output {
  /**
   * Name of the domain.
   */
  'domain': (string);
  /**
   * What names the work, in the words of the utterance; empty where nothing does, as in "play some jazz".
   */
  'title': (string);
  /**
   * Probability that this was meant; those of all domains' readings and none_probability sum to 1.
   */
  'probability': (number);
  /**
   * The best hypothesis among those that mean this reading to the user.
   */
  'hypothesis': (_nlu_v1_Hypothesis__Output | null);
  /**
   * What the hypothesis's slots most probably mean, fit to tell readings apart: "Mary Poppins", movie, 1964. Absent where
   * nothing was looked for, and where nothing of the catalogue is likelier.
   */
  'entity': (_nlu_v1_Entity__Output | null);
}
