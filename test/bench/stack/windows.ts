import type { LoadProcess } from '../load/load-process.js';
import type { LoadResult, LoadWindow } from '../load/load-window.js';
import { processCpuMs } from '../measurement/process-usage.js';
import { longestGapMs } from '../measurement/spin-gaps.js';
import type { Topology, TopologyName } from '../topology/topology.js';

/** Result of one window of load on one topology. */
export interface WindowResult extends LoadResult {
  /** CPU time per request, in ms, by process; empty where the operating system does not tell. */
  readonly cpuByProcess: Readonly<Record<string, number>>;
}

/** One round: a window for each topology, one right after the other. */
export type Round = Readonly<Record<TopologyName, WindowResult>>;

export interface Rounds {
  readonly name: string;
  readonly rounds: readonly Round[];
  /** The machine's own longest gap before each round, in ms. */
  readonly gapsMs: readonly number[];
}

const GAP_PROBE_MS = 200;
/** V8 compiles by calls: a domain that has just started costs four times the CPU per request that it costs ten seconds later. */
const WARM_UP_SECONDS = 15;
/** Length of the load before each window that fills pipelines and does not count, as a share of the window. */
const WARM_UP = 0.2;

/** Brings every topology up to speed: compiles its code, opens its connections, lets its memory grow. */
export async function warmUp(
  topologies: readonly Topology[],
  texts: readonly string[],
  generator: LoadProcess,
): Promise<void> {
  for (const { address } of topologies) {
    await generator.run({ address, texts, seconds: WARM_UP_SECONDS, load: { kind: 'closed', callers: 16 }, seed: 0 });
  }
}

/**
 * Measures every topology once a round. Each round starts with another topology, so that drift of the machine falls on all
 * of them alike.
 */
export async function alternate(
  name: string,
  topologies: readonly Topology[],
  loadOf: (topology: TopologyName) => LoadWindow['load'],
  settings: { readonly rounds: number; readonly seconds: number; readonly texts: readonly string[] },
  generator: LoadProcess,
): Promise<Rounds> {
  const rounds: Round[] = [];
  const gapsMs: number[] = [];
  for (let round = 0; round < settings.rounds; round++) {
    gapsMs.push(longestGapMs(GAP_PROBE_MS));
    const results: Partial<Record<TopologyName, WindowResult>> = {};
    for (let turn = 0; turn < topologies.length; turn++) {
      const topology = topologies[(turn + round) % topologies.length];
      const { address } = topology;
      const window = { address, texts: settings.texts, load: loadOf(topology.name), seed: round + 1 };
      await generator.run({ ...window, seconds: settings.seconds * WARM_UP });
      results[topology.name] = await measured(topology, () => generator.run({ ...window, seconds: settings.seconds }));
    }
    rounds.push(results as Round);
  }
  return { name, rounds, gapsMs };
}

async function measured({ processes }: Topology, run: () => Promise<LoadResult>): Promise<WindowResult> {
  const before = processes.map(({ pid }) => processCpuMs(pid));
  const result = await run();
  const cpuByProcess: Record<string, number> = {};
  for (const [index, { name, pid }] of processes.entries()) {
    const [start, end] = [before[index], processCpuMs(pid)];
    if (start !== undefined && end !== undefined) cpuByProcess[name] = (end - start) / result.requests;
  }
  return { ...result, cpuByProcess };
}
