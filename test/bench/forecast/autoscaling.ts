/** How a fleet is scaled in a replay, minute by minute. */
export interface Replay {
  /** Requests of every minute; NaN: not known, and nothing is counted then. */
  readonly loads: Float64Array;
  /** Requests a minute that one pod bears. */
  readonly bears: number;
  /** Minutes from when a pod is asked for until it serves. */
  readonly readyMinutes: number;
}

/** What a replay came to. */
export interface ReplayResult {
  /** Mean pods that are paid for, from when they are asked for. */
  readonly pods: number;
  /** Share of the minutes that brought more than the ready pods bear. */
  readonly violated: number;
}

/** HPA changes nothing where the ratio is this near to 1, and takes the highest wish of the last five minutes. */
const TOLERANCE = 0.1;
const STABILISATION_MINUTES = 5;
const LEAST_PODS = 1;

/**
 * Replays HPA's rule (Kubernetes, Horizontal Pod Autoscaling, Algorithm details): `ceil(ready * utilisation / target)`, not
 * within the tolerance, up at once, down to the highest wish of the last five minutes; of several metrics the highest. It sees
 * the load of the minute before.
 * @param target utilisation in (0, 1]
 * @param wanted pods that a forecast made before a minute wants from it on; undefined: HPA alone
 */
export function replayHpa(
  { loads, bears, readyMinutes }: Replay,
  target: number,
  wanted?: (minute: number) => number | undefined,
): ReplayResult {
  const start = Math.max(LEAST_PODS, Math.ceil((firstKnown(loads) ?? 0) / bears / target));
  const asked = [start];
  const wishes: number[] = [];
  const meter = new Meter(bears);
  for (let minute = 0; minute < loads.length; minute++) {
    const before = asked[asked.length - 1];
    const ready = readyAt(asked, readyMinutes);
    const seen = loads[minute - 1];
    let wish = before;
    if (seen !== undefined && !Number.isNaN(seen)) {
      const ratio = seen / (ready * bears) / target;
      if (Math.abs(ratio - 1) > TOLERANCE) wish = Math.max(LEAST_PODS, Math.ceil(ready * ratio));
    }
    const forecast = wanted?.(minute);
    if (forecast !== undefined) wish = Math.max(wish, forecast);
    wishes.push(wish);
    const highest = Math.max(...wishes.slice(-STABILISATION_MINUTES));
    asked.push(wish >= before ? wish : Math.min(before, highest));
    meter.add(loads[minute], readyAt(asked, readyMinutes), asked[asked.length - 1]);
  }
  return meter.result;
}

/** A fleet that knows every load beforehand: it asks in time, keeps what it needs, and serves all but the given share. */
export function replayOracle({ loads, bears, readyMinutes }: Replay, spared: number): ReplayResult {
  const known = loads.filter((load) => !Number.isNaN(load)).sort();
  const cap = known[Math.max(0, Math.ceil((1 - spared) * known.length) - 1)];
  const needs = loads.map((load) => Math.max(LEAST_PODS, Math.ceil(Math.min(load, cap) / bears)));
  const meter = new Meter(bears);
  for (let minute = 0; minute < loads.length; minute++) {
    const ahead = needs.subarray(minute, minute + readyMinutes + 1).filter((need) => !Number.isNaN(need));
    meter.add(loads[minute], needs[minute], ahead.length === 0 ? LEAST_PODS : Math.max(...ahead));
  }
  return meter.result;
}

/** Pods that serve: what was asked for all the time since a pod takes to be ready. */
function readyAt(asked: readonly number[], readyMinutes: number): number {
  return Math.min(...asked.slice(-(readyMinutes + 1)));
}

function firstKnown(loads: Float64Array): number | undefined {
  return loads.find((load) => !Number.isNaN(load));
}

class Meter {
  readonly #bears: number;
  #minutes = 0;
  #violated = 0;
  #pods = 0;

  constructor(bears: number) {
    this.#bears = bears;
  }

  add(load: number, ready: number, paid: number): void {
    if (Number.isNaN(load)) return;
    this.#minutes++;
    this.#pods += paid;
    if (load > ready * this.#bears) this.#violated++;
  }

  get result(): ReplayResult {
    return { pods: this.#pods / this.#minutes, violated: this.#violated / this.#minutes };
  }
}

/** The fewest pods of results with no more than a share of violated minutes; undefined where none has. */
export function podsAt<Result extends ReplayResult>(results: readonly Result[], share: number): Result | undefined {
  const fit = results.filter(({ violated }) => violated <= share);
  return fit.length === 0 ? undefined : fit.reduce((best, each) => (each.pods < best.pods ? each : best));
}
