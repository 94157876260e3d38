import type { Series } from '../../../capacity/forecast/series.js';
import { forward, type Layer, newActivations, risen } from '../network/quantile-network.js';
import { type CausalLayer, encode } from './causal-encoder.js';
import { HORIZON_FEATURES, SeasonWindow } from './season-window.js';

/**
 * A multi-horizon quantile network (Wen et al. 2017, MQ-CNN): an encoder of dilated causal convolutions, and one decoder for all
 * horizons, of the code of the last step and what is known of the step to come.
 */
export interface CausalNetwork {
  readonly shares: readonly number[];
  readonly encoder: readonly CausalLayer[];
  /** Inputs: the code, then `HORIZON_FEATURES`. Outputs: the lowest quantile, then steps. */
  readonly decoder: readonly Layer[];
  /** Steps that are read. */
  readonly steps: number;
}

/** The stretch at a series' end that a forecast is made from; undefined where the series is shorter than that and a day. */
export function lastWindow({ steps }: Pick<CausalNetwork, 'steps'>, series: Series): SeasonWindow | undefined {
  const from = series.values.length - steps;
  const day = Math.round(86_400 / series.stepSeconds);
  return from < day ? undefined : new SeasonWindow(series, from, steps, steps);
}

/** Quantiles of the loads to come, `[horizons][shares]`; undefined where the series is too short. */
export function causalQuantiles(
  network: CausalNetwork,
  series: Series,
  horizons: readonly number[],
): Float64Array[] | undefined {
  const window = lastWindow(network, series);
  if (!window) return undefined;
  const codes = encode(network.encoder, window.inputs).at(-1)!;
  const channels = network.encoder[0]!.outputs;
  const activations = newActivations(network.decoder);
  const last = network.steps - 1;
  activations[0]!.set(codes.subarray(last * channels));
  return horizons.map((horizon) => {
    window.tell(last, horizon, activations[0]!, channels);
    forward(network.decoder, activations);
    return risen(activations.at(-1)!).map((off) => window.load(last, horizon, off));
  });
}

/** Inputs of the decoder. */
export const decoderInputs = (channels: number): number => channels + HORIZON_FEATURES;
