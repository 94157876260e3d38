import { expect, onTestFinished, test } from 'vitest';
import { FLOOD_KINDS, flood, held, startFloodedStack } from './floods/floods.js';
import type { WatchedStack } from './watched-stack.js';

test('no flood of one client starves another caller', { timeout: 600_000 }, async () => {
  const start = async (): Promise<WatchedStack> => {
    const stack = await startFloodedStack();
    onTestFinished(() => stack.stop());
    return stack;
  };
  const [stack, stranger] = [await start(), await start()];
  for (const kind of FLOOD_KINDS) {
    const once = () => Promise.race([flood(kind, stack, stranger, 4), stack.failure, stranger.failure]);
    const report = await once();
    // A machine that is busy with something else is told from a gateway that starves by asking again.
    expect(held(report) || held(await once()), JSON.stringify(report)).toBe(true);
  }
});
