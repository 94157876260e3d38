import { z } from 'zod';
import { logit, sigmoid } from '../../../serving/numeric/log-odds.js';

/** What makes a layer's P(right) what is so: sigmoid(slope logit(p) + bias) (Platt 1999). */
export const layerCalibrationSchema = z.strictObject({
  slope: z.number().gt(0).max(4),
  /** In nats. */
  bias: z.number().min(-4).max(4),
});
export type LayerCalibration = z.output<typeof layerCalibrationSchema>;

export const AS_SAID: LayerCalibration = { slope: 1, bias: 0 };

/** Probabilities are kept so far from 0 and 1. */
const LEAST = 1e-4;

/** Log-odds of a probability, bounded. */
export function boundedLogit(probability: number): number {
  return logit(Math.min(1 - LEAST, Math.max(LEAST, probability)));
}

/** @param probability as the layer has it, in [0, 1] @returns calibrated, in (0, 1) */
export function calibrated(probability: number, { slope, bias }: LayerCalibration = AS_SAID): number {
  return sigmoid(slope * boundedLogit(probability) + bias);
}
