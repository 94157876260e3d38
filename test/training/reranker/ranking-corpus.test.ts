import { describe, expect, it } from 'vitest';
import type { TaggedHypothesis } from '../../../domains/core/recognizer/recognizer.js';
import { domainExamples } from '../../../training/examples/domain-corpus.js';
import {
  offeredHypotheses,
  rankingExample,
  referenceOf,
  scoredHypotheses,
} from '../../../training/reranker/ranking-corpus.js';
import { schemaOf } from '../../support/corpora/sample-domain.js';
import { evidenceOf } from '../../support/models/rerankers.js';

const TRACK = { slot: 'track', start: 1, end: 3 };
const scores = { domain: 1, intent: 1, slot: 1 };
const hypotheses: TaggedHypothesis[] = [
  { intent: 'PlayMusic', spans: [], scores },
  { intent: 'PlayMusic', spans: [{ ...TRACK, slot: 'artist' }], scores },
  { intent: 'PlayMusic', spans: [TRACK], scores },
  { intent: 'AddToPlaylist', spans: [TRACK], scores },
];

const exampleOf = (domain: string, slots: { name: string; value: string; start: number; end: number }[] | undefined) =>
  domainExamples(
    [{ id: '1', text: 'Play Mary Poppins', intent: 'PlayMusic', domain, slots, source: 'test' }],
    schemaOf('music'),
    () => 3,
  )[0];
const annotated = exampleOf('music', [{ name: 'track', value: 'Mary Poppins', start: 5, end: 17 }]);
const ranked = (example: typeof annotated) =>
  rankingExample(
    example,
    'music',
    { hypotheses, evidence: evidenceOf({}, [{}, {}, {}, {}]) },
    offeredHypotheses(example, 'music', hypotheses),
  );

describe('rankingExample', () => {
  it('knows the right hypothesis and what each of the others gets wrong', () => {
    const { right, cost, isInDomain, annotated: known, weight, slots } = ranked(annotated);
    expect({ right, isInDomain, known, weight }).toEqual({ right: 2, isInDomain: true, known: true, weight: 3 });
    // Of two: a slot deleted; a slot substituted; nothing; the intent.
    expect([...cost]).toEqual([1 / 2, 1 / 2, 0, 1 / 2]);
    const uses = slots!.map((used) => used.map(({ use, words }) => `${use} ${words}`));
    expect(uses).toEqual([[], ['PlayMusic.artist 2'], ['PlayMusic.track 2'], ['AddToPlaylist.track 2']]);
  });

  it('finds nothing right on another domain’s utterance', () => {
    const { right, cost, isInDomain, annotated: known } = ranked(exampleOf('video', []));
    expect({ right, isInDomain, known }).toEqual({ right: -1, isInDomain: false, known: true });
    // A wrong intent, and every slot that it names.
    expect([...cost]).toEqual([1, 2, 2, 2]);
  });

  it('says where no right answer is known', () => {
    expect(ranked(exampleOf('music', undefined)).annotated).toBe(false);
  });
});

it('references and hypotheses carry values as the utterance has them, best first', () => {
  expect(referenceOf(annotated, 'music')).toMatchObject({
    domain: 'music',
    slots: [{ name: 'track', value: 'Mary Poppins' }],
  });
  expect(referenceOf(exampleOf('video', []), 'music')).toMatchObject({ domain: 'other' });
  const scored = scoredHypotheses(offeredHypotheses(annotated, 'music', hypotheses), [0.1, 0.2, 0.6, 0.05]);
  expect(scored.map(({ confidence }) => confidence)).toEqual([0.6, 0.2, 0.1, 0.05]);
  expect(scored[0]).toMatchObject({
    domain: 'music',
    intent: 'PlayMusic',
    slots: [{ name: 'track', value: 'Mary Poppins' }],
  });
});
