import type { Client } from '@grpc/grpc-js';
import type { NatsStores } from '../../../bundles/sources/nats/nats-stores.js';
import { processMemoryMb } from '../measurement/process-usage.js';
import { quantile, type Spread, spreadOf } from '../measurement/spread.js';
import { type CheckedLoad, checkedLoad } from './checked-load.js';
import { reloadOnce } from './deployments.js';
import type { Variant } from './variants.js';

/** The service that is measured. */
export interface ReloadTarget {
  readonly stores: NatsStores;
  readonly channel: Client;
  readonly variants: readonly Variant[];
  readonly pid: number;
  readonly instance: string;
  /** Major collections of its serving thread so far. */
  readonly collections: () => Promise<number>;
}

export interface WindowFigures {
  readonly requests: number;
  readonly failed: number;
  /** Error of the first request that failed. */
  readonly failure: string | undefined;
  readonly mixed: number;
  /** Latency quantiles in ms, from when a request was due. */
  readonly p50: number;
  readonly p99: number;
}

export interface ReloadWindows {
  readonly reloads: number;
  readonly quiet: WindowFigures;
  readonly reloading: WindowFigures;
  /** Ratio of the p99s of two windows side by side, over all pairs: other work on the machine distorts it least. */
  readonly pairedRatio: Spread;
  /** Median time from the change of the pointer to serving, in ms. */
  readonly reloadMs: number;
  /** Major collections of the serving thread, for each reload, and in as much time without reloads. */
  readonly collections: { readonly reloading: number; readonly quiet: number };
  /** Resident memory of the service; NaN where it cannot be read. */
  readonly memoryMb: { readonly afterTen: number; readonly last: number };
}

/**
 * Windows with and without reloads alternate, so that other work on the machine falls into both; each has requests enough
 * for a p99. A window without reloads is half as long as the one before it.
 */
const RELOADS_A_WINDOW = 10;
const WARM_UP_MS = 3_000;

/** Makes `reloads` deployments one after the other under a steady load, with windows that have none in between. */
export async function reloadWindows(
  { stores, channel, variants, pid, instance, collections }: ReloadTarget,
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
  const collected = { reloading: 0, quiet: 0 };
  const counting = async (phase: keyof typeof collected, load: Promise<CheckedLoad>) => {
    const before = await collections();
    const done = await load;
    collected[phase] += (await collections()) - before;
    return done;
  };
  const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
  await under(0, () => wait(WARM_UP_MS));
  const windows = Math.ceil(reloads / RELOADS_A_WINDOW);
  for (let window = 1; window <= windows; window += 1) {
    const begun = performance.now();
    reloading.push(
      await counting(
        'reloading',
        under(2 * window, async () => {
          while (times.length < (reloads * window) / windows) {
            const reloadBegun = performance.now();
            await reloadOnce(stores, instance, variants[(times.length + 1) % variants.length]);
            times.push(performance.now() - reloadBegun);
            if (times.length === 10) afterTen = processMemoryMb(pid) ?? Number.NaN;
          }
        }),
      ),
    );
    const tookMs = performance.now() - begun;
    quiet.push(
      await counting(
        'quiet',
        under(2 * window + 1, () => wait(tookMs / 2)),
      ),
    );
  }
  return {
    reloads: times.length,
    quiet: figuresOf(quiet),
    reloading: figuresOf(reloading),
    pairedRatio: spreadOf(reloading.map((load, index) => latencyOf([load], 0.99) / latencyOf([quiet[index]], 0.99))),
    reloadMs: spreadOf(times).median,
    // Windows without reloads are half as long.
    collections: { reloading: collected.reloading / times.length, quiet: (2 * collected.quiet) / times.length },
    memoryMb: { afterTen, last: processMemoryMb(pid) ?? Number.NaN },
  };
}

function figuresOf(loads: readonly CheckedLoad[]): WindowFigures {
  const sum = (key: 'requests' | 'failed' | 'mixed') => loads.reduce((total, load) => total + load[key], 0);
  return {
    requests: sum('requests'),
    failed: sum('failed'),
    failure: loads.find(({ failure }) => failure)?.failure,
    mixed: sum('mixed'),
    p50: latencyOf(loads, 0.5),
    p99: latencyOf(loads, 0.99),
  };
}

function latencyOf(loads: readonly CheckedLoad[], share: number): number {
  return quantile(Float64Array.from(loads.flatMap((load) => load.latencies)).sort(), share);
}
