import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSoundCosts } from '../../../../training/entities/phonetic/sound-model.js';
import { nameProbabilities } from '../../../../training/learning/rephrase/naming/name-model.js';
import { distanceWithin } from '../../../../training/learning/rephrase/naming/name-overlap.js';
import { trainNames } from '../../../../training/learning/rephrase/naming/name-trainer.js';
import { PAIR_FEATURES, PairFeatures, type RequestPair } from '../../../../training/learning/rephrase/pair-features.js';
import { editDistance, trigramOverlap } from '../../../../training/learning/rephrase/text-distance.js';
import { countWords, wordWeight } from '../../../../training/learning/rephrase/word-weights.js';

const words = (text: string) => (text === '' ? [] : text.split(' '));
const counted = [
  ...Array.from({ length: 50 }, (_, place) => ({ asking: words('play the song by'), naming: words(`name${place}`) })),
  { asking: words('play'), naming: words('the wall jolene jolene') },
];
const weights = countWords(counted);
const named = ['jolene', 'the wall', 'wonderwall', 'purple rain'].flatMap((name) =>
  ['play', 'i want to hear', 'who sings'].map((asking) => ({
    words: [...words(asking), ...words(name)],
    isName: [...words(asking).map(() => false), ...words(name).map(() => true)],
    fold: 0,
  })),
);
const names = trainNames(named, 1);
const features = new PairFeatures(weights, names, readSoundCosts());

function of(first: string, second: string, given: Partial<RequestPair> = {}): Record<string, number> {
  const values = features.of({ first: words(first), second: words(second), ...given });
  return Object.fromEntries(PAIR_FEATURES.map((name, place) => [name, values[place]]));
}

describe('how much a word tells', () => {
  test('words of names tell more than words with which people ask, and rare ones more than common ones', () => {
    const [play, the, jolene, unseen] = ['play', 'the', 'jolene', 'wonderwall'].map((word) =>
      wordWeight(weights, word),
    );
    expect(play).toBeLessThan(the);
    expect(the).toBeLessThan(jolene);
    expect(jolene).toBeLessThan(unseen);
    expect(unseen).toBeLessThanOrEqual(1);
  });

  test('a word such as "constructor" is a word', () => {
    expect(wordWeight(weights, 'constructor')).toBe(wordWeight(weights, 'wonderwall'));
  });
});

test('distances by hand', () => {
  expect(editDistance('kitten', 'sitting')).toBeCloseTo(3 / 7, 12);
  expect(editDistance('', '')).toBe(0);
  // "  a", " ab", "ab " and "  a", " ac", "ac ": one of three.
  expect(trigramOverlap('ab', 'ac')).toBeCloseTo(1 / 3, 12);
});

describe('features of a pair', () => {
  test('the same carrier with another value keeps a frame, and sounds of what changed are far', () => {
    const { frame, dropped, added, changedSoundDistance } = of('play the song wonderwall', 'play the song jolene');
    expect({ frame, dropped, added }).toEqual({ frame: 0.75, dropped: 1, added: 1 });
    expect(changedSoundDistance).toBeGreaterThan(0.5);
  });

  test('a misheard value sounds like the one that was meant', () => {
    const misheard = of('play wander wall', 'play wonderwall');
    expect(misheard.changedSoundDistance).toBeLessThan(0.2);
    expect(misheard.changedSoundRatio).toBeGreaterThan(of('play thriller', 'play wonderwall').changedSoundRatio);
  });

  test('other words around the same value keep what tells', () => {
    const reworded = of('play jolene', 'the song jolene');
    expect(reworded.longestRun).toBe(1);
    expect(reworded.firstKept).toBeGreaterThan(0.7);
  });

  test('what is not known is missing', () => {
    expect(of('play jolene', 'play jolene').gapSeconds).toBeNaN();
    expect(of('play jolene', 'play jolene', { gapMs: 2_500 }).gapSeconds).toBe(2.5);
    const answer = { domain: 'music', intent: 'PlayMusic', slots: [{ name: 'track', key: 'k' }], confidence: 1 };
    const { sameDomain, sameIntent, sameSlots } = of('a', 'b', {
      answers: [answer, { ...answer, intent: 'RateMusic' }],
    });
    expect({ sameDomain, sameIntent, sameSlots }).toEqual({ sameDomain: 1, sameIntent: 0, sameSlots: 1 });
  });

  test('any two requests have features, none infinite', () => {
    const text = fc.array(fc.string(), { maxLength: 60 });
    fc.assert(
      fc.property(text, text, (first, second) => {
        const values = features.of({ first, second });
        expect(values).toHaveLength(PAIR_FEATURES.length);
        expect([...values].some((value) => Math.abs(value) === Number.POSITIVE_INFINITY)).toBe(false);
      }),
      { numRuns: 50 },
    );
  });
});

describe('names by the words around them', () => {
  test('a word that was never seen is a name where names stand, and none where people ask', () => {
    const probabilities = nameProbabilities(names, words('who sings supersonic'));
    expect(probabilities[2]).toBeGreaterThan(0.5);
    expect(Math.max(...probabilities.slice(0, 2))).toBeLessThan(0.5);
  });

  test('what was asked for is kept in other words, and changed in the same ones', () => {
    const kept = of('play supersonic', 'i want to hear supersonic');
    expect(kept.firstNamesKept).toBeGreaterThan(0.8);
    expect(kept.firstNamesWithin).toBe(0);
    const changed = of('play supersonic', 'play lovely');
    expect(changed.likeliestNameDropped).toBeGreaterThan(0.5);
    expect(changed.firstNamesWithin).toBeGreaterThan(0.5);
  });

  test('a name stands within letters that have it, or most of it', () => {
    expect(distanceWithin('wall', 'playthewallnow')).toBe(0);
    expect(distanceWithin('wall', 'playthewalnow')).toBe(0.25);
    expect(distanceWithin('wall', '')).toBe(1);
    expect(distanceWithin('', 'wall')).toBe(0);
  });
});
