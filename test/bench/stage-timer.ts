import { type Spread, spreadOf } from './spread.js';

/** One piece of work on input `index` of `inputs`; what it returns is thrown away. */
export interface Stage {
  readonly name: string;
  readonly inputs: number;
  readonly run: (index: number) => unknown;
}

export interface StageTime {
  readonly name: string;
  /** CPU of this process in microseconds a call, user and system, collector and compiler threads included. */
  readonly cpuMicros: Spread;
}

/**
 * Measures stages in turn, pass by pass over all inputs, so that a busy minute of the machine falls on all of them alike.
 * Two passes of each come first and do not count. A stage that returns promises is awaited call by call.
 */
export async function timeStages(stages: readonly Stage[], rounds: number): Promise<StageTime[]> {
  const times = stages.map((): number[] => []);
  for (let round = -2; round < rounds; round++) {
    for (const [place, { inputs, run }] of stages.entries()) {
      const begun = process.cpuUsage();
      for (let index = 0; index < inputs; index++) {
        const result = run(index);
        if (result instanceof Promise) await result;
      }
      const { user, system } = process.cpuUsage(begun);
      if (round >= 0) times[place]!.push((user + system) / inputs);
    }
  }
  return stages.map(({ name }, place) => ({ name, cpuMicros: spreadOf(times[place]!) }));
}
