import { expect, it } from 'vitest';
import { readingProgress } from '../../../cli/own-scores/reading-progress.js';

it('says at most every two seconds how far a file is read, and how long it takes still', () => {
  const said: string[] = [];
  let now = 0;
  const progress = readingProgress(
    (text) => said.push(text),
    () => now,
  );
  for (const [time, rows, share] of [
    [1_000, 5_000, 0.1],
    [2_500, 10_000, 0.25],
    [3_000, 15_000, 0.3],
    [6_000, 30_000, 0.6],
    [9_000, 45_000, 0],
  ] as const) {
    now = time;
    progress(rows, share);
  }
  expect(said).toEqual([
    '10,000 rows read, 25 %, about 8 s left',
    '30,000 rows read, 60 %, about 4 s left',
    '45,000 rows read',
  ]);
});
