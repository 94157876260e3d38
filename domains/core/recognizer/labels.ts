/** A run of one token or more; token indices, end exclusive. */
export interface TokenRange {
  readonly start: number;
  readonly end: number;
}

/** A run of tokens that may be a slot's value, whatever a tagger makes of it. */
export interface ValueRange extends TokenRange {
  /** The slots that do not take it as their value; absent: all do. */
  readonly excludedSlots?: readonly string[];
}

/** A run of tokens that fills a slot. */
export interface Span extends TokenRange {
  readonly slot: string;
}

/**
 * The number of BIO labels of a slot list: label 0 is O, slot s has B at 1 + 2s and I at 2 + 2s. Everything that reads
 * labels goes through the functions of this file.
 */
export function labelCount(slots: readonly string[]): number {
  return 1 + 2 * slots.length;
}

/** Whether `next` may follow `previous` (-1: the start): an I only after its own B or I. */
export function mayFollow(previous: number, next: number): boolean {
  const inside = next > 0 && next % 2 === 0;
  return !inside || previous === next || previous === next - 1;
}

/**
 * The labels of `length` tokens from spans, which must not overlap.
 * @throws RangeError for a slot that is not in the list
 */
export function labelsOf(spans: readonly Span[], slots: readonly string[], length: number): Uint8Array {
  const labels = new Uint8Array(length);
  for (const span of spans) {
    const slot = slots.indexOf(span.slot);
    if (slot < 0) throw new RangeError(`slot ${span.slot} is not one of ${slots.join(', ')}`);
    labels.fill(2 + 2 * slot, span.start, span.end);
    labels[span.start] = 1 + 2 * slot;
  }
  return labels;
}

/** The spans of a legal label sequence, in text order. */
export function spansOf(labels: ArrayLike<number>, slots: readonly string[]): Span[] {
  const spans: Span[] = [];
  for (let start = 0; start < labels.length; start++) {
    const label = labels[start];
    if (label % 2 !== 1) continue;
    let end = start + 1;
    while (end < labels.length && labels[end] === label + 1) end++;
    spans.push({ slot: slots[(label - 1) / 2], start, end });
  }
  return spans;
}
