/** A stored text, and what names this state of it, so that nobody replaces what they have not seen. */
export interface StoredDocument {
  readonly text: string;
  readonly revision: number;
}

/** Where customers' sealed documents are kept. All customers are fingerprints. */
export interface DocumentStore {
  /** Undefined for a customer without one. @throws NluError UNAVAILABLE */
  get(customer: string): Promise<StoredDocument | undefined>;
  /**
   * Keeps a text, for good when it resolves.
   * @param revision that of the text that it replaces; undefined: there was none
   * @returns false where somebody else was faster
   * @throws NluError UNAVAILABLE
   */
  put(customer: string, text: string, revision: number | undefined): Promise<boolean>;
  /** Removes the text of a revision; a later one stays. @throws NluError UNAVAILABLE */
  remove(customer: string, revision: number): Promise<void>;
}
