import { logSumExp } from '../../../serving/numeric/log-odds.js';
import { labelCount, labelsOf, mayFollow, type Span, spansOf, type ValueRange } from './labels.js';
import { type Lattice, logPartition, pathScore } from './lattice.js';
import { type Moves, movesOf } from './moves.js';
import { nBestPaths } from './n-best.js';

/** One intent's slot tagger: its slots, and the log-potentials between its labels; illegal moves are -Infinity. */
export interface Chain {
  readonly intent: string;
  readonly slots: readonly string[];
  /** `[L, L]` row-major, from row to column. */
  readonly transitions: Float64Array;
  /** `[L]`. */
  readonly start: Float64Array;
  /** The transitions that are legal. */
  readonly moves: Moves;
}

/** What the classifiers and the emission tables say of one utterance, from onnxruntime or from the trainer's own tables. */
export interface Activations {
  /** `[1 + I]`: the domain's logit, then one logit an intent. */
  readonly logits: ArrayLike<number>;
  /** `[T, sum of L]`, the chains side by side in order. */
  readonly emissions: ArrayLike<number>;
}

/** One interpretation that the recognizer considers; natural logs of probabilities. */
export interface Candidate {
  readonly intent: string;
  readonly spans: readonly Span[];
  readonly logIntent: number;
  readonly logSlot: number;
}

/** Of the readings of a range as one slot's value, how many the list holds whatever they score: what is right is mostly the first. */
const RANGE_READINGS = 2;

/** What sums of logarithms may be off by: a path is passed over early only when it is worse than the list by more. */
const ROUNDING = 1e-9;

/** Puts -Infinity on every move that BIO forbids; learned values elsewhere. */
export function constrain(
  intent: string,
  slots: readonly string[],
  transitions: ArrayLike<number>,
  start: ArrayLike<number>,
): Chain {
  const labels = labelCount(slots);
  const legal = Float64Array.from({ length: labels * labels }, (_, index) =>
    mayFollow(Math.floor(index / labels), index % labels) ? transitions[index]! : -Infinity,
  );
  return {
    intent,
    slots,
    transitions: legal,
    start: Float64Array.from({ length: labels }, (_, label) => (mayFollow(-1, label) ? start[label]! : -Infinity)),
    moves: movesOf(legal, labels),
  };
}

/**
 * The n best interpretations over all intents, exactly: the n best of the union of every intent's n best paths,
 * scored by log P(intent | x) + log P(slots | x, intent), best first. Ties keep the chains' order. With a range, the likeliest of
 * the readings in which it is the value of some slot and nothing else is any follow where they are not among them: the list
 * stays sorted.
 * @param range within the tokens
 */
export function decode(
  chains: readonly Chain[],
  tokens: number,
  { logits, emissions }: Activations,
  n: number,
  range?: ValueRange,
): Candidate[] {
  const intentLogits = Array.from({ length: chains.length }, (_, index) => logits[1 + index]!);
  const normaliser = logSumExp(intentLogits);
  const stride = chains.reduce((sum, chain) => sum + labelCount(chain.slots), 0);
  let offset = 0;
  const placed = chains.map((chain, index) => {
    const labels = labelCount(chain.slots);
    const { moves, start } = chain;
    const lattice: Lattice = { length: tokens, labels, emissions, stride, offset, moves, start };
    offset += labels;
    return { chain, lattice, logIntent: intentLogits[index]! - normaliser };
  });
  placed.sort((a, b) => b.logIntent - a.logIntent);
  let candidates: Candidate[] = [];
  for (const { chain, lattice, logIntent } of placed) {
    const worst = candidates.length < n ? -Infinity : candidates[n - 1]!.logIntent + candidates[n - 1]!.logSlot;
    // log P(slots) is at most 0, so no path of this intent can make the list, nor of any after it.
    if (logIntent <= worst) break;
    const partition = logPartition(lattice);
    for (const path of nBestPaths(lattice, n, worst - logIntent + partition - ROUNDING)) {
      candidates.push({
        intent: chain.intent,
        spans: spansOf(path.labels, chain.slots),
        logIntent,
        logSlot: Math.min(0, path.score - partition),
      });
    }
    candidates = best(candidates, n);
  }
  const further = range ? readingsOf(range, placed).filter((reading) => !candidates.some(isLike(reading))) : [];
  return [...candidates, ...further];
}

/** A chain on an utterance. */
interface Placed {
  readonly chain: Chain;
  readonly lattice: Lattice;
  readonly logIntent: number;
}

/** The likeliest RANGE_READINGS; BIO leaves one path a slot. Ties keep the order of the chains, then of the slots. */
function readingsOf(range: ValueRange, placed: readonly Placed[]): Candidate[] {
  let readings: Candidate[] = [];
  for (const { chain, lattice, logIntent } of placed) {
    const worst = readings[RANGE_READINGS - 1];
    if (worst && logIntent <= worst.logIntent + worst.logSlot) break;
    const slots = chain.slots.filter((slot) => !range.excludedSlots?.includes(slot));
    if (slots.length === 0) continue;
    const partition = logPartition(lattice);
    for (const slot of slots) {
      const spans = [{ slot, start: range.start, end: range.end }];
      const score = pathScore(lattice, chain.transitions, labelsOf(spans, chain.slots, lattice.length));
      readings.push({ intent: chain.intent, spans, logIntent, logSlot: Math.min(0, score - partition) });
    }
    readings = best(readings, RANGE_READINGS);
  }
  return readings;
}

function best(candidates: readonly Candidate[], n: number): Candidate[] {
  return [...candidates].sort((a, b) => b.logIntent + b.logSlot - a.logIntent - a.logSlot).slice(0, n);
}

/** Whether a candidate is a reading of one span. */
function isLike({ intent, spans: [only] }: Candidate): (candidate: Candidate) => boolean {
  return (candidate) => {
    const [span] = candidate.spans;
    return (
      candidate.intent === intent &&
      candidate.spans.length === 1 &&
      span!.slot === only!.slot &&
      span!.start === only!.start &&
      span!.end === only!.end
    );
  };
}
