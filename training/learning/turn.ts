/** What a turn was understood as: the interpretation that was acted on. */
export interface TurnAnswer {
  readonly domain: string;
  readonly intent: string;
  /** `key` is the same for equal values: the value's fingerprint, or the value itself. */
  readonly slots: readonly { readonly name: string; readonly key: string; readonly value?: string | undefined }[];
  /** P(right) of the interpretation, in [0, 1]. */
  readonly confidence: number;
}

/** What the customer did after a turn, besides the next request. Absent: it was not reported. */
export interface TurnOutcomes {
  /** The answer was cut short, so many milliseconds after it began. */
  readonly bargeInAfterMs?: number | undefined;
  /** What was played, in milliseconds; `ofMs` is 0 where the whole length is unknown. */
  readonly playback?: { readonly playedMs: number; readonly ofMs: number } | undefined;
  /** Of the readings that were offered, whether one was chosen or none. */
  readonly choice?: 'one' | 'none' | undefined;
  /** The explicit answer to "was that right?". */
  readonly explicit?: 'yes' | 'no' | 'unsure' | undefined;
  /** Cancelled, by voice or by hand. */
  readonly stopped?: boolean | undefined;
  /** What was done in the end, where it was not what the answer said. */
  readonly served?: { readonly domain: string; readonly intent: string } | undefined;
}

/** One request with its answer and what came of it: what labels are made of. */
export interface Turn {
  /** Unique among turns; the same id twice is the same turn reported twice. */
  readonly id: string;
  /** Opaque; absent where the caller named none. */
  readonly customer?: string | undefined;
  /** Opaque; turns without one are a session each. */
  readonly session: string;
  /** When the request came, in milliseconds since 1970 by the clock of the process that wrote it. */
  readonly timeMs: number;
  /** Absent where texts are not kept. */
  readonly text?: string | undefined;
  /** Equal for the same words; there where texts are not kept. */
  readonly textKey?: string | undefined;
  /** Absent where nothing was understood. */
  readonly answer?: TurnAnswer | undefined;
  /** The interpretations that were considered, the best first, as `domain/intent`. */
  readonly considered?: readonly string[] | undefined;
  readonly outcomes: TurnOutcomes;
  /** Probability with which the customer was asked whether the answer was right, in (0, 1]; absent: not asked. */
  readonly askedWith?: number | undefined;
}
