/**
 * Reads the clock without a pause for `durationMs`, and returns the longest time that this process was kept from the
 * processor, in ms: what the machine and its other processes add to a latency.
 */
export function longestGapMs(durationMs: number): number {
  const end = performance.now() + durationMs;
  let longest = 0;
  for (let before = performance.now(); before < end; ) {
    const now = performance.now();
    if (now - before > longest) longest = now - before;
    before = now;
  }
  return longest;
}
