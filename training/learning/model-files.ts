import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { BoostedTrees } from '../../domains/core/trees/boosted-trees.js';
import { decodeBoostedTrees, encodeBoostedTrees } from '../../domains/core/trees/trees-format.js';
import { NluError } from '../../serving/errors.js';
import { projectRoot } from '../../serving/project.js';
import type { DissatisfactionModel } from './dissatisfaction/dissatisfaction-trainer.js';
import { CUE_FEATURES } from './dissatisfaction/user-cues.js';
import { NAME_WEIGHTS } from './rephrase/naming/name-model.js';
import { PAIR_FEATURES } from './rephrase/pair-features.js';
import type { RephraseModel } from './rephrase/rephrase-model.js';

/** The models that ship, from the project's root. */
export const REPHRASE_FILE = 'training/learning/rephrase/rephrase.json';
export const DISSATISFACTION_FILE = 'training/learning/dissatisfaction/dissatisfaction.json';

const count = z.int().min(0);
const finite = z.number();
/** Boosted trees as `encodeBoostedTrees` writes them, in base64, with the features that they ask for. */
const treesSchema = z.strictObject({ features: z.array(z.string()), base64: z.base64() });
const rephraseSchema = z.strictObject({
  description: z.string(),
  share: z.number().gt(0).lt(1),
  oneInHundred: finite,
  calibration: z.strictObject({ scores: z.array(finite).min(1), confidences: z.array(z.number().gt(0).lt(1)).min(1) }),
  words: z.strictObject({ asking: count, naming: count, counts: z.record(z.string(), z.tuple([count, count])) }),
  /** Weights of words that name a thing, in base64. */
  names: z.strictObject({ scale: z.number().positive(), weights: z.base64() }),
  trees: treesSchema,
});
const dissatisfactionSchema = z.strictObject({ description: z.string(), threshold: finite, trees: treesSchema });

/** The model as the text of a file: a line for each field. */
export function rephraseText({ trees, names, ...model }: RephraseModel, description: string): string {
  return fileText({
    description,
    ...model,
    names: { scale: names.scale, weights: Buffer.from(names.weights.buffer).toString('base64') },
    trees: written(trees, PAIR_FEATURES),
  });
}

/** @throws NluError INVALID_ARGUMENT naming file and field */
export function readRephraseModel(path = join(projectRoot(), REPHRASE_FILE)): RephraseModel {
  const { description: _, trees, names, ...model } = parsed(path, rephraseSchema);
  const weights = Int8Array.from(Buffer.from(names.weights, 'base64'));
  if (weights.length !== NAME_WEIGHTS)
    throw new NluError('INVALID_ARGUMENT', `${path}: names.weights: ${NAME_WEIGHTS} bytes, not ${weights.length}`);
  if (model.calibration.scores.length !== model.calibration.confidences.length)
    throw new NluError('INVALID_ARGUMENT', `${path}: calibration: as many confidences as scores`);
  return { ...model, names: { scale: names.scale, weights }, trees: read(path, trees, PAIR_FEATURES) };
}

export function dissatisfactionText({ trees, threshold }: DissatisfactionModel, description: string): string {
  return fileText({ description, threshold, trees: written(trees, CUE_FEATURES) });
}

/** @throws NluError INVALID_ARGUMENT naming file and field */
export function readDissatisfactionModel(path = join(projectRoot(), DISSATISFACTION_FILE)): DissatisfactionModel {
  const { threshold, trees } = parsed(path, dissatisfactionSchema);
  return { threshold, trees: read(path, trees, CUE_FEATURES) };
}

function parsed<Schema extends z.ZodType>(path: string, schema: Schema): z.output<Schema> {
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    const [issue] = cause instanceof z.ZodError ? cause.issues : [];
    const problem = issue ? `${issue.path.join('.')}: ${issue.message}` : (cause as Error).message;
    throw new NluError('INVALID_ARGUMENT', `${path}: ${problem}; write it anew by train-labels --ship`, { cause });
  }
}

function written(trees: BoostedTrees, features: readonly string[]): z.output<typeof treesSchema> {
  return { features: [...features], base64: Buffer.from(encodeBoostedTrees(trees)).toString('base64') };
}

function read(path: string, { features, base64 }: z.output<typeof treesSchema>, own: readonly string[]): BoostedTrees {
  if (features.join() !== own.join()) {
    const problem = 'its features are not those that are computed; write it anew by train-labels --ship';
    throw new NluError('INVALID_ARGUMENT', `${path}: trees.features: ${problem}`);
  }
  return decodeBoostedTrees(Buffer.from(base64, 'base64'), own.length, path);
}

function fileText(fields: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(fields).map(([field, value]) => `  ${JSON.stringify(field)}: ${JSON.stringify(value)}`);
  return `{\n${lines.join(',\n')}\n}\n`;
}
