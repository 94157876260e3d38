import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { sharedRuns } from '../../../../domains/core/onnx/shared-runs.js';

/** Doubles what it is given, and tells what stood in each run. */
function doubling() {
  const runs: number[][] = [];
  const run = sharedRuns(async (inputs: readonly { value: number }[]) => {
    runs.push(inputs.map(({ value }) => value));
    if (inputs.some(({ value }) => value < 0)) throw new Error('negative');
    return inputs.map(({ value }) => 2 * value);
  });
  return { runs, double: (value: number) => run({ value }) };
}

it('gives what is asked for within a turn one run, and each its own answer', async () => {
  const { runs, double } = doubling();
  const later = async (value: number) => double(await Promise.resolve(value));
  expect(await Promise.all([double(1), double(2), later(3)])).toEqual([2, 4, 6]);
  expect(runs).toEqual([[1, 2, 3]]);
  expect(await double(4)).toBe(8);
  expect(runs).toEqual([[1, 2, 3], [4]]);
});

it('waits for what other events of the same turn bring, though each has its own promises', async () => {
  const { runs, double } = doubling();
  // Timers that are due together are events of one turn.
  const asked = [1, 2, 3].map(async (value) => {
    await setTimeout(5);
    return double(value);
  });
  const until = performance.now() + 20;
  while (performance.now() < until);
  expect(await Promise.all(asked)).toEqual([2, 4, 6]);
  expect(runs).toEqual([[1, 2, 3]]);
});

it('begins another run for the seventeenth', async () => {
  const { runs, double } = doubling();
  const values = Array.from({ length: 17 }, (_, index) => index);
  expect(await Promise.all(values.map(double))).toEqual(values.map((value) => 2 * value));
  expect(runs.map(({ length }) => length)).toEqual([16, 1]);
});

it('tells everybody in a run that it failed, and nobody after', async () => {
  const { double } = doubling();
  const outcomes = await Promise.allSettled([double(1), double(-1)]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await double(1)).toBe(2);
});
