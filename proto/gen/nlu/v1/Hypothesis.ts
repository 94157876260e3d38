// Original file: proto/nlu/v1/hypothesis.proto

import type { Slot as _nlu_v1_Slot, Slot__Output as _nlu_v1_Slot__Output } from '../../nlu/v1/Slot.js';
import type { Scores as _nlu_v1_Scores, Scores__Output as _nlu_v1_Scores__Output } from '../../nlu/v1/Scores.js';
import type { Contribution as _nlu_v1_Contribution, Contribution__Output as _nlu_v1_Contribution__Output } from '../../nlu/v1/Contribution.js';
import type { Entity as _nlu_v1_Entity, Entity__Output as _nlu_v1_Entity__Output } from '../../nlu/v1/Entity.js';
import type { StrategyRun as _nlu_v1_StrategyRun, StrategyRun__Output as _nlu_v1_StrategyRun__Output } from '../../nlu/v1/StrategyRun.js';
import type { DefaultedSlot as _nlu_v1_DefaultedSlot, DefaultedSlot__Output as _nlu_v1_DefaultedSlot__Output } from '../../nlu/v1/DefaultedSlot.js';

/**
 * One interpretation of an utterance by one domain.
 */
export interface Hypothesis {
  /**
   * Name of the domain.
   */
  'domain'?: (string);
  /**
   * Name of the intent in the domain's schema.
   */
  'intent'?: (string);
  /**
   * The slots that the utterance fills.
   */
  'slots'?: (_nlu_v1_Slot)[];
  /**
   * The recognizer's raw scores; of a caller's own hypothesis, those of the three that it came with.
   */
  'scores'?: (_nlu_v1_Scores | null);
  /**
   * Calibrated probability that this hypothesis is exactly right, in [0, 1]; comparable across domains.
   */
  'confidence'?: (number | string);
  /**
   * The confidence after the context prior and the customer's preferences, in [0, 1]; equal to it when none was applied. Priors
   * act on the probability that the utterance is the domain's, and leave alone how sure the domain is of its slots.
   */
  'posterior'?: (number | string);
  /**
   * The parts of logit(confidence), which they sum to. Only when explain was set.
   */
  'contributions'?: (_nlu_v1_Contribution)[];
  /**
   * Natural-log odds that the context prior added to the domain's in-domain probability; 0 when none was applied.
   */
  'priorShift'?: (number | string);
  /**
   * The parts of prior_shift, which they sum to. Only when explain was set.
   */
  'priorContributions'?: (_nlu_v1_Contribution)[];
  /**
   * The value of the slot that names the work, by the domain's schema; empty where no slot does.
   */
  'title'?: (string);
  /**
   * Of a request with recognised: the hearing that this interprets, as it was sent. Slots and their offsets are of its
   * words. Of several that mean the same it is the one that counts most. Empty otherwise.
   */
  'hearing'?: (string);
  /**
   * The utterance's own words forbid what the intent does, such as to play for "don't play": however sure the domain is, this
   * is no reading of it. Neither accepted nor offered.
   */
  'forbidden'?: (boolean);
  /**
   * What of the domain's catalogue the slots may mean, most probable first, 5 at most. Only when resolve was set; none where
   * the domain has no catalogue, the slots name nothing of it, or the hypothesis is too unlikely to be worth a look.
   */
  'entities'?: (_nlu_v1_Entity)[];
  /**
   * Calibrated probability that the slots mean nothing of the catalogue, given that they are right, in [0, 1]. Absent where
   * nothing was looked for.
   */
  'entityNone'?: (number | string);
  /**
   * The ways of looking that were decided on, those that were left out too. Absent where nothing was looked for.
   */
  'strategyRuns'?: (_nlu_v1_StrategyRun)[];
  /**
   * Natural logarithm of the ratio by which the customer's preferences count this hypothesis, within the gateway's bound; 0
   * when none speaks of it. posterior is after it.
   */
  'preferenceShift'?: (number | string);
  /**
   * The parts of preference_shift before the bound, one for each preference that speaks of the hypothesis, named by what it is
   * about: for example "like artist=coltrane". Only when explain was set.
   */
  'preferenceContributions'?: (_nlu_v1_Contribution)[];
  /**
   * What the customer's preferences fill slots of the intent with that the words leave open. None of them is in slots.
   */
  'defaultSlots'?: (_nlu_v1_DefaultedSlot)[];
  '_entityNone'?: "entityNone";
}

/**
 * One interpretation of an utterance by one domain.
 */
export interface Hypothesis__Output {
  /**
   * Name of the domain.
   */
  'domain': (string);
  /**
   * Name of the intent in the domain's schema.
   */
  'intent': (string);
  /**
   * The slots that the utterance fills.
   */
  'slots': (_nlu_v1_Slot__Output)[];
  /**
   * The recognizer's raw scores; of a caller's own hypothesis, those of the three that it came with.
   */
  'scores': (_nlu_v1_Scores__Output | null);
  /**
   * Calibrated probability that this hypothesis is exactly right, in [0, 1]; comparable across domains.
   */
  'confidence': (number);
  /**
   * The confidence after the context prior and the customer's preferences, in [0, 1]; equal to it when none was applied. Priors
   * act on the probability that the utterance is the domain's, and leave alone how sure the domain is of its slots.
   */
  'posterior': (number);
  /**
   * The parts of logit(confidence), which they sum to. Only when explain was set.
   */
  'contributions': (_nlu_v1_Contribution__Output)[];
  /**
   * Natural-log odds that the context prior added to the domain's in-domain probability; 0 when none was applied.
   */
  'priorShift': (number);
  /**
   * The parts of prior_shift, which they sum to. Only when explain was set.
   */
  'priorContributions': (_nlu_v1_Contribution__Output)[];
  /**
   * The value of the slot that names the work, by the domain's schema; empty where no slot does.
   */
  'title': (string);
  /**
   * Of a request with recognised: the hearing that this interprets, as it was sent. Slots and their offsets are of its
   * words. Of several that mean the same it is the one that counts most. Empty otherwise.
   */
  'hearing': (string);
  /**
   * The utterance's own words forbid what the intent does, such as to play for "don't play": however sure the domain is, this
   * is no reading of it. Neither accepted nor offered.
   */
  'forbidden': (boolean);
  /**
   * What of the domain's catalogue the slots may mean, most probable first, 5 at most. Only when resolve was set; none where
   * the domain has no catalogue, the slots name nothing of it, or the hypothesis is too unlikely to be worth a look.
   */
  'entities': (_nlu_v1_Entity__Output)[];
  /**
   * Calibrated probability that the slots mean nothing of the catalogue, given that they are right, in [0, 1]. Absent where
   * nothing was looked for.
   */
  'entityNone'?: (number);
  /**
   * The ways of looking that were decided on, those that were left out too. Absent where nothing was looked for.
   */
  'strategyRuns': (_nlu_v1_StrategyRun__Output)[];
  /**
   * Natural logarithm of the ratio by which the customer's preferences count this hypothesis, within the gateway's bound; 0
   * when none speaks of it. posterior is after it.
   */
  'preferenceShift': (number);
  /**
   * The parts of preference_shift before the bound, one for each preference that speaks of the hypothesis, named by what it is
   * about: for example "like artist=coltrane". Only when explain was set.
   */
  'preferenceContributions': (_nlu_v1_Contribution__Output)[];
  /**
   * What the customer's preferences fill slots of the intent with that the words leave open. None of them is in slots.
   */
  'defaultSlots': (_nlu_v1_DefaultedSlot__Output)[];
}
