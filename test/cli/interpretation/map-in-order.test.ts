import { expect, it } from 'vitest';
import { mapInOrder } from '../../../cli/interpretation/map-in-order.js';
import { deferred } from '../../support/deferred.js';

it('yields in the order of the items, whichever is done first', async () => {
  const gates = [deferred(), deferred(), deferred()];
  const results = mapInOrder([0, 1, 2], 3, async (item) => {
    await gates[item]!.promise;
    return item * 10;
  });
  const all = collect(results);
  for (const gate of gates.reverse()) gate.resolve();
  expect(await all).toEqual([0, 10, 20]);
});

it('has no more than `concurrency` under way, and reads no further ahead', async () => {
  let underWay = 0;
  let most = 0;
  let read = 0;
  function* items() {
    for (; read < 50; read++) yield read;
  }
  const results = mapInOrder(items(), 4, async (item) => {
    most = Math.max(most, ++underWay);
    await new Promise(setImmediate);
    underWay--;
    return item;
  });
  await results.next();
  expect(read).toBe(3);
  expect(await collect(results)).toHaveLength(49);
  expect(most).toBe(4);
});

it('ends with the first failure in the order of the items', async () => {
  const results = mapInOrder([0, 1, 2, 3], 4, async (item) => {
    if (item >= 2) throw new Error(`item ${item}`);
    return item;
  });
  expect((await results.next()).value).toBe(0);
  expect((await results.next()).value).toBe(1);
  await expect(results.next()).rejects.toThrow('item 2');
});

async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
}
