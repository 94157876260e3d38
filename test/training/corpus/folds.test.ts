import { expect, it } from 'vitest';
import { foldOf, groupKey } from '../../../training/corpus/folds.js';

const texts = Array.from({ length: 5000 }, (_, index) => `play track ${index}`);

it('puts texts that differ in case, punctuation and spacing only into one fold', () => {
  expect(groupKey("  What's ON,  tonight? ")).toBe(groupKey('what s on tonight'));
  for (const text of texts.slice(0, 200)) expect(foldOf(`${text.toUpperCase()}!`, 5, 1)).toBe(foldOf(text, 5, 1));
});

it('keeps texts of other words, and accents, apart', () => {
  expect(groupKey('play résumé')).not.toBe(groupKey('play resume'));
});

it('spreads texts evenly and otherwise with another seed', () => {
  const sizes = [0, 0, 0, 0, 0];
  for (const text of texts) sizes[foldOf(text, 5, 1)]!++;
  // 5,000 texts over 5 folds: standard deviation 28; five of them is far beyond chance.
  for (const size of sizes) expect(Math.abs(size - 1000)).toBeLessThan(140);
  const moved = texts.filter((text) => foldOf(text, 5, 1) !== foldOf(text, 5, 2)).length;
  expect(moved / texts.length).toBeCloseTo(0.8, 1);
});
