import * as ort from 'onnxruntime-node';
import type { Series } from '../../../capacity/forecast/series.js';
import { createSession } from '../../../domains/core/onnx/onnx-session.js';
import { causalGraph } from '../../../training/forecast/convolution/causal-graph.js';
import { type CausalNetwork, lastWindow } from '../../../training/forecast/convolution/causal-network.js';
import { HORIZON_FEATURES, STEP_CHANNELS } from '../../../training/forecast/convolution/season-window.js';

/** The network's forecasts by onnxruntime, in one run: `[series][horizons][shares]`; undefined of series that are too short. */
export async function forecastsByConvolutions(
  network: CausalNetwork,
  series: readonly Series[],
  horizons: readonly number[],
): Promise<(Float64Array[] | undefined)[]> {
  const windows = series.map((one) => lastWindow(network, one));
  const usable = windows.flatMap((window) => window ?? []);
  const last = network.steps - 1;
  const steps = new Float32Array(usable.length * STEP_CHANNELS * network.steps);
  const known = new Float32Array(usable.length * horizons.length * HORIZON_FEATURES);
  for (const [index, window] of usable.entries()) {
    for (let at = 0; at < window.inputs.length; at++) {
      const channel = at % STEP_CHANNELS;
      steps[(index * STEP_CHANNELS + channel) * network.steps + (at - channel) / STEP_CHANNELS] = window.inputs[at]!;
    }
    for (const [place, horizon] of horizons.entries()) {
      window.tell(last, horizon, known, (index * horizons.length + place) * HORIZON_FEATURES);
    }
  }
  const session = await createSession(causalGraph(network));
  const { quantiles } = await session.run({
    steps: new ort.Tensor('float32', steps, [usable.length, STEP_CHANNELS, network.steps]),
    horizons: new ort.Tensor('float32', known, [usable.length, horizons.length, HORIZON_FEATURES]),
  });
  await session.release();
  const data = quantiles!.data as Float32Array;
  const shares = network.shares.length;
  let next = 0;
  return windows.map((window) => {
    if (!window) return undefined;
    return horizons.map((horizon) => {
      const at = shares * next++;
      return Float64Array.from(data.subarray(at, at + shares), (off) => window.load(last, horizon, off));
    });
  });
}
