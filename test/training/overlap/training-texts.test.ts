import { expect, it } from 'vitest';
import { packTrainingTexts, trainingTexts } from '../../../training/overlap/training-texts.js';

/** SHA-256 begins with ba7816bf for "abc" and with e3b0c442 for nothing (FIPS 180-4, examples). */
const ABC = 'ba7816bf';
const NOTHING = 'e3b0c442';
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

it('records the first 32 bits of the digest of each text, in order and each once', () => {
  expect(hex(packTrainingTexts(['', 'abc']))).toBe(ABC + NOTHING);
  expect(hex(packTrainingTexts(['abc', ' ABC! ', 'Abc.']))).toBe(ABC);
  expect(packTrainingTexts([])).toHaveLength(0);
});

it('knows texts again, whatever their case, punctuation and spacing', () => {
  const hasRead = trainingTexts(packTrainingTexts(['Play some jazz!', "What's on?"]));
  expect(['play  some jazz', 'PLAY SOME JAZZ.', 'what s on', 'play some', '', 'jazz some play'].map(hasRead)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
});

it('reads a record that stands within a larger buffer', () => {
  const record = packTrainingTexts(['play some jazz']);
  const larger = Buffer.concat([Buffer.alloc(3, 7), record, Buffer.alloc(3, 7)]);
  expect(trainingTexts(larger.subarray(3, 3 + record.length))('play some jazz')).toBe(true);
});

it('takes hardly any other text for a known one: 20,000 known, 20,000 others, .09 expected', () => {
  const hasRead = trainingTexts(packTrainingTexts(Array.from({ length: 20_000 }, (_, index) => `known ${index}`)));
  const mistaken = Array.from({ length: 20_000 }, (_, index) => `other ${index}`).filter(hasRead);
  expect(mistaken.length).toBeLessThanOrEqual(2);
});
