// Original file: proto/nlu/v1/hypothesis.proto


/**
 * A work, person or series of a domain's catalogue that words may mean.
 */
export interface Entity {
  /**
   * Its id in the catalogue, which stays its own from version to version.
   */
  'id'?: (string);
  /**
   * What it is, by the catalogue: for example "song", "artist" or "movie".
   */
  'kind'?: (string);
  /**
   * Its title or name.
   */
  'title'?: (string);
  /**
   * Who made it, most important first; none where the catalogue does not say.
   */
  'creators'?: (string)[];
  /**
   * Year of its release; absent where the catalogue does not say.
   */
  'year'?: (number);
  /**
   * Calibrated probability that this entity is meant, given that the slots are right, in [0, 1]. Those of a hypothesis's
   * entities and entity_none sum to 1 at most: entities beyond the number that is returned have the rest.
   */
  'probability'?: (number | string);
  /**
   * The ways of looking that found it: "exact", "lexical", "structured", "phonetic", "semantic" or "memory".
   */
  'strategies'?: (string)[];
  /**
   * Names of the slots that it was looked for by; none for a search by text.
   */
  'slots'?: (string)[];
  '_year'?: "year";
}

/**
 * A work, person or series of a domain's catalogue that words may mean.
 */
export interface Entity__Output {
  /**
   * Its id in the catalogue, which stays its own from version to version.
   */
  'id': (string);
  /**
   * What it is, by the catalogue: for example "song", "artist" or "movie".
   */
  'kind': (string);
  /**
   * Its title or name.
   */
  'title': (string);
  /**
   * Who made it, most important first; none where the catalogue does not say.
   */
  'creators': (string)[];
  /**
   * Year of its release; absent where the catalogue does not say.
   */
  'year'?: (number);
  /**
   * Calibrated probability that this entity is meant, given that the slots are right, in [0, 1]. Those of a hypothesis's
   * entities and entity_none sum to 1 at most: entities beyond the number that is returned have the rest.
   */
  'probability': (number);
  /**
   * The ways of looking that found it: "exact", "lexical", "structured", "phonetic", "semantic" or "memory".
   */
  'strategies': (string)[];
  /**
   * Names of the slots that it was looked for by; none for a search by text.
   */
  'slots': (string)[];
}
