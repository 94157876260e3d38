import { describe, expect, it } from 'vitest';
import { HYPOTHESIS_EVIDENCE, LIST_EVIDENCE } from '../../../../domains/core/reranker/evidence.js';
import { EntityColumns } from '../../../../training/studies/entity-evidence/entity-columns.js';
import type { HypothesisEntities } from '../../../../training/studies/entity-evidence/hypothesis-entities.js';

const tagged = (intent: string, score: number) => ({
  intent,
  spans: [],
  scores: { domain: 0.9, intent: score, slot: score },
});
const [H, L] = [HYPOTHESIS_EVIDENCE.length, LIST_EVIDENCE.length];
const evidence = {
  list: Float64Array.from({ length: L }, (_, column) => column),
  hypotheses: Float64Array.from({ length: 2 * H }, (_, place) => place),
};
const belief = (some: number, best: number, joined = false) => ({ some, best, joined });

describe('EntityColumns', () => {
  const columns = new EntityColumns(['Play.track', 'Play.artist']);
  const hypotheses = [tagged('Play', 0.3), tagged('Play', 0.9)];
  const entities: HypothesisEntities[] = [
    { together: belief(0.75, 0.5), alone: [{ slot: 'track', belief: belief(0.75, 0.5) }] },
    {
      together: belief(0.5, 0.25, true),
      alone: [
        { slot: 'track', belief: belief(0.2, 0.1) },
        { slot: 'artist', belief: belief(0.4, 0.3) },
      ],
    },
  ];

  it('puts what a catalogue says behind the evidence that there is, by hypothesis', () => {
    const wide = columns.widened(evidence, hypotheses, entities);
    const width = H + 6;
    expect(wide.hypotheses).toHaveLength(2 * width);
    expect([...wide.hypotheses.subarray(0, H)]).toEqual([...evidence.hypotheses.subarray(0, H)]);
    expect([...wide.hypotheses.subarray(width, width + H)]).toEqual([...evidence.hypotheses.subarray(H)]);
    // named, log(.75 / .25), log(.5), not joined; P(some) of the track and of the artist.
    expect([...wide.hypotheses.subarray(H, width)]).toEqual([1, Math.log(3), Math.log(0.5), 0, 0.75, 0]);
    expect([...wide.hypotheses.subarray(width + H)]).toEqual([1, 0, Math.log(0.25), 0.25, 0.2, 0.4]);
  });

  it('tells the list what its top hypothesis names, and the most that any does', () => {
    const wide = columns.widened(evidence, hypotheses, entities);
    expect([...wide.list]).toEqual([...evidence.list, 0.5, 0.25, 0.25, 0.75]);
  });

  it('has nothing to say without a catalogue, and of slots that name nothing', () => {
    for (const told of [undefined, [{ alone: [] }, { alone: [] }]]) {
      const wide = columns.widened(evidence, hypotheses, told);
      expect([...wide.list.subarray(L)]).toEqual([0, 0, 0, 0]);
      expect([...wide.hypotheses.subarray(H, H + 6)]).toEqual([0, 0, 0, 0, 0, 0]);
    }
  });

  it('reads every column but the domain’s score and the sum of what slots weigh', () => {
    const { listWise, slotWeights } = columns.columns;
    expect(slotWeights).toBe(HYPOTHESIS_EVIDENCE.indexOf('slotWeights'));
    expect(listWise).not.toContain(0);
    expect(listWise).not.toContain(slotWeights);
    expect(listWise).toHaveLength(columns.widths.hypothesis - 2);
  });
});
