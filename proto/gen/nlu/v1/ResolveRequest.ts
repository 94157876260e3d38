// Original file: proto/nlu/v1/domain.proto

import type { Slot as _nlu_v1_Slot, Slot__Output as _nlu_v1_Slot__Output } from '../../nlu/v1/Slot.js';
import type { EntityOptions as _nlu_v1_EntityOptions, EntityOptions__Output as _nlu_v1_EntityOptions__Output } from '../../nlu/v1/EntityOptions.js';

/**
 * Request of Domain.Resolve and Gateway.Resolve: slots, or a text, or an entity.
 */
export interface ResolveRequest {
  /**
   * Name of the domain whose catalogue is meant. Domain.Resolve takes an empty one for its own.
   */
  'domain'?: (string);
  /**
   * Name of the request, which comes back in the response and stands in logs. It decides what is explored: the same request
   * has the same response. Empty: a gateway makes one.
   */
  'requestId'?: (string);
  /**
   * Slots of the domain's schema with their words, the slot that names the work first; others say more of it, such as its
   * artist. Offsets do not count.
   */
  'slots'?: (_nlu_v1_Slot)[];
  /**
   * Words to look for in all that the catalogue says of its entities.
   */
  'text'?: (string);
  /**
   * Kinds of entity to search for by text; none means all.
   */
  'kinds'?: (string)[];
  /**
   * The most entities to return, at most 100; 0 means 10.
   */
  'maxEntities'?: (number);
  /**
   * How to look; may be left out.
   */
  'options'?: (_nlu_v1_EntityOptions | null);
  /**
   * Id of an entity in the domain's catalogue, instead of slots and text: the response has it alone, or nothing where there is
   * none of that id.
   */
  'entity'?: (string);
}

/**
 * Request of Domain.Resolve and Gateway.Resolve: slots, or a text, or an entity.
 */
export interface ResolveRequest__Output {
  /**
   * Name of the domain whose catalogue is meant. Domain.Resolve takes an empty one for its own.
   */
  'domain': (string);
  /**
   * Name of the request, which comes back in the response and stands in logs. It decides what is explored: the same request
   * has the same response. Empty: a gateway makes one.
   */
  'requestId': (string);
  /**
   * Slots of the domain's schema with their words, the slot that names the work first; others say more of it, such as its
   * artist. Offsets do not count.
   */
  'slots': (_nlu_v1_Slot__Output)[];
  /**
   * Words to look for in all that the catalogue says of its entities.
   */
  'text': (string);
  /**
   * Kinds of entity to search for by text; none means all.
   */
  'kinds': (string)[];
  /**
   * The most entities to return, at most 100; 0 means 10.
   */
  'maxEntities': (number);
  /**
   * How to look; may be left out.
   */
  'options': (_nlu_v1_EntityOptions__Output | null);
  /**
   * Id of an entity in the domain's catalogue, instead of slots and text: the response has it alone, or nothing where there is
   * none of that id.
   */
  'entity': (string);
}
