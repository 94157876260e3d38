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
    if (pending.length >= concurrency) yield await pending.shift()!;
  }
  while (pending.length > 0) yield await pending.shift()!;
}
