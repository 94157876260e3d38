import { logSumExp } from '../../../serving/numeric/log-odds.js';
import { labelCount, labelsOf, type Span, spansOf, type ValueRange } from './labels.js';
import { type Lattice, logPartition, pathScore } from './lattice.js';
import { type Chain, intentsOf } from './model.js';
import { nBestPaths } from './n-best.js';

/** The classifiers' and slot taggers' sums for one utterance. */
export interface Activations {
  /** `[1 + I]`: the domain's logit, then one logit per intent. */
  readonly logits: ArrayLike<number>;
  /** `[T, sum of L]`, the chains side by side in order. */
  readonly emissions: ArrayLike<number>;
}

/** One hypothesis of the recognizer; natural logs of its probabilities. */
export interface Candidate {
  readonly intent: string;
  readonly spans: readonly Span[];
  readonly logIntent: number;
  readonly logSlot: number;
}

/**
 * How many hypotheses that fill one slot with the whole range are always appended; the right one is mostly the first.
 */
const RANGE_HYPOTHESES = 2;

/**
 * Rounding errors of sums of logarithms are below this: a path is left out early only when it is worse than the list by
 * more.
 */
const ROUNDING = 1e-9;

/**
 * The n best hypotheses over all intents, exactly: the n best of the union of every intent's n best paths, scored by
 * log P(intent | x) + log P(slots | x, intent), best first. Ties keep the intents' order. With a range, the likeliest
 * RANGE_HYPOTHESES whose one slot holds just that range follow, where they are not among the n best, also best first.
 * @param range within the tokens
 */
export function decode(
  chains: readonly Chain[],
  tokens: number,
  { logits, emissions }: Activations,
  n: number,
  range?: ValueRange,
): Candidate[] {
  const intentLogits = Array.from({ length: intentsOf(chains).length }, (_, index) => logits[1 + index]);
  const normaliser = logSumExp(intentLogits);
  const stride = chains.reduce((sum, chain) => sum + labelCount(chain.slots), 0);
  let [offset, index] = [0, 0];
  const placed = chains.flatMap((chain): Placed[] => {
    const labels = labelCount(chain.slots);
    const { moves, start } = chain;
    const lattice: Lattice = { length: tokens, labels, emissions, stride, offset, moves, start };
    offset += labels;
    return chain.intents.map((intent) => ({
      intent,
      chain,
      lattice,
      logIntent: intentLogits[index++] - normaliser,
    }));
  });
  placed.sort((a, b) => b.logIntent - a.logIntent);
  let candidates: Candidate[] = [];
  for (const { intent, chain, lattice, logIntent } of placed) {
    const worst = candidates.length < n ? -Infinity : candidates[n - 1].logIntent + candidates[n - 1].logSlot;
    // log P(slots) is at most 0, so no path of this intent can make the list, nor of any after it.
    if (logIntent <= worst) break;
    const partition = logPartition(lattice);
    for (const path of nBestPaths(lattice, n, worst - logIntent + partition - ROUNDING)) {
      candidates.push({
        intent,
        spans: spansOf(path.labels, chain.slots),
        logIntent,
        logSlot: Math.min(0, path.score - partition),
      });
    }
    candidates = best(candidates, n);
  }
  const further = range ? rangeHypotheses(range, placed).filter((each) => !candidates.some(isLike(each))) : [];
  return [...candidates, ...further];
}

/** An intent and its chain on an utterance. */
interface Placed {
  readonly intent: string;
  readonly chain: Chain;
  readonly lattice: Lattice;
  readonly logIntent: number;
}

/** The likeliest RANGE_HYPOTHESES; BIO leaves one path per slot. Ties keep the order of the chains, then of the slots. */
function rangeHypotheses(range: ValueRange, placed: readonly Placed[]): Candidate[] {
  let found: Candidate[] = [];
  for (const { intent, chain, lattice, logIntent } of placed) {
    const worst = found[RANGE_HYPOTHESES - 1];
    if (worst && logIntent <= worst.logIntent + worst.logSlot) break;
    const slots = chain.slots.filter((slot) => !range.excludedSlots?.includes(slot));
    if (slots.length === 0) continue;
    const partition = logPartition(lattice);
    for (const slot of slots) {
      const spans = [{ slot, start: range.start, end: range.end }];
      const score = pathScore(lattice, chain.transitions, labelsOf(spans, chain.slots, lattice.length));
      found.push({ intent, spans, logIntent, logSlot: Math.min(0, score - partition) });
    }
    found = best(found, RANGE_HYPOTHESES);
  }
  return found;
}

function best(candidates: readonly Candidate[], n: number): Candidate[] {
  return [...candidates].sort((a, b) => b.logIntent + b.logSlot - a.logIntent - a.logSlot).slice(0, n);
}

/** Whether a candidate has the intent and the one span of another. */
function isLike({ intent, spans: [only] }: Candidate): (candidate: Candidate) => boolean {
  return (candidate) => {
    const [span] = candidate.spans;
    return (
      candidate.intent === intent &&
      candidate.spans.length === 1 &&
      span.slot === only.slot &&
      span.start === only.start &&
      span.end === only.end
    );
  };
}
