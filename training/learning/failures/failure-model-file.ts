import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { decodeBoostedTrees, encodeBoostedTrees } from '../../../domains/core/trees/trees-format.js';
import { messageOf, NluError } from '../../../serving/errors.js';
import { projectRoot } from '../../../serving/project.js';
import type { FailureModel } from './failure-model.js';
import { STAGES } from './failure-stage.js';
import { FEATURES } from './features/failure-features.js';

/** The model that ships, from the project's root. */
export const FAILURES_FILE = 'training/learning/failures/failures.json';

const numbers = z.array(z.number());
const logistic = z.strictObject({ bias: z.number(), weights: numbers, missing: numbers });
const modelSchema = z.strictObject({
  description: z.string(),
  /** What the trees ask for: of another list the numbers would mean something else. */
  features: z.array(z.string()),
  prior: z.strictObject({
    stages: z.strictObject({
      false_wake: logistic,
      recognition: logistic,
      nlu: logistic,
      entity: logistic,
      result: logistic,
    }),
    defect: logistic,
  }),
  decision: z.array(z.number().positive()).length(STAGES.length),
  calibration: z.strictObject({ slope: z.number(), biases: numbers.length(STAGES.length) }),
  /** By stage, as `encodeBoostedTrees` writes them. */
  trees: z.array(z.base64()).length(STAGES.length),
});

/** The model as the text of a file: a line for each field. */
export function failureModelText({ prior, trees, calibration, decision }: FailureModel, description: string): string {
  const fields = {
    ...{ description, features: FEATURES, prior, calibration, decision },
    trees: trees.map((each) => Buffer.from(encodeBoostedTrees(each)).toString('base64')),
  };
  const lines = Object.entries(fields).map(([field, value]) => `  ${JSON.stringify(field)}: ${JSON.stringify(value)}`);
  return `{\n${lines.join(',\n')}\n}\n`;
}

/** @throws NluError INVALID_ARGUMENT naming file and field, for a model of other features too */
export function readFailureModel(path = join(projectRoot(), FAILURES_FILE)): FailureModel {
  try {
    const { prior, calibration, decision, features, trees } = modelSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
    if (features.join('\n') !== FEATURES.join('\n')) throw new RangeError('features: are not those of this program');
    const columns = FEATURES.length + STAGES.length;
    const decoded = trees.map((each) => decodeBoostedTrees(Buffer.from(each, 'base64'), columns, 'trees'));
    return { prior, calibration, decision, trees: decoded };
  } catch (cause) {
    const [issue] = cause instanceof z.ZodError ? cause.issues : [];
    const problem = issue ? `${issue.path.join('.')}: ${issue.message}` : messageOf(cause);
    throw new NluError('INVALID_ARGUMENT', `${path}: ${problem}; npm run bench:failures -- --write FILE makes one`, {
      cause,
    });
  }
}
