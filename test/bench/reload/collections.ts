/**
 * Major collections that the main thread of a process has finished so far, by its metrics. Each stops requests for
 * several ms.
 * @param operations `host:port` of its operations server
 */
export async function majorCollections(operations: string): Promise<number> {
  const scrape = await (await fetch(`http://${operations}/metrics`)).text();
  const counts = [...scrape.matchAll(/^nodejs_gc_duration_seconds_count\{[^}]*kind="major"[^}]*\} (\d+)$/gmu)];
  return counts.reduce((sum, [, count]) => sum + Number(count), 0);
}
