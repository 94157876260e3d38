import { describe, expect, it } from 'vitest';
import {
  slotsSequence,
  templateSequence,
  valueSequence,
  wordSymbols,
} from '../../../../domains/core/language-models/language-models.js';
import { logProbability } from '../../../../domains/core/language-models/ngram-model.js';
import type { ValueRange } from '../../../../domains/core/recognizer/labels.js';
import type { TaggedHypothesis } from '../../../../domains/core/recognizer/recognizer.js';
import {
  type Evidence,
  evidence,
  HYPOTHESIS_EVIDENCE,
  LIST_EVIDENCE,
  withSlotWeights,
} from '../../../../domains/core/reranker/evidence.js';
import { weightOfSlot } from '../../../../domains/core/reranker/slot-weights.js';
import { trainNameModel } from '../../../../training/catalogue/name-model-trainer.js';
import { buildTitleIndex } from '../../../../training/catalogue/title-index-builder.js';
import { trainLanguageModels } from '../../../../training/recognizer/language-model-trainer.js';
import { titleSlots } from '../../../support/corpora/kind-slots.js';
import { sampleCatalogue } from '../../../support/corpora/sample-catalogue.js';
import { musicExamples } from '../../../support/corpora/sample-domain.js';

const models = trainLanguageModels(musicExamples());
const WORDS = ['play', 'mary', 'poppins', 'by', 'clara', 'voss'];
const SPANS = [
  { slot: 'track', start: 1, end: 3 },
  { slot: 'artist', start: 4, end: 6 },
];
const tagged = (over: Partial<TaggedHypothesis> = {}): TaggedHypothesis => ({
  intent: 'PlayMusic',
  spans: SPANS,
  scores: { domain: 0.9, intent: 0.8, slot: 0.5 },
  ...over,
});

const ofList = ({ list }: Evidence, name: (typeof LIST_EVIDENCE)[number]) => list[LIST_EVIDENCE.indexOf(name)];
const ofHypothesis = ({ hypotheses }: Evidence, row: number, name: (typeof HYPOTHESIS_EVIDENCE)[number]) =>
  hypotheses[row * HYPOTHESIS_EVIDENCE.length + HYPOTHESIS_EVIDENCE.indexOf(name)];

describe('evidence', () => {
  const other = tagged({ spans: [], scores: { domain: 0.9, intent: 0.8, slot: 0.25 } });
  const seen = evidence(models, WORDS, [tagged(), other]);

  it('has a column a name', () => {
    expect(seen.list).toHaveLength(LIST_EVIDENCE.length);
    expect(seen.hypotheses).toHaveLength(2 * HYPOTHESIS_EVIDENCE.length);
    expect(new Set(LIST_EVIDENCE).size).toBe(LIST_EVIDENCE.length);
    expect(new Set(HYPOTHESIS_EVIDENCE).size).toBe(HYPOTHESIS_EVIDENCE.length);
  });

  it("begins with the paper's three scores, as log-probabilities", () => {
    expect(HYPOTHESIS_EVIDENCE.slice(0, 3)).toEqual(['domain', 'intent', 'slot']);
    expect(ofHypothesis(seen, 0, 'domain')).toBeCloseTo(Math.log(0.9), 12);
    expect(ofHypothesis(seen, 0, 'intent')).toBeCloseTo(Math.log(0.8), 12);
    expect(ofHypothesis(seen, 0, 'slot')).toBeCloseTo(Math.log(0.5), 12);
    expect(ofHypothesis(seen, 1, 'slot')).toBeCloseTo(Math.log(0.25), 12);
  });

  it('asks the language models of each hypothesis', () => {
    expect(ofHypothesis(seen, 0, 'template')).toBe(
      logProbability(models.template, templateSequence('PlayMusic', wordSymbols(WORDS), SPANS)),
    );
    expect(ofHypothesis(seen, 0, 'slots')).toBe(logProbability(models.slots, slotsSequence('PlayMusic', SPANS)));
    const values = SPANS.map((span) => logProbability(models.value, valueSequence(WORDS, span)));
    expect(ofHypothesis(seen, 0, 'values')).toBe(values[0] + values[1]);
    expect(ofHypothesis(seen, 1, 'values')).toBe(0);
    expect([ofHypothesis(seen, 0, 'slotCount'), ofHypothesis(seen, 1, 'slotCount')]).toEqual([2, 0]);
  });

  it('leaves the weights of slots to the re-ranker, by each slot and the words it takes', () => {
    const weights = weightOfSlot(
      new Map([
        ['PlayMusic.track', { presence: 0.5, word: 0.25 }],
        ['PlayMusic.artist', { presence: -2, word: 1 }],
        ['AddToPlaylist.track', { presence: 100, word: 100 }],
      ]),
    );
    const weighed = withSlotWeights(seen, [tagged(), other], weights);
    // A track and an artist of two words each.
    expect(ofHypothesis(weighed, 0, 'slotWeights')).toBe(0.5 + 2 * 0.25 - 2 + 2 * 1);
    expect(ofHypothesis(weighed, 1, 'slotWeights')).toBe(0);
    expect(ofHypothesis(seen, 0, 'slotWeights')).toBe(0);
    const others = HYPOTHESIS_EVIDENCE.filter((name) => name !== 'slotWeights');
    for (const row of [0, 1])
      for (const name of others) expect(ofHypothesis(weighed, row, name)).toBe(ofHypothesis(seen, row, name));
    expect(weighed.list).toEqual(seen.list);
  });

  it('says of a hypothesis whether the title that is asked for is its one value, in a slot that is not excluded', () => {
    const list = [
      tagged({ spans: [{ slot: 'track', start: 1, end: 3 }] }),
      tagged({ spans: [{ slot: 'artist', start: 1, end: 3 }] }),
      tagged(),
      tagged({ spans: [{ slot: 'track', start: 1, end: 4 }] }),
      tagged({ spans: [{ slot: 'track', start: 0, end: 3 }] }),
      tagged({ spans: [] }),
    ];
    const askedOf = (asked?: ValueRange) => {
      const found = evidence(models, WORDS, list, asked);
      return list.map((_, row) => ofHypothesis(found, row, 'asked'));
    };
    expect(askedOf({ start: 1, end: 3 })).toEqual([1, 1, 0, 0, 0, 0]);
    expect(askedOf({ start: 1, end: 3, excludedSlots: ['album', 'artist'] })).toEqual([1, 0, 0, 0, 0, 0]);
    expect(askedOf({ start: 1, end: 3, excludedSlots: [] })).toEqual([1, 1, 0, 0, 0, 0]);
    expect(askedOf({ start: 0, end: 6 })).toEqual([0, 0, 0, 0, 0, 0]);
    expect(askedOf()).toEqual([0, 0, 0, 0, 0, 0]);
    expect(evidence(models, WORDS, list, { start: 1, end: 3 }).list).toEqual(evidence(models, WORDS, list).list);
  });

  it('sums the list up: the domain for and against, and how much of P(intent, slots) it holds', () => {
    expect(ofList(seen, 'domain')).toBeCloseTo(Math.log(0.9), 12);
    expect(ofList(seen, 'notDomain')).toBeCloseTo(-Math.log(0.1), 12);
    expect(ofList(seen, 'mass')).toBeCloseTo(Math.log(0.8 * 0.5 + 0.8 * 0.25), 12);
    expect(ofList(seen, 'length')).toBeCloseTo(Math.log(7), 12);
  });

  it('takes a likely reading for more fluent than an unlikely one', () => {
    const wrong = evidence(models, WORDS, [tagged({ spans: [{ slot: 'year', start: 0, end: 6 }] })]);
    expect(ofList(seen, 'fluency')).toBeGreaterThan(ofList(wrong, 'fluency'));
    expect(ofHypothesis(seen, 0, 'slots')).toBeGreaterThan(ofHypothesis(wrong, 0, 'slots'));
  });

  it('stays finite for certain and impossible scores, words never seen, and no words', () => {
    for (const p of [0, 1, 1e-320, 1 - 1e-16]) {
      const scores = { domain: p, intent: p, slot: p };
      for (const words of [[], ['qzx'], WORDS]) {
        const { list, hypotheses } = evidence(models, words, [
          tagged({ scores, spans: [] }),
          tagged({ scores, spans: [] }),
        ]);
        for (const value of [...list, ...hypotheses]) expect(Number.isFinite(value)).toBe(true);
      }
    }
    const unknown = evidence(models, WORDS, [
      tagged({ intent: 'NoSuchIntent', spans: [{ slot: 'nope', start: 0, end: 1 }] }),
    ]);
    for (const value of [...unknown.list, ...unknown.hypotheses]) expect(Number.isFinite(value)).toBe(true);
  });

  it('says the same of a list in any order', () => {
    const names = trainNameModel(sampleCatalogue(), 1);
    const named = trainLanguageModels(musicExamples(), {
      names,
      titles: buildTitleIndex(
        [{ kind: 'song', title: 'Mary Poppins', creators: ['Clara Voss'] }],
        new Map([['song', titleSlots('track')]]),
      ),
    });
    const list = [
      tagged(),
      other,
      tagged({ intent: 'SearchCreativeWork', scores: { domain: 0.9, intent: 0.1, slot: 0.9 } }),
    ];
    const inOrder = evidence(named, WORDS, list);
    const turned = evidence(named, WORDS, [...list].reverse());
    for (const [column, value] of inOrder.list.entries()) expect(turned.list[column]).toBeCloseTo(value, 12);
    expect(ofList(inOrder, 'title')).toBe(1);
    expect(ofList(inOrder, 'kinds')).toBe(ofHypothesis(inOrder, 0, 'kinds'));
    expect(ofList(inOrder, 'kinds')).not.toBe(ofHypothesis(inOrder, 1, 'kinds'));
  });

  it('says nothing of no hypotheses', () => {
    const none = evidence(models, WORDS, []);
    expect(none.hypotheses).toHaveLength(0);
    for (const value of none.list) expect(Number.isFinite(value)).toBe(true);
  });
});
