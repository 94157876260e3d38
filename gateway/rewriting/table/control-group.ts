import { createHash } from 'node:crypto';

/** Share of the customers who are never rewritten. */
export const CONTROL_SHARE = 0.05;

/**
 * Whether a customer is of the control group: never rewritten, for as long as their name stays the same, on every gateway
 * alike. What rewriting is worth is told by what they say beside the others.
 */
export function isControl(customer: string): boolean {
  const draw = createHash('sha256').update('rewriting\n').update(customer).digest().readUInt32BE(0);
  return draw / 2 ** 32 < CONTROL_SHARE;
}
