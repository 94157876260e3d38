// Original file: proto/nlu/v1/gateway.proto

import type { DeviceContext as _nlu_v1_DeviceContext, DeviceContext__Output as _nlu_v1_DeviceContext__Output } from '../../nlu/v1/DeviceContext.js';
import type { Reading as _nlu_v1_Reading, Reading__Output as _nlu_v1_Reading__Output } from '../../nlu/v1/Reading.js';
import type { Hearing as _nlu_v1_Hearing, Hearing__Output as _nlu_v1_Hearing__Output } from '../../nlu/v1/Hearing.js';

/**
 * Request of Gateway.Interpret.
 */
export interface InterpretRequest {
  /**
   * What the user said, as text. May be empty where recognised is not; else it must be one of its texts.
   */
  'utterance'?: (string);
  /**
   * Name of the request, which comes back in the response and stands in logs; empty: the gateway makes one.
   */
  'requestId'?: (string);
  /**
   * The device and its user's last activities, from which context priors follow.
   */
  'context'?: (_nlu_v1_DeviceContext | null);
  /**
   * The most hypotheses to return; 0 means the gateway's default.
   */
  'maxHypotheses'?: (number);
  /**
   * Hypotheses with a lower posterior are left out; in [0, 1].
   */
  'minConfidence'?: (number | string);
  /**
   * The domains to ask; empty means every domain.
   */
  'domains'?: (string)[];
  /**
   * Bundle versions to use instead of the active ones, by the name of the domain, by "<domain>-catalogue" for its catalogue
   * where resolve is set, by "priors" for the context priors, or by "rewrites" for the known rewrites.
   */
  'versions'?: ({[key: string]: string});
  /**
   * Whether context priors may change confidences; absent means true.
   */
  'applyPriors'?: (boolean);
  /**
   * Whether the response shall contain the contributions to every confidence and posterior.
   */
  'explain'?: (boolean);
  /**
   * Whether to include hypotheses of a domain whose classifier alone is all but sure that the utterance belongs to another
   * (in-domain probability of 0.2 % at most). They are left out otherwise, unless explain is set or the answer needs them.
   * They cost as much as any.
   */
  'includeScreened'?: (boolean);
  /**
   * The readings of a CLARIFY reply, as they came and in the order in which they were offered, where the utterance may be
   * the user's answer to that question; at most 10. Empty: nothing was asked.
   */
  'asked'?: (_nlu_v1_Reading)[];
  /**
   * The n-best list of the speech recogniser, best first, at most 100. The likeliest are interpreted, each by every domain,
   * and the probabilities of what they mean are added up. Empty: the utterance alone counts.
   */
  'recognised'?: (_nlu_v1_Hearing)[];
  /**
   * Whether to look in the domains' catalogues for what the slots of the likeliest hypotheses mean. Hypotheses and readings
   * then have entities.
   */
  'resolve'?: (boolean);
  /**
   * Who asks, by any name that stays theirs and says nothing: at most 64 bytes. Only a keyed fingerprint of it is kept, and only
   * where the gateway keeps events. Empty: nobody in particular.
   */
  'customer'?: (string);
  /**
   * The conversation that the request is part of, by any name: at most 64 bytes. Empty: not known.
   */
  'session'?: (string);
  /**
   * How sure the device is that it was spoken to, in [0, 1]; absent: not known.
   */
  'wakeConfidence'?: (number | string);
  /**
   * Whether words that are known to fail may be replaced by others that mean the same; absent means true. An answer to a
   * question (asked) is never rewritten.
   */
  'rewrite'?: (boolean);
  /**
   * Whether the customer's preferences may change posteriors, the order of entities and default slots, and whether a question
   * may be asked; absent means true.
   */
  'applyPreferences'?: (boolean);
  '_applyPriors'?: "applyPriors";
  '_wakeConfidence'?: "wakeConfidence";
  '_rewrite'?: "rewrite";
  '_applyPreferences'?: "applyPreferences";
}

/**
 * Request of Gateway.Interpret.
 */
export interface InterpretRequest__Output {
  /**
   * What the user said, as text. May be empty where recognised is not; else it must be one of its texts.
   */
  'utterance': (string);
  /**
   * Name of the request, which comes back in the response and stands in logs; empty: the gateway makes one.
   */
  'requestId': (string);
  /**
   * The device and its user's last activities, from which context priors follow.
   */
  'context': (_nlu_v1_DeviceContext__Output | null);
  /**
   * The most hypotheses to return; 0 means the gateway's default.
   */
  'maxHypotheses': (number);
  /**
   * Hypotheses with a lower posterior are left out; in [0, 1].
   */
  'minConfidence': (number);
  /**
   * The domains to ask; empty means every domain.
   */
  'domains': (string)[];
  /**
   * Bundle versions to use instead of the active ones, by the name of the domain, by "<domain>-catalogue" for its catalogue
   * where resolve is set, by "priors" for the context priors, or by "rewrites" for the known rewrites.
   */
  'versions': ({[key: string]: string});
  /**
   * Whether context priors may change confidences; absent means true.
   */
  'applyPriors'?: (boolean);
  /**
   * Whether the response shall contain the contributions to every confidence and posterior.
   */
  'explain': (boolean);
  /**
   * Whether to include hypotheses of a domain whose classifier alone is all but sure that the utterance belongs to another
   * (in-domain probability of 0.2 % at most). They are left out otherwise, unless explain is set or the answer needs them.
   * They cost as much as any.
   */
  'includeScreened': (boolean);
  /**
   * The readings of a CLARIFY reply, as they came and in the order in which they were offered, where the utterance may be
   * the user's answer to that question; at most 10. Empty: nothing was asked.
   */
  'asked': (_nlu_v1_Reading__Output)[];
  /**
   * The n-best list of the speech recogniser, best first, at most 100. The likeliest are interpreted, each by every domain,
   * and the probabilities of what they mean are added up. Empty: the utterance alone counts.
   */
  'recognised': (_nlu_v1_Hearing__Output)[];
  /**
   * Whether to look in the domains' catalogues for what the slots of the likeliest hypotheses mean. Hypotheses and readings
   * then have entities.
   */
  'resolve': (boolean);
  /**
   * Who asks, by any name that stays theirs and says nothing: at most 64 bytes. Only a keyed fingerprint of it is kept, and only
   * where the gateway keeps events. Empty: nobody in particular.
   */
  'customer': (string);
  /**
   * The conversation that the request is part of, by any name: at most 64 bytes. Empty: not known.
   */
  'session': (string);
  /**
   * How sure the device is that it was spoken to, in [0, 1]; absent: not known.
   */
  'wakeConfidence'?: (number);
  /**
   * Whether words that are known to fail may be replaced by others that mean the same; absent means true. An answer to a
   * question (asked) is never rewritten.
   */
  'rewrite'?: (boolean);
  /**
   * Whether the customer's preferences may change posteriors, the order of entities and default slots, and whether a question
   * may be asked; absent means true.
   */
  'applyPreferences'?: (boolean);
}
