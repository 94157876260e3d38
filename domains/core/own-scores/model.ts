import { z } from 'zod';
import type { Manifest, RerankerForm } from '../../../bundles/format/manifest.js';
import { CALIBRATION_FORMS, type CalibrationForm, type OwnScore } from '../../../bundles/format/own-scores.js';
import { NluError } from '../../../serving/errors.js';
import type { Linear, RerankerModel } from '../reranker/model.js';
import { NO_SLOT_WEIGHTS } from '../reranker/slot-weights.js';
import { type Calibration, calibrationOf, namedCalibration } from './calibration.js';
import { ownColumns } from './evidence.js';

/** A re-ranker over the scores of a caller's own NLU: weighted evidence, or the calibration of one score. */
export type OwnModel =
  | { readonly form: RerankerForm; readonly scores: readonly OwnScore[]; readonly head: RerankerModel }
  | {
      readonly form: CalibrationForm;
      readonly scores: readonly OwnScore[];
      readonly calibration: Calibration;
      /** Log-odds that the utterance is the domain's when no hypothesis of the list is right, over the list's evidence. */
      readonly inDomain: Linear;
    };

/** The fields of a manifest that hold such a model. */
export type OwnManifest = Pick<Manifest, 'ownScores' | 'reranker'>;

const PARTS = ['inDomain', 'list', 'hypothesis'] as const;

export function isCalibration(form: string): form is CalibrationForm {
  return (CALIBRATION_FORMS as readonly string[]).includes(form);
}

/** The manifest's fields for a model. */
export function ownManifest(model: OwnModel): Required<OwnManifest> {
  const { list, hypothesis } = ownColumns(model.scores);
  const weights: Record<string, number> = {};
  const add = (part: string, { weights: values, bias }: Linear, columns: readonly string[]) => {
    for (const [index, column] of columns.entries()) weights[`${part}.${column}`] = values[index];
    weights[`${part}.bias`] = bias;
  };
  if ('calibration' in model) {
    add('inDomain', model.inDomain, list);
    const names = model.scores.map(({ name }) => name);
    Object.assign(weights, namedCalibration(model.calibration, names));
  } else {
    for (const part of PARTS) add(part, model.head[part], part === 'hypothesis' ? hypothesis : list);
  }
  return { ownScores: { scores: [...model.scores] }, reranker: { form: model.form, weights } };
}

/**
 * The model that a manifest describes.
 * @throws NluError FAILED_PRECONDITION without declared scores, and naming a weight that is missing or not finite
 */
export function ownModel({ ownScores, reranker: { form, weights } }: OwnManifest): OwnModel {
  if (!ownScores) throw new NluError('FAILED_PRECONDITION', 'ownScores: the manifest declares no scores');
  const { scores } = ownScores;
  const columns = ownColumns(scores);
  const read = (name: string) => {
    const parsed = z.number().safeParse(weights[name]);
    if (parsed.success) return parsed.data;
    throw new NluError('FAILED_PRECONDITION', `re-ranker weight ${name}: missing or not a finite number`);
  };
  const linear = (part: string, names: readonly string[]): Linear => ({
    weights: names.map((column) => read(`${part}.${column}`)),
    bias: read(`${part}.bias`),
  });
  const inDomain = linear('inDomain', columns.list);
  if (isCalibration(form)) {
    const names = scores.map(({ name }) => name);
    return { form, scores, calibration: calibrationOf(form, names, weights, read), inDomain };
  }
  const list = linear('list', columns.list);
  const hypothesis = linear('hypothesis', columns.hypothesis);
  return { form, scores, head: { form, inDomain, list, hypothesis, slots: NO_SLOT_WEIGHTS } };
}
