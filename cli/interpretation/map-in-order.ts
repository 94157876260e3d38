/**
 * Applies `apply` to up to `concurrency` items at a time and yields the results in the items' order. Items are read as
 * results are taken, so memory stays bounded. The first failure, in that order, ends it.
 */
export async function* mapInOrder<Item, Result>(
  items: Iterable<Item> | AsyncIterable<Item>,
  concurrency: number,
  apply: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const pending: Promise<Result>[] = [];
  for await (const item of items) {
    const result = apply(item);
    // Its turn comes later; until then a failure must not count as unhandled.
    result.catch(() => {});
    pending.push(result);
    if (pending.length < concurrency) continue;
    const [oldest] = pending.splice(0, 1);
    if (oldest) yield await oldest;
  }
  for (const left of pending) yield await left;
}
