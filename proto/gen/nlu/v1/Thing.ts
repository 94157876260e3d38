// Original file: proto/nlu/v1/preference.proto


/**
 * Something that a customer may like or dislike: a domain, a kind of thing in it, or one thing.
 */
export interface Thing {
  /**
   * Name of the domain.
   */
  'domain'?: (string);
  /**
   * What kind of thing, by a slot of the domain's schema or a kind of entity of its catalogue, for example "artist"; empty:
   * any.
   */
  'kind'?: (string);
  /**
   * The thing in words, for example "coltrane", at most 256 characters. Empty where an entity names it, or where the whole
   * kind or domain is meant.
   */
  'value'?: (string);
  /**
   * Id of the thing in the domain's catalogue; empty: none. It goes without value.
   */
  'entity'?: (string);
}

/**
 * Something that a customer may like or dislike: a domain, a kind of thing in it, or one thing.
 */
export interface Thing__Output {
  /**
   * Name of the domain.
   */
  'domain': (string);
  /**
   * What kind of thing, by a slot of the domain's schema or a kind of entity of its catalogue, for example "artist"; empty:
   * any.
   */
  'kind': (string);
  /**
   * The thing in words, for example "coltrane", at most 256 characters. Empty where an entity names it, or where the whole
   * kind or domain is meant.
   */
  'value': (string);
  /**
   * Id of the thing in the domain's catalogue; empty: none. It goes without value.
   */
  'entity': (string);
}
