import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Activations, decode } from '../../../../domains/core/recognizer/decode.js';
import { MAX_TOKENS } from '../../../../domains/core/recognizer/encode.js';
import { labelCount, mayFollow, spansOf, type ValueRange } from '../../../../domains/core/recognizer/labels.js';
import { type Chain, constrain, intentsOf } from '../../../../domains/core/recognizer/model.js';
import { everyPath, logTotal } from '../../../support/models/paths.js';

interface Problem {
  readonly chains: readonly Chain[];
  readonly tokens: number;
  readonly activations: Activations;
}

function problemOf(value: fc.Arbitrary<number>): fc.Arbitrary<Problem> {
  const list = (size: number) => fc.array(value, { minLength: size, maxLength: size });
  const chain = fc.constantFrom([], ['a'], ['a', 'b']).chain((slots) => {
    const labels = labelCount(slots);
    return fc.record({
      slots: fc.constant(slots),
      transitions: list(labels ** 2),
      start: list(labels),
      shared: fc.boolean(),
    });
  });
  return fc.tuple(fc.array(chain, { minLength: 1, maxLength: 3 }), fc.nat(3)).chain(([parts, tokens]) => {
    const chains = parts.map(({ slots, transitions, start, shared }, index) =>
      constrain(shared ? [`i${index}`, `j${index}`] : [`i${index}`], slots, transitions, start),
    );
    const stride = chains.reduce((sum, { slots }) => sum + labelCount(slots), 0);
    return fc.record({
      chains: fc.constant(chains),
      tokens: fc.constant(tokens),
      activations: fc.record({
        logits: list(1 + intentsOf(chains).length),
        emissions: list(Math.max(tokens, 1) * stride),
      }),
    });
  });
}

/** Every interpretation there is, by enumeration, best first. */
function everyCandidate({ chains, tokens, activations: { logits, emissions } }: Problem) {
  const stride = chains.reduce((sum, { slots }) => sum + labelCount(slots), 0);
  const normaliser = logTotal(Array.from(logits).slice(1));
  let [offset, index] = [0, 0];
  return chains
    .flatMap(({ intents, slots, transitions, start }) => {
      const labels = labelCount(slots);
      const paths = everyPath({ length: tokens, labels, emissions, stride, offset, transitions, start });
      offset += labels;
      const total = logTotal(paths.map((path) => path.score));
      return intents.flatMap((intent) => {
        const logIntent = logits[1 + index++] - normaliser;
        const spans = (path: (typeof paths)[number]) => spansOf(path.labels, slots);
        return paths.map((path) => ({ intent, spans: spans(path), logIntent, logSlot: path.score - total }));
      });
    })
    .sort((a, b) => b.logIntent + b.logSlot - a.logIntent - a.logSlot);
}

/** Those hypotheses whose one slot value is the range, in a slot that is not excluded. */
function readingsOf(problem: Problem, { start, end, excludedSlots = [] }: ValueRange) {
  return everyCandidate(problem).filter(
    ({ spans: [only, ...others] }) =>
      only && others.length === 0 && only.start === start && only.end === end && !excludedSlots.includes(only.slot),
  );
}

const real = fc.double({ min: -4, max: 4, noNaN: true });

describe('decode', () => {
  it('gives the n best of all intents together', () => {
    fc.assert(
      fc.property(problemOf(real), fc.integer({ min: 1, max: 8 }), (problem, n) => {
        const candidates = decode(problem.chains, problem.tokens, problem.activations, n);
        const expected = everyCandidate(problem);
        expect(candidates).toHaveLength(Math.min(n, expected.length));
        for (const [rank, candidate] of candidates.entries()) {
          const same = expected.find(
            ({ intent, spans }) =>
              intent === candidate.intent && JSON.stringify(spans) === JSON.stringify(candidate.spans),
          )!;
          expect(candidate.logIntent).toBeCloseTo(same.logIntent, 9);
          expect(candidate.logSlot).toBeCloseTo(same.logSlot, 9);
          expect(candidate.logIntent + candidate.logSlot).toBeCloseTo(
            expected[rank].logIntent + expected[rank].logSlot,
            9,
          );
        }
        expect(new Set(candidates.map(({ intent, spans }) => JSON.stringify([intent, spans]))).size).toBe(
          candidates.length,
        );
      }),
      { numRuns: 300 },
    );
  });

  it('shares out all of the probability when it lists everything', () => {
    fc.assert(
      fc.property(problemOf(real), (problem) => {
        const candidates = decode(problem.chains, problem.tokens, problem.activations, 1000);
        expect(logTotal(candidates.map(({ logIntent, logSlot }) => logIntent + logSlot))).toBeCloseTo(0, 9);
        for (const { logIntent, logSlot } of candidates) {
          expect(logIntent).toBeLessThanOrEqual(0);
          expect(logSlot).toBeLessThanOrEqual(0);
        }
      }),
    );
  });

  it('keeps the order of the chains where intents tie', () => {
    const chains = ['play', 'find', 'rate'].map((intent) => constrain([intent], [], [0], [0]));
    const candidates = decode(chains, 1, { logits: [0, 0.5, 0.5, 0.5], emissions: [0, 0, 0] }, 2);
    expect(candidates.map(({ intent }) => intent)).toEqual(['play', 'find']);
  });

  it('offers each intent once, without slots, where there are no tokens', () => {
    const chains = [constrain(['play'], ['a'], new Array(9).fill(1), [1, 1, 1]), constrain(['find'], [], [0], [0])];
    const candidates = decode(chains, 0, { logits: [0, 0, Math.log(3)], emissions: [9, 9, 9, 9] }, 5);
    expect(candidates.map(({ intent, spans, logSlot }) => ({ intent, spans, logSlot }))).toEqual([
      { intent: 'find', spans: [], logSlot: 0 },
      { intent: 'play', spans: [], logSlot: 0 },
    ]);
    expect(candidates[0].logIntent).toBeCloseTo(Math.log(0.75), 12);
  });

  it('never leaves BIO, however much the tables would', () => {
    // Every forbidden move is worth 50 more than any other.
    const labels = labelCount(['a', 'b']);
    const transitions = Array.from({ length: labels ** 2 }, (_, arc) =>
      mayFollow(Math.floor(arc / labels), arc % labels) ? 0 : 50,
    );
    const chain = constrain(['play'], ['a', 'b'], transitions, [0, 0, 50, 0, 50]);
    const candidates = decode([chain], 4, { logits: [0, 0], emissions: new Float64Array(4 * labels) }, 400);
    // o(n) sequences end outside a slot, s(n) inside: o' = o + s, s' = 2 (o + s) + s; from 1 and 2 that makes 41 and 112.
    expect(candidates).toHaveLength(153);
    for (const { logSlot } of candidates) expect(Number.isFinite(logSlot)).toBe(true);
  });
});

describe('decode with a range', () => {
  const withRange = problemOf(real)
    .filter(({ tokens }) => tokens > 0)
    .chain((problem) =>
      fc.tuple(
        fc.constant(problem),
        fc
          .nat(problem.tokens - 1)
          .chain((start) => fc.integer({ min: start + 1, max: problem.tokens }).map((end) => ({ start, end })))
          .chain((place) =>
            fc
              .subarray(['a', 'b'])
              .map((excludedSlots): ValueRange => ({ ...place, excludedSlots }))
              .chain((range) => fc.constantFrom(place, range)),
          ),
      ),
    );

  it('adds the two likeliest readings of it that are not among the n best, with what they have by enumeration', () => {
    fc.assert(
      fc.property(withRange, fc.integer({ min: 1, max: 8 }), ([problem, range], n) => {
        const { chains, tokens, activations } = problem;
        const without = decode(chains, tokens, activations, n);
        const candidates = decode(chains, tokens, activations, n, range);
        expect(candidates.slice(0, without.length)).toEqual(without);
        const named = ({ intent, spans }: (typeof candidates)[number]) => JSON.stringify([intent, spans]);
        expect(new Set(candidates.map(named)).size).toBe(candidates.length);
        const every = readingsOf(problem, range);
        const byName = new Map(every.map((reading) => [named(reading), reading]));
        const added = candidates.slice(without.length);
        expect(added.length).toBeLessThanOrEqual(2);
        for (const reading of added) {
          expect(reading.logIntent).toBeCloseTo(byName.get(named(reading))!.logIntent, 9);
          expect(reading.logSlot).toBeCloseTo(byName.get(named(reading))!.logSlot, 9);
        }
        // By their scores: which of two that tie comes first hangs on rounding.
        const listed = candidates.filter((candidate) => byName.has(named(candidate)));
        for (const [rank, { logIntent, logSlot }] of every.slice(0, 2).entries())
          expect(listed[rank].logIntent + listed[rank].logSlot).toBeCloseTo(logIntent + logSlot, 9);
        const scores = candidates.map(({ logIntent, logSlot }) => logIntent + logSlot);
        for (const [index, score] of scores.entries())
          expect(score).toBeLessThanOrEqual((scores[index - 1] ?? 0) + 1e-9);
      }),
      { numRuns: 300 },
    );
  });

  it('scores a reading of two tokens as by hand', () => {
    // O, B and I; into B from O costs 1, staying O gains 1, the rest is 0; the second token likes I by 2.
    const chain = constrain(['find'], ['title'], [1, -1, 0, 0, 0, 0, 0, 0, 0], [0, 0, 0]);
    const candidates = decode([chain], 2, { logits: [0, 0], emissions: [0, 0, 0, 0, 0, 2] }, 1, {
      start: 1,
      end: 2,
    });
    // OO 1, OB -1, BO 0, BB 0, BI 2: the first and the reading asked for.
    const total = Math.log(Math.exp(1) + Math.exp(-1) + 2 + Math.exp(2));
    expect(candidates.map(({ spans }) => spans)).toEqual([
      [{ slot: 'title', start: 0, end: 2 }],
      [{ slot: 'title', start: 1, end: 2 }],
    ]);
    expect(candidates[0].logSlot).toBeCloseTo(2 - total, 12);
    expect(candidates[1].logSlot).toBeCloseTo(-1 - total, 12);
  });

  it('keeps the order of the chains, then of the slots, where readings tie', () => {
    const chains = ['play', 'find'].map((intent) =>
      constrain([intent], ['a', 'b'], Array(25).fill(0), Array(5).fill(0)),
    );
    const emissions = [9, 0, 0, 0, 0, 9, 0, 0, 0, 0];
    const candidates = decode(chains, 1, { logits: [0, 0, 0], emissions }, 1, { start: 0, end: 1 });
    expect(candidates.slice(1).map(({ intent, spans: [span] }) => [intent, span!.slot])).toEqual([
      ['play', 'a'],
      ['play', 'b'],
    ]);
  });

  it('adds none where no intent has a slot', () => {
    const chains = [constrain(['stop'], [], [0], [0])];
    const candidates = decode(chains, 1, { logits: [0, 0], emissions: [0] }, 5, { start: 0, end: 1 });
    expect(candidates.map(({ spans }) => spans)).toEqual([[]]);
  });

  it('takes the longest utterance as one value, and stays finite where the tables are all against it', () => {
    const chain = constrain(['find'], ['title'], Array(9).fill(0), [0, 0, 0]);
    const emissions = Float64Array.from({ length: 3 * MAX_TOKENS }, (_, index) => (index % 3 === 0 ? 40 : -40));
    for (const start of [0, MAX_TOKENS - 1]) {
      const range = { start, end: MAX_TOKENS };
      const candidates = decode([chain], MAX_TOKENS, { logits: [0, 0], emissions }, 1, range);
      expect(candidates.map(({ spans }) => spans)).toEqual([[], [{ slot: 'title', ...range }]]);
      expect(candidates[1].logSlot).toBeCloseTo(-80 * (MAX_TOKENS - start), 6);
    }
  });
});

it('forbids in a chain exactly the moves that BIO forbids', () => {
  const chain = constrain(['play'], ['a'], [1, 2, 3, 4, 5, 6, 7, 8, 9], [10, 11, 12]);
  expect([...chain.start]).toEqual([10, 11, -Infinity]);
  expect([...chain.transitions]).toEqual([1, 2, -Infinity, 4, 5, 6, 7, 8, 9]);
});
