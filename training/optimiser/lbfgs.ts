/** A differentiable function: returns the value at `point` and writes the gradient into `gradient`. */
export type Objective = (point: Float64Array, gradient: Float64Array) => number;

export interface LbfgsSettings {
  readonly memory: number;
  readonly maxIterations: number;
  /** Stop when the gradient's largest entry is below this. */
  readonly tolerance: number;
}

const DEFAULTS: LbfgsSettings = { memory: 10, maxIterations: 200, tolerance: 1e-7 };

/**
 * Limited-memory BFGS with a backtracking Armijo line search (Nocedal and Wright 2006, algorithms 7.4 and 7.5).
 * @returns the best point found and its value; deterministic.
 */
export function minimise(
  objective: Objective,
  start: Float64Array,
  settings: Partial<LbfgsSettings> = {},
): { point: Float64Array; value: number } {
  const { memory, maxIterations, tolerance } = { ...DEFAULTS, ...settings };
  const size = start.length;
  let point = Float64Array.from(start);
  let gradient = new Float64Array(size);
  let value = objective(point, gradient);
  const history: { step: Float64Array; change: Float64Array; curvature: number }[] = [];
  for (let iteration = 0; iteration < maxIterations && maxAbs(gradient) > tolerance; iteration++) {
    const direction = twoLoop(gradient, history);
    let slope = dot(direction, gradient);
    if (slope >= 0) {
      // The curvature pairs no longer describe this place: begin again with steepest descent.
      history.length = 0;
      for (let index = 0; index < size; index++) direction[index] = -gradient[index];
      slope = -dot(gradient, gradient);
    }
    let rate = history.length === 0 ? Math.min(1, 1 / Math.sqrt(-slope)) : 1;
    const next = new Float64Array(size);
    const nextGradient = new Float64Array(size);
    let nextValue = Number.POSITIVE_INFINITY;
    for (let attempt = 0; attempt < 40; attempt++, rate /= 2) {
      for (let index = 0; index < size; index++) next[index] = point[index] + rate * direction[index];
      nextValue = objective(next, nextGradient);
      if (nextValue <= value + 1e-4 * rate * slope) break;
    }
    if (!(nextValue < value)) break;
    const step = next.map((entry, index) => entry - point[index]);
    const change = nextGradient.map((entry, index) => entry - gradient[index]);
    const curvature = dot(step, change);
    if (curvature > 1e-12) {
      history.push({ step, change, curvature });
      if (history.length > memory) history.shift();
    }
    point = next;
    gradient = nextGradient;
    value = nextValue;
  }
  return { point, value };
}

function twoLoop(
  gradient: Float64Array,
  history: readonly { step: Float64Array; change: Float64Array; curvature: number }[],
): Float64Array {
  const direction = gradient.map((entry) => -entry);
  const scales: number[] = [];
  for (let index = history.length - 1; index >= 0; index--) {
    const { step, change, curvature } = history[index];
    const scale = dot(step, direction) / curvature;
    scales[index] = scale;
    addScaled(direction, change, -scale);
  }
  const last = history.at(-1);
  if (last) {
    const factor = last.curvature / dot(last.change, last.change);
    for (let index = 0; index < direction.length; index++) direction[index] = direction[index] * factor;
  }
  for (const [index, { step, change, curvature }] of history.entries()) {
    addScaled(direction, step, scales[index] - dot(change, direction) / curvature);
  }
  return direction;
}

function addScaled(target: Float64Array, source: Float64Array, factor: number): void {
  for (let index = 0; index < target.length; index++) target[index] = target[index] + factor * source[index];
}

function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < left.length; index++) sum += left[index] * right[index];
  return sum;
}

function maxAbs(values: Float64Array): number {
  let max = 0;
  for (const value of values) max = Math.max(max, Math.abs(value));
  return max;
}
