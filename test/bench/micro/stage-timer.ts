import { type Spread, spreadOf } from '../measurement/spread.js';

/** A piece of work on the input at `index` of `inputs`; its result is thrown away. */
export interface Stage {
  readonly name: string;
  readonly inputs: number;
  readonly run: (index: number) => unknown;
  /** How many calls are begun within one turn of the event loop; default 1. */
  readonly atOnce?: number;
}

export interface StageTime {
  readonly name: string;
  /** CPU time of this process per call, in microseconds: user and system, collector and compiler threads included. */
  readonly cpuMicros: Spread;
}

/**
 * Measures stages in turn, pass by pass over all inputs, so that a busy minute of the machine falls on all of them alike.
 * Two passes of each come first and do not count. Promises are awaited before more calls are begun.
 */
export async function timeStages(stages: readonly Stage[], rounds: number): Promise<StageTime[]> {
  const times = stages.map((): number[] => []);
  for (let round = -2; round < rounds; round++) {
    for (const [place, { inputs, run, atOnce = 1 }] of stages.entries()) {
      const begun = process.cpuUsage();
      for (let index = 0; index < inputs; ) {
        const promises: Promise<unknown>[] = [];
        for (const end = Math.min(inputs, index + atOnce); index < end; index++) {
          const result = run(index);
          if (result instanceof Promise) promises.push(result);
        }
        if (promises.length > 0) await Promise.all(promises);
      }
      const { user, system } = process.cpuUsage(begun);
      if (round >= 0) times[place].push((user + system) / inputs);
    }
  }
  return stages.map(({ name }, place) => ({ name, cpuMicros: spreadOf(times[place]) }));
}
