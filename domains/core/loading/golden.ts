import { z } from 'zod';
import { BundleRefused } from '../../../bundles/format/refusal.js';
import type { Interpretation } from '../interpreter/hypothesis.js';
import type { OwnGolden } from '../own-scores/own-golden.js';

/** The part that holds a bundle's golden utterances. */
export const GOLDEN_PART = 'golden.json';

const probability = z.number().min(0).max(1);
const slot = z.strictObject({
  name: z.string(),
  value: z.string(),
  start: z.int().nonnegative(),
  end: z.int().nonnegative(),
});
const hypothesis = z.strictObject({
  intent: z.string(),
  slots: z.array(slot),
  scores: z.strictObject({ domain: probability, intent: probability, slot: probability }),
  confidence: probability,
  contributions: z.array(z.strictObject({ name: z.string(), value: z.number() })),
  forbidden: z.literal(true).optional(),
});
const goldenSchema = z
  .array(
    z.strictObject({
      utterance: z.string().min(1),
      interpretation: z.strictObject({
        hypotheses: z.array(hypothesis),
        inDomain: probability,
        listedPopularity: probability.optional(),
        aroundTitle: probability.optional(),
        controlsPlayback: z.literal(true).optional(),
        screened: z.literal(true).optional(),
      }),
    }),
  )
  .min(1);

/** An utterance with the bundle's answer, to every digit, when it was made. */
export interface GoldenUtterance {
  readonly utterance: string;
  readonly interpretation: Interpretation;
}

/** What a bundle has to answer as recorded: an utterance; without a recognizer, a list of a caller's own NLU. */
export type GoldenAnswer = GoldenUtterance | OwnGolden;

/**
 * The golden utterances of a bundle; at least one.
 * @throws BundleRefused('golden')
 */
export function parseGolden(parts: ReadonlyMap<string, Uint8Array>): readonly GoldenUtterance[] {
  const part = parts.get(GOLDEN_PART);
  if (!part) throw new BundleRefused('golden', `the bundle has no part ${GOLDEN_PART}`);
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(part).toString('utf8'));
  } catch (cause) {
    throw new BundleRefused('golden', `${GOLDEN_PART} is not JSON`, { cause });
  }
  const parsed = goldenSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new BundleRefused('golden', `${GOLDEN_PART}, ${issue.path.join('.')}: ${issue.message}`);
}
