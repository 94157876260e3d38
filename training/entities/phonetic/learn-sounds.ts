import { PARTS_OF_NAT, type UnitCosts } from '../../../domains/core/resolution/strategies/phonetic/sound-costs.js';
import {
  FIRST_OTHER,
  MOST_UNITS,
  soundUnits,
  UNIT,
} from '../../../domains/core/resolution/strategies/phonetic/sound-units.js';
import type { Segment } from '../../recognition-noise/alignment.js';

const N = FIRST_OTHER;
const STEPS = 12;
/** Pseudo-counts of each unit that it is heard as any other, by how common that is, and that it is not heard. */
const PRIOR = 4;
/** Probability that what was heard has nothing to do with what was said, to begin with. */
const UNRELATED = 0.3;
/**
 * Words heard as they were said count this share of their times: names that were heard right are found without us.
 * Chosen on names of films and people in a fifth of the pairs, which were not learned from.
 */
const SAME_SHARE = 0.1;
const DEAREST = 255;

/** How single units are heard: the probabilities of a stochastic edit transducer (Ristad, Yianilos 1998). */
interface Transducer {
  /** `[N, N + 1]`: of each unit, what is heard for it; the last column: nothing. */
  readonly heard: Float64Array;
  /** `[N]`: of each unit, that it is heard where nothing was said, at any one place. */
  readonly added: Float64Array;
}

interface Pair {
  readonly said: Uint8Array;
  readonly heard: Uint8Array;
  readonly times: number;
}

/**
 * Learns how units are mistaken, by expectation maximisation over all the ways to align the letters of what was said with
 * those of what was heard. A pair counts as much as it is likelier than two unrelated words; words heard as they were
 * said count `sameShare` of their times.
 */
export function learnSounds(segments: Iterable<Segment>, sameShare = SAME_SHARE): UnitCosts {
  const pairs = pairsOf(segments);
  const background = backgroundOf(pairs);
  let transducer = firstGuess(background);
  let unrelated = UNRELATED;
  for (let step = 0; step < STEPS; step++) {
    const counts = { heard: new Float64Array(N * (N + 1)), added: new Float64Array(N), places: 0 };
    let [related, all] = [0, 0];
    for (const pair of pairs) {
      const isSame = Buffer.compare(pair.said, pair.heard) === 0;
      const times = pair.times * (isSame ? sameShare : 1);
      if (isSame) {
        for (const unit of pair.said) counts.heard[unit * (N + 1) + unit] += times;
        counts.places += times * (pair.said.length + 1);
        continue;
      }
      const share = expect(pair, times, transducer, background, unrelated, counts);
      related += share * times;
      all += times;
    }
    unrelated = 1 - related / Math.max(all, 1);
    transducer = maximise(counts, background);
  }
  return costsOf(transducer, background);
}

function pairsOf(segments: Iterable<Segment>): Pair[] {
  const units = (words: readonly string[]) => {
    const into = new Uint8Array(MOST_UNITS);
    return into.slice(0, soundUnits(words, into)).map((unit) => unit & UNIT);
  };
  const pairs = new Map<string, { said: Uint8Array; heard: Uint8Array; times: number }>();
  for (const { said, heard } of segments) {
    if (said.length === 0 || heard.length === 0) continue;
    const key = `${said.join(' ')}|${heard.join(' ')}`;
    const known = pairs.get(key);
    if (known) known.times++;
    else pairs.set(key, { said: units(said), heard: units(heard), times: 1 });
  }
  return [...pairs.values()].filter(
    ({ said, heard }) => said.length > 0 && heard.length > 0 && [...said, ...heard].every((unit) => unit < N),
  );
}

function backgroundOf(pairs: readonly Pair[]): Float64Array {
  const counts = new Float64Array(N).fill(1);
  for (const { heard, times } of pairs) for (const unit of heard) counts[unit] += times;
  counts[0] = 0;
  return normalised(counts);
}

function normalised(counts: Float64Array): Float64Array {
  const sum = counts.reduce((total, count) => total + count, 0);
  return counts.map((count) => count / sum);
}

function firstGuess(background: Float64Array): Transducer {
  const heard = new Float64Array(N * (N + 1));
  for (let said = 1; said < N; said++) {
    const line = said * (N + 1);
    for (let unit = 1; unit < N; unit++) heard[line + unit] = 0.2 * background[unit];
    heard[line + said] += 0.7;
    heard[line + N] = 0.1;
  }
  return { heard, added: background.map((share) => 0.05 * share) };
}

/** Adds what a pair is expected to count; the probability that its sides are related. */
function expect(
  { said, heard }: Pair,
  times: number,
  { heard: table, added }: Transducer,
  background: Float64Array,
  unrelated: number,
  counts: { heard: Float64Array; added: Float64Array; places: number },
): number {
  const [n, m] = [said.length, heard.length];
  const width = m + 1;
  const forward = new Float64Array((n + 1) * width);
  const backward = new Float64Array((n + 1) * width);
  forward[0] = 1;
  for (let i = 0; i <= n; i++) {
    for (let j = 0; j <= m; j++) {
      let sum = forward[i * width + j];
      if (i > 0) sum += forward[(i - 1) * width + j] * table[said[i - 1] * (N + 1) + N];
      if (j > 0) sum += forward[i * width + j - 1] * added[heard[j - 1]];
      if (i > 0 && j > 0) sum += forward[(i - 1) * width + j - 1] * table[said[i - 1] * (N + 1) + heard[j - 1]];
      forward[i * width + j] = sum;
    }
  }
  backward[n * width + m] = 1;
  for (let i = n; i >= 0; i--) {
    for (let j = m; j >= 0; j--) {
      let sum = backward[i * width + j];
      if (i < n) sum += backward[(i + 1) * width + j] * table[said[i] * (N + 1) + N];
      if (j < m) sum += backward[i * width + j + 1] * added[heard[j]];
      if (i < n && j < m) sum += backward[(i + 1) * width + j + 1] * table[said[i] * (N + 1) + heard[j]];
      backward[i * width + j] = sum;
    }
  }
  const total = forward[n * width + m];
  const chance = heard.reduce((product, unit) => product * background[unit], 1);
  // Neither says how long what is heard is, so that both compare alike.
  const share = ((1 - unrelated) * total) / ((1 - unrelated) * total + unrelated * chance);
  const weight = (times * share) / total;
  if (!Number.isFinite(weight)) return 0;
  counts.places += times * share * (n + 1);
  for (let i = 0; i <= n; i++) {
    for (let j = 0; j <= m; j++) {
      const here = forward[i * width + j] * weight;
      if (i < n) {
        const cell = said[i] * (N + 1);
        counts.heard[cell + N] += here * table[cell + N] * backward[(i + 1) * width + j];
        if (j < m) {
          counts.heard[cell + heard[j]] += here * table[cell + heard[j]] * backward[(i + 1) * width + j + 1];
        }
      }
      if (j < m) counts.added[heard[j]] += here * added[heard[j]] * backward[i * width + j + 1];
    }
  }
  return share;
}

function maximise(
  counts: { heard: Float64Array; added: Float64Array; places: number },
  background: Float64Array,
): Transducer {
  const heard = new Float64Array(N * (N + 1));
  for (let said = 1; said < N; said++) {
    const line = said * (N + 1);
    let sum = 0;
    for (let unit = 1; unit <= N; unit++) {
      const prior = unit === N ? 0.2 : unit === said ? 3 : 0.8 * background[unit];
      heard[line + unit] = counts.heard[line + unit] + PRIOR * prior;
      sum += heard[line + unit];
    }
    for (let unit = 1; unit <= N; unit++) heard[line + unit] /= sum;
  }
  const added = counts.added.map((count, unit) => (count + PRIOR * background[unit]) / (counts.places + 20 * PRIOR));
  return { heard, added };
}

function costsOf({ heard, added }: Transducer, background: Float64Array): UnitCosts {
  const cost = (probability: number) =>
    Math.max(0, Math.min(DEAREST, Math.round(-PARTS_OF_NAT * Math.log(probability)))) || 0;
  const exchanged = new Uint8Array(N * N).fill(DEAREST);
  const dropped = new Uint8Array(N).fill(DEAREST);
  for (let said = 1; said < N; said++) {
    const same = heard[said * (N + 1) + said];
    for (let unit = 1; unit < N; unit++) {
      exchanged[said * N + unit] = unit === said ? 0 : cost(heard[said * (N + 1) + unit] / same);
    }
    dropped[said] = cost(heard[said * (N + 1) + N] / same);
  }
  return {
    exchanged,
    dropped,
    added: Uint8Array.from(added, cost),
    background: Uint8Array.from(background, cost),
  };
}
