import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSoundCosts } from '../../../../training/entities/phonetic/sound-model.js';
import { followedTurns, REPHRASE_SHARE } from '../../../../training/learning/followed-turns.js';
import {
  readDissatisfactionModel,
  readRephraseModel,
  rephraseText,
} from '../../../../training/learning/model-files.js';
import { Rephrases } from '../../../../training/learning/rephrase/rephrase-model.js';
import { temporaryFolder } from '../../../support/files.js';
import { turnAt } from '../turns.js';

const model = readRephraseModel();
const rephrases = new Rephrases(model, readSoundCosts());
const probability = (first: string, second: string) =>
  rephrases.probability({ first: first.split(' '), second: second.split(' ') });

test('a request in other words is a rephrase, the next one of its kind is not', () => {
  expect(probability('play wander wall', 'play wonderwall')).toBeGreaterThan(0.8);
  expect(probability('play wonderwall by oasis', 'i want to hear wonderwall by oasis')).toBeGreaterThan(0.8);
  expect(probability('play wonderwall', 'play purple rain')).toBeLessThan(0.2);
  // One name of two is another: told apart at the share of rephrases that labels reckon with.
  const [first, second] = [
    ['play', 'wonderwall', 'by', 'oasis'],
    ['play', 'supersonic', 'by', 'oasis'],
  ];
  expect(rephrases.probability({ first, second }, REPHRASE_SHARE)).toBeLessThan(0.5);
  expect(probability('play wonderwall by oasis', 'play wonderwall by oasis please')).toBeGreaterThan(0.8);
});

test('a smaller share of rephrases makes each less likely', () => {
  const pair = { first: ['play', 'wander', 'wall'], second: ['play', 'wonderwall'] };
  expect(rephrases.probability(pair, 0.05)).toBeLessThan(rephrases.probability(pair));
});

test('turns of a session are followed by the next one; without texts a rephrase is not known', () => {
  const session = [
    turnAt(0, { text: 'play wander wall' }),
    turnAt(5, { text: 'no play wonderwall' }),
    turnAt(9),
    turnAt(12, { text: '' }),
  ];
  const followed = followedTurns(session, rephrases, readDissatisfactionModel());
  expect(followed.map(({ next }) => next?.id)).toEqual(['turn-5', 'turn-9', 'turn-12', undefined]);
  expect(followed[0].rephrase).toBeGreaterThan(0.5);
  expect(followed.slice(1).map(({ rephrase }) => rephrase)).toEqual([0, 0, 0]);
  expect(followed[0].dissatisfied).toBeGreaterThan(-10);
  expect(followed[1].dissatisfied).toBeUndefined();
});

test('where words are not kept the same ones are known by their fingerprint', () => {
  const session = [turnAt(0, { textKey: 'a' }), turnAt(5, { textKey: 'a' }), turnAt(9, { textKey: 'b' })];
  const [same, other] = followedTurns(session, rephrases, readDissatisfactionModel());
  const spoken = [turnAt(0, { text: 'play wonderwall' }), turnAt(5, { text: 'play wonderwall' })];
  const [kept] = followedTurns(spoken, rephrases, readDissatisfactionModel());
  console.log(`${same.rephrase} by fingerprint, ${kept.rephrase} by words`);
  expect(same.rephrase).toBeGreaterThan(0);
  expect(same.rephrase).toBeGreaterThan(probability('play wonderwall', 'play purple rain'));
  expect(other.rephrase).toBe(0);
});

test('the file holds the whole model; a wrong one is refused by its name and field', () => {
  const folder = temporaryFolder();
  const file = join(folder, 'rephrase.json');
  writeFileSync(file, rephraseText(model, 'again'));
  expect(readRephraseModel(file)).toEqual(model);
  writeFileSync(file, rephraseText({ ...model, share: 2 }, 'again'));
  expect(() => readRephraseModel(file)).toThrow(`${file}: share:`);
  const renamed = rephraseText(model, 'again').replace('"editDistance"', '"editing"');
  writeFileSync(file, renamed);
  expect(() => readRephraseModel(file)).toThrow('trees.features: its features are not those that are computed');
});
