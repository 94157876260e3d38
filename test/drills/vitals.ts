/** Memory and event loop of a process, by its own metrics. */
export interface Vitals {
  readonly residentBytes: number;
  readonly heapBytes: number;
  readonly eventLoopDelayP99Ms: number;
  /** Processor time since the start. */
  readonly cpuSeconds: number;
}

/** Reads a process's metrics from its operations port. */
export async function vitalsOf(port: number): Promise<Vitals> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const value = (name: string) => Number(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, 'm').exec(text)?.[1]);
  return {
    residentBytes: value('process_resident_memory_bytes'),
    heapBytes: value('nodejs_heap_size_used_bytes'),
    eventLoopDelayP99Ms: 1000 * value('nodejs_eventloop_lag_p99_seconds'),
    cpuSeconds: value('process_cpu_seconds_total'),
  };
}

/** Least-squares slope, per step, of values taken at equal distances. */
export function slope(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let covariance = 0;
  let variance = 0;
  for (const [index, value] of values.entries()) {
    covariance += (index - middle) * (value - mean);
    variance += (index - middle) ** 2;
  }
  return covariance / variance;
}
