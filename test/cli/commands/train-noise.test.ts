import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readNoiseModel } from '../../../training/recognition-noise/noise-model.js';
import { temporaryFile, temporaryFolder } from '../../support/files.js';
import { startProgram } from '../../support/servers/program.js';

const cli = 'cli/main.js';
const pairs = Array.from({ length: 5 }, (_, index) => ({ id: index, text: 'Add jazz !', heard: 'had jazz' }));

test('pairs of text and heard teach a model, whatever else a row holds', async () => {
  const file = temporaryFile('pairs.jsonl', pairs);
  const out = join(temporaryFolder(), 'noise.json');
  const { code, stdout, stderr } = await startProgram(cli, [
    'train',
    'noise',
    '--pairs',
    file,
    '--out',
    out,
    '--sounds',
    `${out}.sounds`,
  ]).ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('5 pairs; 50.0 % of the words were mistaken or lost');
  expect(readNoiseModel(out).said).toEqual({ add: [5, { had: 5 }] });
});

test('what cannot be learned from is refused by file, line and field', async () => {
  const refused: [string[], string][] = [
    [['--pairs', 'no-such.jsonl'], '--pairs no-such.jsonl: cannot be read'],
    [['--pairs', temporaryFile('blank.jsonl', [{ text: '!', heard: '?' }])], 'no row with words'],
    [['--pairs', temporaryFile('field.jsonl', [pairs[0]!, { text: 'x' }])], 'field.jsonl:2: field "heard" is missing'],
    [['--data', temporaryFolder()], 'asr/phoneme.jsonl is not in the data folder; name pairs by --pairs <file>'],
  ];
  for (const [args, message] of refused) {
    const { code, stderr } = await startProgram(cli, ['train', 'noise', ...args]).ended;
    expect(code).toBe(1);
    expect(stderr).toContain(message);
  }
});
