import { expect, it } from 'vitest';
import { RECOGNIZER_DEFAULTS } from '../../../training/recognizer/recognizer-trainer.js';
import { retrainings } from '../../../training/studies/retraining.js';
import { sampleRows } from '../../support/corpora/sample-domain.js';

const rows = sampleRows();
const ways = retrainings(1, [...new Set(rows.map(({ source }) => source))]);
const kept = (way: keyof typeof ways, isInDomain: boolean) => {
  const group = rows.filter(({ domain }) => (domain === 'video') === isInDomain);
  return group.filter((row) => ways[way].weight(row, 'video') > 0).length / group.length;
};

it('half the data is half of everything, its own negatives a twentieth of the others’', () => {
  for (const isInDomain of [true, false]) {
    expect(kept('whole', isInDomain)).toBe(1);
    expect(Math.abs(kept('half', isInDomain) - 0.5)).toBeLessThan(0.15);
  }
  expect(kept('ownNegatives', true)).toBe(1);
  expect(kept('ownNegatives', false)).toBeLessThan(0.12);
  expect(kept('ownNegatives', false)).toBeGreaterThan(0);
});

it('half the data stands for itself, and a negative in twenty for twenty', () => {
  const weights = (way: keyof typeof ways) => new Set(rows.map((row) => ways[way].weight(row, 'video')));
  expect(weights('half')).toEqual(new Set([0, 1]));
  expect(weights('ownNegatives')).toEqual(new Set([0, 1, 20]));
});

it('under- and over-training go by the settings that ship', () => {
  const epochs = (way: keyof typeof ways) => {
    const { domain, intent, slot } = ways[way].settings(RECOGNIZER_DEFAULTS);
    return [domain, intent, slot].map((part) => part.epochs);
  };
  const shipped = epochs('whole');
  expect(epochs('underTrained')).toEqual(shipped.map((count) => Math.round(count / 4)));
  expect(epochs('overTrained')).toEqual(shipped.map((count) => 4 * count));
  const over = ways.overTrained.settings(RECOGNIZER_DEFAULTS);
  expect([over.domain.l2, over.slot.dropout, over.augmentation.copies]).toEqual([0, 0, 0]);
});
