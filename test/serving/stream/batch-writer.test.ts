import { expect, test } from 'vitest';
import { BatchWriter } from '../../../serving/stream/batch-writer.js';

/** An outlet that takes `room` batches, and more when drained. */
function outletOf(room: number) {
  const written: number[][] = [];
  let ended = false;
  let onDrain = () => {};
  const outlet = {
    write: (batch: number[]) => {
      written.push(batch);
      return written.length < room;
    },
    once: (_: 'drain', listener: () => void) => {
      onDrain = listener;
    },
    end: () => {
      ended = true;
    },
  };
  return { outlet, written, drain: () => onDrain(), ended: () => ended };
}

const tick = () => new Promise((resolve) => setImmediate(resolve));

test('what one turn of the loop makes is one batch', async () => {
  const { outlet, written } = outletOf(9);
  const writer = new BatchWriter<number, number[]>(outlet, (items) => items);
  writer.push(1, 10);
  writer.push(2, 10);
  expect(written).toEqual([]);
  await tick();
  writer.push(3, 10);
  await tick();
  expect(written).toEqual([[1, 2], [3]]);
});

test('a batch is cut when it is large', async () => {
  const { outlet, written } = outletOf(9);
  const writer = new BatchWriter<number, number[]>(outlet, (items) => items);
  for (const item of [1, 2, 3]) writer.push(item, 200 * 1024);
  await tick();
  expect(written).toEqual([[1, 2], [3]]);
});

test('nothing is written while the peer takes nothing, and then all of it before the end', async () => {
  const { outlet, written, drain, ended } = outletOf(1);
  let drains = 0;
  const writer = new BatchWriter<number, number[]>(
    outlet,
    (items) => items,
    () => drains++,
  );
  writer.push(1, 10);
  await tick();
  expect(writer.congested).toBe(true);
  writer.push(2, 10);
  writer.push(3, 10);
  writer.end();
  await tick();
  expect([written, ended()]).toEqual([[[1]], false]);
  drain();
  expect([written, drains]).toEqual([[[1], [2, 3]], 1]);
  expect(ended()).toBe(false);
  drain();
  expect(ended()).toBe(true);
});

test('nothing is written to a stream that is gone', async () => {
  const { outlet, written, ended } = outletOf(9);
  const writer = new BatchWriter<number, number[]>(outlet, (items) => items);
  writer.push(1, 10);
  writer.stop();
  writer.end();
  await tick();
  expect([written, ended()]).toEqual([[], false]);
});
