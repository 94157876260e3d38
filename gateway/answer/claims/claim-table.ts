import { z } from 'zod';
import { domainName } from '../../../bundles/format/envelope.js';
import { FEATURES } from './utterance-features.js';

/** Weights are whole numbers from -LEVELS to LEVELS, times a scale. */
const LEVELS = 127;
const base64 = /^[A-Za-z0-9+/]*={0,2}$/;

/**
 * What the domains claim, for the time that they are away: of each the weights of a logistic regression over an utterance's
 * words. `nlu-reranker train claims` makes it.
 */
export const claimTableSchema = z.strictObject({
  /** Where the table comes from, for those who read it. */
  origin: z.string().max(1024).default(''),
  /** By domain; one that is not named is learned from its replies. */
  domains: z.record(
    domainName,
    z.strictObject({
      /** Natural-log odds of a weight of 1. */
      scale: z.number().gt(0).max(10),
      /** A signed byte for each feature, in base64. */
      weights: z
        .string()
        .regex(base64, 'must be base64')
        .refine((text) => Buffer.byteLength(text, 'base64') === FEATURES, `must be ${FEATURES} bytes in base64`),
    }),
  ),
});

export type ClaimTable = z.output<typeof claimTableSchema>;

/** A table of fitted weights, each rounded to 1/127 of the largest of its domain. @param weights [FEATURES] by domain */
export function packClaims(weights: ReadonlyMap<string, Readonly<Float32Array>>, origin: string): ClaimTable {
  const domains = [...weights].map(([domain, row]): [string, ClaimTable['domains'][string]] => {
    const largest = row.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
    const scale = Math.max(1e-6, Number((largest / LEVELS).toPrecision(6)));
    const bytes = Int8Array.from(row, (weight) => Math.max(-LEVELS, Math.min(LEVELS, Math.round(weight / scale))));
    return [domain, { scale, weights: Buffer.from(bytes.buffer).toString('base64') }];
  });
  return { origin, domains: Object.fromEntries(domains) };
}

/** The weights of a table, [FEATURES] by domain, in natural-log odds. */
export function unpackClaims({ domains }: ClaimTable): Map<string, Float32Array> {
  return new Map(
    Object.entries(domains).map(([domain, { scale, weights }]) => {
      const bytes = new Int8Array(Buffer.from(weights, 'base64'));
      return [domain, Float32Array.from(bytes, (level) => level * scale)];
    }),
  );
}
