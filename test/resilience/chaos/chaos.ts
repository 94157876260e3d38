import { monitorEventLoopDelay } from 'node:perf_hooks';
import { openChannel } from '../../../proto/rpc/client.js';
import { seeded } from '../../../training/random.js';
import { openArena } from './arena.js';
import { type Fault, faults } from './plan.js';
import { type Sightings, Witness } from './witness.js';

export interface ChaosOptions {
  readonly seed: number;
  /** Ends after so many faults, or so many seconds, whichever is later. */
  readonly faults: number;
  readonly seconds: number;
  readonly perSecond: number;
  /** What the gateway keeps back of the deadline for its reply, in ms: more where cores are shared. */
  readonly replyReserveMs: number;
  /** Hears of every fault once it is recovered from, in ms from its end; undefined when it was not. */
  readonly onFault?: (fault: Fault, recoveryMs: number | undefined) => void;
}

export interface ChaosReport {
  readonly seen: Sightings;
  readonly faults: ReadonlyMap<Fault['kind'], number>;
  /** From a fault's end to whole answers again, in ms, of those that took at most `recoveryLimitMs`. */
  readonly recoveriesMs: readonly number[];
  readonly unrecovered: number;
  /** Gaps of the caller's own event loop, in ms: what it could not see in time was not the stack's fault. */
  readonly ownGapsMs: { readonly p99: number; readonly longest: number };
}

export const recoveryLimitMs = 5_000;

/** Lets seeded faults loose on the real stack under a steady load, one after the other. */
export async function chaos(options: ChaosOptions): Promise<ChaosReport> {
  const gaps = monitorEventLoopDelay({ resolution: 5 });
  const arena = await openArena(options.replyReserveMs);
  const channel = openChannel(arena.gateway);
  const witness = new Witness(channel);
  const counts = new Map<Fault['kind'], number>();
  const recoveriesMs: number[] = [];
  let unrecovered = 0;
  try {
    await witness.learn();
    gaps.enable();
    witness.start(options.perSecond);
    const endMs = performance.now() + options.seconds * 1000;
    let done = 0;
    for (const fault of faults(seeded(options.seed), arena.domains)) {
      if (done >= options.faults && performance.now() >= endMs) break;
      await arena.suffer(fault);
      const recoveryMs = await witness.recovery(5, 2 * recoveryLimitMs);
      if (recoveryMs === undefined || recoveryMs > recoveryLimitMs) unrecovered++;
      else recoveriesMs.push(recoveryMs);
      counts.set(fault.kind, (counts.get(fault.kind) ?? 0) + 1);
      options.onFault?.(fault, recoveryMs);
      done++;
    }
    const ownGapsMs = { p99: gaps.percentile(99) / 1e6, longest: gaps.max / 1e6 };
    return { seen: witness.seen, faults: counts, recoveriesMs, unrecovered, ownGapsMs };
  } finally {
    gaps.disable();
    witness.stop();
    channel.close();
    await arena.close();
  }
}
