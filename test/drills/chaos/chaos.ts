import { createGatewayClient } from '../../../proto/client/index.js';
import { seeded } from '../../../training/numeric/random.js';
import { type ArenaOptions, openArena } from './arena.js';
import { type Fault, faults } from './plan.js';
import { type Miss, type Sightings, Witness } from './witness.js';

export interface ChaosOptions {
  readonly seed: number;
  /** The drill ends after so many faults or so many seconds, whichever is later. */
  readonly faults: number;
  readonly seconds: number;
  readonly perSecond: number;
  readonly arena: ArenaOptions;
  /** The kinds of faults to make happen; absent: all. */
  readonly only?: ReadonlySet<Fault['kind']>;
  /** Called for every fault with the time from its end to recovery, in ms; undefined where there was no recovery. */
  readonly onFault?: (fault: Fault, recoveryMs: number | undefined) => void;
  /** Called for every request that was not answered in time, with the fault that was under way or the latest. */
  readonly onMiss?: (miss: Miss, fault: Fault | undefined) => void;
}

export interface ChaosReport {
  readonly seen: Sightings;
  readonly faults: ReadonlyMap<Fault['kind'], number>;
  /** Times from a fault's end to whole answers again, in ms, of those that took at most `RECOVERY_LIMIT_MS`. */
  readonly recoveriesMs: readonly number[];
  readonly unrecovered: number;
}

/** How long the client waits for one gateway before it asks another too: a third of a deadline of 300 ms. */
const HEDGE_AFTER_MS = 100;

const RECOVERY_LIMIT_MS = 5_000;

/** Makes seeded faults happen to the real stack, one after the other, under a steady load. */
export async function chaos(options: ChaosOptions): Promise<ChaosReport> {
  const arena = await openArena(options.arena);
  const caller = createGatewayClient({ gateways: arena.gateways, hedgeAfterMs: HEDGE_AFTER_MS });
  let current: Fault | undefined;
  const witness = new Witness(caller, (miss) => options.onMiss?.(miss, current));
  const counts = new Map<Fault['kind'], number>();
  const recoveriesMs: number[] = [];
  let unrecovered = 0;
  try {
    await witness.learn();
    witness.start(options.perSecond);
    const endMs = performance.now() + options.seconds * 1000;
    let done = 0;
    for (const fault of faults(seeded(options.seed), arena.targets, options.only)) {
      if (done >= options.faults && performance.now() >= endMs) break;
      current = fault;
      await arena.suffer(fault);
      const recoveryMs = await witness.recovery(5, 2 * RECOVERY_LIMIT_MS);
      if (recoveryMs === undefined || recoveryMs > RECOVERY_LIMIT_MS) unrecovered++;
      else recoveriesMs.push(recoveryMs);
      counts.set(fault.kind, (counts.get(fault.kind) ?? 0) + 1);
      options.onFault?.(fault, recoveryMs);
      done++;
    }
    return { seen: witness.seen, faults: counts, recoveriesMs, unrecovered };
  } finally {
    witness.stop();
    caller.close();
    await arena.close();
  }
}
