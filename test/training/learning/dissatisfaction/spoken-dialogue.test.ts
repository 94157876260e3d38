import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { apartFrom } from '../../../../training/learning/dissatisfaction/apart.js';
import { bestThreshold } from '../../../../training/learning/dissatisfaction/dissatisfaction-trainer.js';
import {
  commonScore,
  readGetGoing,
  readIard,
  readSatisfaction,
} from '../../../../training/learning/dissatisfaction/spoken-dialogue.js';
import { temporaryFolder } from '../../../support/files.js';

function fileOf(...dialogues: readonly object[]): string {
  const file = join(temporaryFolder(), 'dialogues.jsonl');
  writeFileSync(file, dialogues.map((dialogue) => `${JSON.stringify(dialogue)}\n`).join(''));
  return file;
}

test('the rating of a turn is the most common score, the lowest of several', () => {
  expect([[3, 2, 2], [2, 3], [3, 2, 4, 3], [5]].map(commonScore)).toEqual([2, 2, 3, 5]);
});

test('turns of the satisfaction data are dissatisfied below 3', () => {
  const turns = [
    { speaker: 'USER', text: 'hi', scores: [3, 3, 2] },
    { speaker: 'SYSTEM', text: 'hello' },
    { speaker: 'USER', text: 'no', scores: [2, 1, 2] },
  ];
  expect(readSatisfaction(fileOf({ id: 'd', turns }))).toEqual([
    { dialogue: 'd', text: 'hi', before: undefined, system: undefined, scores: [3, 3, 2], isDissatisfied: false },
    { dialogue: 'd', text: 'no', before: 'hi', system: 'hello', scores: [2, 1, 2], isDissatisfied: true },
  ]);
});

test('who rejects or says it otherwise is dissatisfied, who accepts is not', () => {
  const turns = [
    { speaker: 'USER', text: 'a comedy', acts: ['IQU'] },
    { speaker: 'SYSTEM', text: 'It (2017)', acts: ['REC-S'] },
    { speaker: 'USER', text: 'i said a comedy', acts: ['SEE', 'REF'] },
    { speaker: 'USER', text: 'fine', acts: ['ACC'] },
  ];
  expect(readIard(fileOf({ id: 'd', turns })).map(({ isDissatisfied }) => isDissatisfied)).toEqual([
    false,
    true,
    false,
  ]);
});

test('a caller who is asked the same again is dissatisfied; the question about the call and what follows is left out', () => {
  const turns = [
    { system: 'Welcome. Where to?', heard: 'airport' },
    { system: 'Sorry. Where to?', heard: 'the airport' },
    { system: 'Okay, to the airport. When?', heard: null },
    { system: 'When?', heard: 'now' },
    { system: 'Were the provided directions useful?', heard: 'yes' },
  ];
  const read = readGetGoing(fileOf({ id: 'd', turns, asked: 4 }));
  expect(read.map(({ text, isDissatisfied }) => [text, isDissatisfied])).toEqual([
    ['airport', false],
    ['the airport', true],
    ['now', false],
  ]);
});

test('a line that is no dialogue is refused by file and line', () => {
  expect(() => readIard(fileOf({ id: 'd', turns: [] }, { id: 1 }))).toThrow('dialogues.jsonl:2');
});

test('the threshold is where F1 is largest', () => {
  // Above 2: one of one, F1 2/3. Above 1: two of three, 4/5. All: two of four, 2/3.
  expect(bestThreshold(Float64Array.of(3, 2, 1.5, 0), [true, false, true, false])).toBe(0.75);
  expect(bestThreshold(Float64Array.of(1, 2), [false, false])).toBe(Number.POSITIVE_INFINITY);
});

test('a dialogue of which any long sentence is known is left out as a whole', () => {
  const turn = (dialogue: string, text: string, system?: string) => ({ dialogue, text, system, isDissatisfied: false });
  const measured = [turn('m', 'I have never seen It (2017) at all', 'hello')];
  const turns = [
    turn('same', 'i have never seen It at all!'),
    turn('same', 'no'),
    turn('asked', 'ok', 'i have never seen it at all'),
    turn('other', 'hello', 'hello'),
  ];
  expect(apartFrom(turns, measured).map(({ dialogue }) => dialogue)).toEqual(['other']);
});
