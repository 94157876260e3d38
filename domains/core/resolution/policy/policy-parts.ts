import { createHash } from 'node:crypto';
import { z } from 'zod';
import { parseJsonText } from '../../../../serving/checks/json-text.js';
import { messageOf, NluError } from '../../../../serving/errors.js';
import { STRATEGIES } from '../strategies/strategy.js';
import { DEPTHS } from './depth-choice.js';
import { POLICY_FEATURES } from './policy-features.js';
import type { PolicyModel, StrategyModel } from './policy-model.js';
import { ALWAYS } from './strategy-policy.js';

/** What the policy is, for people to read, and the part of its numbers. */
const POLICY_PART = 'policy.json';
const WEIGHTS_PART = 'policy.bin';
const WIDTH = POLICY_FEATURES.length;
const TRIANGLE = (WIDTH * (WIDTH + 1)) / 2;
const PER_STRATEGY = WIDTH + TRIANGLE;
/** Letters of a version: the first of the numbers' digest. */
const DIGITS = 12;

const rising = (values: readonly number[]) => values.every((value, at) => at === 0 || value >= values[at - 1]);
const shares = z
  .array(z.number().min(0).max(1))
  .length(DEPTHS.length)
  .refine((values) => values[0] === 0 && values[DEPTHS.length - 1] === 1 && rising(values), {
    error: 'shares must rise from 0 to 1',
  });
const costs = z
  .array(z.number().nonnegative())
  .length(DEPTHS.length)
  .refine((values) => values[0] === 0 && rising(values), { error: 'costs must rise from 0' });
const schema = z.strictObject({
  /** The features that were learned from, in order. */
  features: z.array(z.string()),
  depths: z.array(z.int()),
  price: z.number().positive(),
  exploration: z.number().positive().max(1),
  strategies: z
    .array(z.strictObject({ strategy: z.enum(STRATEGIES).refine((name) => !ALWAYS.includes(name)), shares, costs }))
    .refine((all) => new Set(all.map(({ strategy }) => strategy)).size === all.length, {
      error: 'a strategy stands twice',
    }),
});

/** The parts of a bundle that hold a policy. Its version is not among them: it follows from them. */
export function encodePolicy({
  price,
  exploration,
  strategies,
}: Omit<PolicyModel, 'version'>): Map<string, Uint8Array> {
  const settings = {
    features: POLICY_FEATURES,
    depths: DEPTHS,
    price,
    exploration,
    strategies: strategies.map(({ strategy, shares, costs }) => ({ strategy, shares, costs })),
  };
  const numbers = Buffer.alloc(8 * PER_STRATEGY * strategies.length);
  let at = 0;
  for (const { mean, factor } of strategies) {
    for (const value of mean) at = numbers.writeDoubleLE(value, at);
    for (const value of factor) at = numbers.writeDoubleLE(value, at);
  }
  return new Map<string, Uint8Array>([
    [POLICY_PART, Buffer.from(JSON.stringify(settings))],
    [WEIGHTS_PART, numbers],
  ]);
}

/** Whether a bundle has a policy; one that was not trained has none. */
export function hasPolicy(parts: ReadonlyMap<string, Uint8Array>): boolean {
  return parts.has(POLICY_PART) || parts.has(WEIGHTS_PART);
}

/** @throws NluError FAILED_PRECONDITION naming the part that is missing, wrong or of other features than this build's */
export function decodePolicy(parts: ReadonlyMap<string, Uint8Array>): PolicyModel {
  const [text, bytes] = [partOf(parts, POLICY_PART), partOf(parts, WEIGHTS_PART)];
  const { features, depths, price, exploration, strategies } = readSettings(text);
  if (features.join() !== POLICY_FEATURES.join() || depths.join() !== DEPTHS.join())
    throw wrong(POLICY_PART, 'features or depths are not what this build computes; build the catalogue again');
  const expected = 8 * PER_STRATEGY * strategies.length;
  if (bytes.length !== expected)
    throw wrong(WEIGHTS_PART, `${bytes.length} bytes where ${strategies.length} strategies take ${expected}`);
  const numbers = Buffer.from(bytes);
  const models = strategies.map((terms, index): StrategyModel => {
    const values = Float64Array.from({ length: PER_STRATEGY }, (_, at) =>
      numbers.readDoubleLE(8 * (index * PER_STRATEGY + at)),
    );
    const [mean, factor] = [values.slice(0, WIDTH), values.slice(WIDTH)];
    const at = values.findIndex((value) => !Number.isFinite(value));
    if (at >= 0) throw wrong(WEIGHTS_PART, `number ${at} of ${terms.strategy} is ${values[at]}`);
    for (let row = 0; row < WIDTH; row++) {
      if (!(factor[(row * (row + 3)) / 2] > 0))
        throw wrong(WEIGHTS_PART, `${terms.strategy} has no deviation for ${POLICY_FEATURES[row]}`);
    }
    return { ...terms, mean, factor };
  });
  const version = `learned-${createHash('sha256').update(text).update(bytes).digest('hex').slice(0, DIGITS)}`;
  return { version, price, exploration, strategies: models };
}

function readSettings(bytes: Uint8Array): z.infer<typeof schema> {
  try {
    return schema.parse(parseJsonText(Buffer.from(bytes).toString('utf8')));
  } catch (cause) {
    throw new NluError('FAILED_PRECONDITION', `part ${POLICY_PART}: ${messageOf(cause)}`, { cause });
  }
}

function partOf(parts: ReadonlyMap<string, Uint8Array>, name: string): Uint8Array {
  const part = parts.get(name);
  if (!part) throw new NluError('FAILED_PRECONDITION', `the bundle has no part ${name}`);
  return part;
}

function wrong(part: string, problem: string): NluError {
  return new NluError('FAILED_PRECONDITION', `part ${part}: ${problem}`);
}
