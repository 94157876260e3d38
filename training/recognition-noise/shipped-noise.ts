import { type NoiseModel, readNoiseModel } from './noise-model.js';
import { RecognitionNoise } from './recognition-noise.js';

let model: NoiseModel | undefined;
const byRate = new Map<number, RecognitionNoise>();

/** The noise of the model that ships, at a rate. It is read once and kept, with the words that sound alike. */
export function shippedNoise(rate: number): RecognitionNoise {
  const known = byRate.get(rate);
  if (known) return known;
  model ??= readNoiseModel();
  const noise = new RecognitionNoise(model, rate);
  byRate.set(rate, noise);
  return noise;
}
