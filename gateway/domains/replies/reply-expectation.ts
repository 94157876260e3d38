/** The most warnings that a reply may have: two for each of the scores that a hypothesis may come with. */
export const MOST_WARNINGS = 2 * 67;

/** What a domain's reply must agree with. */
export interface ReplyExpectation {
  readonly domain: string;
  readonly utterance: string;
  /** Code points of the utterance. */
  readonly textLength: number;
  /** The version that the caller pinned. */
  readonly version: string | undefined;
  readonly maxHypotheses: number;
  readonly explain: boolean;
  /** Whether entities were asked for; they are left out otherwise. */
  readonly resolve: boolean;
}
