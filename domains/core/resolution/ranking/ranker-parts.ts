import { z } from 'zod';
import { parseJsonText } from '../../../../serving/checks/json-text.js';
import { messageOf, NluError } from '../../../../serving/errors.js';
import { decodeBoostedTrees, encodeBoostedTrees, TREES_PART } from '../../trees/trees-format.js';
import { RANKING_FEATURES } from './candidate-features.js';
import type { RankerModel } from './trained-ranker.js';

const RANKER_PART = 'ranker.json';
/** The most candidates that a ranker may score, so that work stays bounded. */
const MOST_HEAD = 200;

const point = z.strictObject({ from: z.number(), to: z.number() });
const schema = z.strictObject({
  /** The features that trees were trained on, in order. */
  features: z.array(z.string()),
  kinds: z.array(z.string()),
  head: z.int().min(1).max(MOST_HEAD),
  searchHead: z.int().min(1).max(MOST_HEAD).optional(),
  exactDepth: z.int().min(1).max(MOST_HEAD).optional(),
  searchWords: z.int().min(1).optional(),
  calibration: z.strictObject({
    slope: z.number().positive(),
    noneSlope: z.number(),
    noneOffset: z.number(),
    points: z
      .array(point)
      .refine(
        (points) =>
          points.every(
            ({ from, to }, index) => index === 0 || (from > points[index - 1].from && to >= points[index - 1].to),
          ),
        {
          error: 'points must rise',
        },
      ),
  }),
});

/** The parts of a bundle that hold a ranker. */
export function encodeRanker({ trees, ...model }: RankerModel): Map<string, Uint8Array> {
  const { calibration, kinds, head, searchHead, exactDepth, searchWords } = model;
  const settings = { features: RANKING_FEATURES, kinds, head, searchHead, exactDepth, searchWords, calibration };
  return new Map<string, Uint8Array>([
    [RANKER_PART, Buffer.from(JSON.stringify(settings))],
    [TREES_PART, encodeBoostedTrees(trees)],
  ]);
}

/** Whether a bundle has a ranker; one that was not trained has none. */
export function hasRanker(parts: ReadonlyMap<string, Uint8Array>): boolean {
  return parts.has(RANKER_PART) || parts.has(TREES_PART);
}

/** @throws NluError FAILED_PRECONDITION naming the part that is missing, wrong or of other features than this build's */
export function decodeRanker(parts: ReadonlyMap<string, Uint8Array>): RankerModel {
  const settings = readSettings(partOf(parts, RANKER_PART));
  const { features, ...model } = settings;
  // Later features stand behind those of before, which trees from before look at where they were.
  const other = features.findIndex((name, index) => RANKING_FEATURES[index] !== name);
  if (other >= 0 || features.length === 0)
    throw wrong(`feature ${Math.max(other, 0)} is not what this build computes; train the catalogue again`);
  return {
    ...model,
    trees: decodeBoostedTrees(partOf(parts, TREES_PART), features.length),
  };
}

function readSettings(bytes: Uint8Array): z.infer<typeof schema> {
  try {
    return schema.parse(parseJsonText(Buffer.from(bytes).toString('utf8')));
  } catch (cause) {
    throw new NluError('FAILED_PRECONDITION', `part ${RANKER_PART}: ${messageOf(cause)}`, { cause });
  }
}

function partOf(parts: ReadonlyMap<string, Uint8Array>, name: string): Uint8Array {
  const part = parts.get(name);
  if (!part) throw new NluError('FAILED_PRECONDITION', `the bundle has no part ${name}`);
  return part;
}

function wrong(problem: string): NluError {
  return new NluError('FAILED_PRECONDITION', `part ${RANKER_PART}: ${problem}`);
}
