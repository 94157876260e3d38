import { describe, expect, it } from 'vitest';
import { kindLogProbabilities, nameFeatures, nameSymbol } from '../../../../domains/core/catalogue/name-model.js';
import { catalogueParts, readCatalogueKnowledge } from '../../../../domains/core/catalogue/parts.js';
import { trainNameModel } from '../../../../training/catalogue/name-model-trainer.js';
import { buildTitleIndex } from '../../../../training/catalogue/title-index-builder.js';

const people = ['anna berg', 'tom berg', 'anna lind', 'tom lind', 'eva berg', 'eva lind', 'ola berg', 'ola lind'];
const works = ['the red house', 'the old house', 'a red river', 'the old river', 'a long night', 'the long house'];
const model = trainNameModel(
  works.map((title, index) => ({ kind: 'song', title, creators: people.filter((_, place) => place % 6 === index) })),
  1,
);

describe('name model', () => {
  it('gives probabilities over the kinds', () => {
    const sum = kindLogProbabilities(model, ['anna']).reduce((total, value) => total + Math.exp(value), 0);
    expect(sum).toBeCloseTo(1, 12);
  });

  it('tells a name that it never saw from a title that it never saw', () => {
    const [creator] = kindLogProbabilities(model, ['anna', 'bergman']);
    const [title] = kindLogProbabilities(model, ['the', 'red', 'night']);
    expect(creator!).toBeGreaterThan(Math.log(0.5));
    expect(title!).toBeLessThan(Math.log(0.5));
    expect(nameSymbol(model, ['anna', 'bergman'])).not.toBe(nameSymbol(model, ['the', 'red', 'night']));
  });

  it('has each feature once, inside its buckets', () => {
    const features = nameFeatures(['la', 'la', 'la'], 64);
    expect(new Set(features).size).toBe(features.length);
    for (const feature of features) expect(feature).toSatisfy((id: number) => id >= 1 && id <= 64);
  });

  it('is the same after a bundle, and a table of the wrong size is refused', () => {
    const parts = catalogueParts({ names: model, titles: buildTitleIndex([], new Map()) });
    expect(kindLogProbabilities(readCatalogueKnowledge(parts).names!, ['eva'])).toEqual(
      kindLogProbabilities(model, ['eva']),
    );
    parts.set('names.bin', parts.get('names.bin')!.subarray(1));
    expect(() => readCatalogueKnowledge(parts)).toThrow(/names.bin/);
  });
});
