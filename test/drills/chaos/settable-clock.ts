import { readFileSync } from 'node:fs';

/** Environment variable with the path of the file that says by how many ms a process's time of day is wrong. */
export const CLOCK_FILE = 'NLU_DRILL_CLOCK';

const READ_EVERY_MS = 20;

/**
 * Makes the time of day of this process's serving thread one that a drill sets while it runs, as a clock that is corrected
 * by hand is. `performance.now` and timers, which the kernel's monotonic clock drives, go on as they did.
 * Loaded by node's `--import`, before anything else.
 */
function followClock(path: string): void {
  let wrongByMs = 0;
  setInterval(() => {
    wrongByMs = Number(readFileSync(path, 'utf8')) || 0;
  }, READ_EVERY_MS).unref();
  const Real = Date;
  globalThis.Date = new Proxy(Real, {
    construct: (target, args, made) =>
      Reflect.construct(target, args.length === 0 ? [Real.now() + wrongByMs] : args, made),
    apply: () => new Date().toString(),
    get: (target, name, receiver) =>
      name === 'now' ? () => Real.now() + wrongByMs : Reflect.get(target, name, receiver),
  });
}

if (process.env[CLOCK_FILE]) followClock(process.env[CLOCK_FILE]);
