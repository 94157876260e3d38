import type { Client } from '@grpc/grpc-js';
import type { NatsStores } from '../../../domains/core/lifecycle/nats-stores.js';
import { processMemoryMb } from '../process-usage.js';
import { quantile } from '../spread.js';
import { type CheckedLoad, checkedLoad } from './checked-load.js';
import { reloadOnce } from './deployments.js';
import type { Variant } from './variants.js';

/** A service under measurement. */
export interface ReloadTarget {
  readonly stores: NatsStores;
  readonly channel: Client;
  readonly variants: readonly Variant[];
  readonly pid: number;
  readonly instance: string;
}

export interface WindowFigures {
  readonly requests: number;
  readonly failed: number;
  /** Why, the first time. */
  readonly failure: string | undefined;
  readonly mixed: number;
  /** In ms, from when a request was due. */
  readonly p50: number;
  readonly p99: number;
}

export interface ReloadWindows {
  readonly reloads: number;
  readonly quiet: WindowFigures;
  readonly reloading: WindowFigures;
  /** Median, from the change of the key to serving. */
  readonly reloadMs: number;
  /** Resident, of the service; NaN where it cannot be read. */
  readonly memoryMb: { readonly afterTen: number; readonly last: number };
}

/** Windows alternate, so that what else the machine does falls into both. */
const WINDOWS = 10;
const WARM_UP_MS = 3_000;

/** `reloads` deployments one after the other in windows between windows without any, under one steady load. */
export async function reloadWindows(
  { stores, channel, variants, pid, instance }: ReloadTarget,
  { reloads, perSecond }: { readonly reloads: number; readonly perSecond: number },
): Promise<ReloadWindows> {
  const [quiet, reloading]: [CheckedLoad[], CheckedLoad[]] = [[], []];
  const times: number[] = [];
  let afterTen = Number.NaN;
  const under = async (seed: number, work: () => Promise<void>) => {
    const end = new AbortController();
    const load = checkedLoad(channel, variants, { perSecond, seed, signal: end.signal });
    try {
      await work();
    } finally {
      end.abort();
    }
    return load;
  };
  const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
  await under(0, () => wait(WARM_UP_MS));
  for (let window = 1; window <= WINDOWS; window += 1) {
    const begun = performance.now();
    reloading.push(
      await under(2 * window, async () => {
        while (times.length < (reloads * window) / WINDOWS) {
          const reloadBegun = performance.now();
          await reloadOnce(stores, instance, variants[(times.length + 1) % variants.length]!);
          times.push(performance.now() - reloadBegun);
          if (times.length === 10) afterTen = processMemoryMb(pid) ?? Number.NaN;
        }
      }),
    );
    const tookMs = Math.min(performance.now() - begun, 10_000);
    quiet.push(await under(2 * window + 1, () => wait(tookMs)));
  }
  return {
    reloads: times.length,
    quiet: figuresOf(quiet),
    reloading: figuresOf(reloading),
    reloadMs: quantile(Float64Array.from(times).sort(), 0.5),
    memoryMb: { afterTen, last: processMemoryMb(pid) ?? Number.NaN },
  };
}

function figuresOf(loads: readonly CheckedLoad[]): WindowFigures {
  const sum = (key: 'requests' | 'failed' | 'mixed') => loads.reduce((total, load) => total + load[key], 0);
  const latencies = Float64Array.from(loads.flatMap((load) => load.latencies)).sort();
  const [p50, p99] = [quantile(latencies, 0.5), quantile(latencies, 0.99)];
  return {
    requests: sum('requests'),
    failed: sum('failed'),
    failure: loads.find(({ failure }) => failure)?.failure,
    mixed: sum('mixed'),
    p50,
    p99,
  };
}
