import { type Series, stepsOfDay } from '../../../capacity/forecast/series.js';
import { type Random, seeded, shuffle } from '../../numeric/random.js';
import { Adam } from '../network/adam.js';
import { addGradients, newGradients } from '../network/network-trainer.js';
import { newActivations, newLayers } from '../network/quantile-network.js';
import { addEncoderGradients, encode, newEncoder, receptiveSteps } from './causal-encoder.js';
import { type CausalNetwork, decoderInputs } from './causal-network.js';
import { SeasonWindow, STEP_CHANNELS } from './season-window.js';

export interface CausalSettings {
  readonly channels: number;
  readonly dilations: readonly number[];
  readonly hidden: readonly number[];
  /** The furthest step that is learned. */
  readonly horizon: number;
  /** Steps of a stretch from which the future is forecast: forking sequences (Wen et al. 2017). */
  readonly forks: number;
  /** Horizons that are drawn for each of them. */
  readonly drawn: number;
  readonly epochs: number;
  /** Stretches of each series an epoch, and of a step of Adam. */
  readonly stretches: number;
  readonly batch: number;
  /** Step of Adam (Kingma, Ba 2015) at the beginning; it falls by a cosine to 0. */
  readonly rate: number;
  readonly seed: number;
}

/** Chosen on the 48 hours before the last 48 of the training series of M4 hourly (`bench:forecast --m4-back 96`). */
export const CAUSAL_DEFAULTS: CausalSettings = {
  ...{ channels: 16, dilations: [1, 2, 4, 8, 16, 32, 64], hidden: [48], horizon: 48 },
  ...{ forks: 48, drawn: 6, epochs: 30, stretches: 2, batch: 4, rate: 0.004, seed: 1 },
};

/** Trains a network on all series at once by quantile loss. Series that are too short for a stretch teach nothing. */
export function trainCausalNetwork(
  series: readonly Series[],
  shares: readonly number[],
  changed: Partial<CausalSettings> = {},
  onEpoch: (epoch: number, loss: number) => void = () => {},
): CausalNetwork {
  const settings = { ...CAUSAL_DEFAULTS, ...changed };
  const { channels, dilations, hidden, forks, horizon, epochs, stretches, batch, rate } = settings;
  const random = seeded(settings.seed);
  const encoder = newEncoder(STEP_CHANNELS, channels, dilations, random);
  const decoder = newLayers([decoderInputs(channels), ...hidden, shares.length], random);
  const steps = receptiveSteps(encoder);
  const network: CausalNetwork = { shares, encoder, decoder, steps };
  const usable = series.filter((one) => one.values.length >= stepsOfDay(one) + steps + forks + horizon);
  const order = Int32Array.from({ length: usable.length * stretches }, (_, place) => place % usable.length);
  const tables = [...encoder, ...decoder].flatMap(({ weights, biases }) => [weights, biases]);
  const adam = tables.map((table) => new Adam(table));
  const batches = Math.ceil(order.length / batch);
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random);
    let [loss, rows] = [0, 0];
    for (let index = 0; index < batches; index++) {
      const gradients = { encoder: zeros(encoder), decoder: newGradients(decoder) };
      let count = 0;
      for (const place of order.subarray(index * batch, (index + 1) * batch)) {
        const told = addStretch(network, usable[place]!, settings, gradients, random);
        count += told.rows;
        loss += told.loss;
      }
      if (count === 0) continue;
      rows += count;
      const done = (epoch * batches + index) / (epochs * batches);
      const now = (rate * (1 + Math.cos(Math.PI * done))) / 2;
      const sums = [gradients.encoder, gradients.decoder].flatMap(({ weights, biases }) =>
        weights.flatMap((table, layer) => [table, biases[layer]!]),
      );
      for (const [table, each] of adam.entries()) each.step(sums[table]!, count, now);
    }
    onEpoch(epoch + 1, loss / Math.max(1, rows));
  }
  return network;
}

/** Adds the derivatives of one stretch of a series, drawn at random. */
function addStretch(
  network: CausalNetwork,
  series: Series,
  { forks, horizon, drawn, channels }: CausalSettings,
  gradients: { readonly encoder: ReturnType<typeof zeros>; readonly decoder: ReturnType<typeof newGradients> },
  random: Random,
): { loss: number; rows: number } {
  const { encoder, decoder, steps } = network;
  const day = stepsOfDay(series);
  const length = steps + forks;
  const from = day + random.below(series.values.length - length - horizon - day + 1);
  const window = new SeasonWindow(series, from, length, steps);
  const codes = encode(encoder, window.inputs);
  const last = codes.at(-1)!;
  const ofCodes = new Float32Array(last.length);
  const activations = newActivations(decoder);
  const ofInput = new Float32Array(activations[0]!.length);
  let [loss, rows] = [0, 0];
  for (let step = steps - 1; step < length - 1; step++) {
    for (let draw = 0; draw < drawn; draw++) {
      const ahead = 1 + random.below(horizon);
      const target = window.target(step, ahead);
      // Beyond, it is a spike that nothing here foretells: it would drive all others.
      if (!(Math.abs(target) < 50)) continue;
      activations[0]!.set(last.subarray(step * channels, (step + 1) * channels));
      window.tell(step, ahead, activations[0]!, channels);
      ofInput.fill(0);
      loss += addGradients(
        { layers: decoder, shares: network.shares },
        activations,
        target,
        gradients.decoder,
        ofInput,
      );
      rows++;
      for (let channel = 0; channel < channels; channel++) ofCodes[step * channels + channel]! += ofInput[channel]!;
    }
  }
  addEncoderGradients(encoder, codes, ofCodes, gradients.encoder);
  return { loss, rows };
}

function zeros(layers: CausalNetwork['encoder']) {
  return {
    weights: layers.map(({ weights }) => new Float32Array(weights.length)),
    biases: layers.map(({ biases }) => new Float32Array(biases.length)),
  };
}
