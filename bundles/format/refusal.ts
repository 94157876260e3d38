import { messageOf, NluError } from '../../serving/errors.js';

/** The checks that a bundle must pass before it serves, in their order. */
export const CHECKS = ['size', 'signature', 'digest', 'manifest', 'graph', 'warm-up', 'golden'] as const;

/**
 * One of the checks:
 * - size: layout, lengths and limits of the file;
 * - signature: a trusted key signed the manifest, or unsigned is allowed;
 * - digest: manifest and parts are the bytes that the digest names;
 * - manifest: its fields, the domain, the schema and the versions of format and contract;
 * - graph: the parts load, with the expected shapes and finite outputs;
 * - warm-up: it answers, in time;
 * - golden: it answers its own golden utterances as recorded.
 */
export type Check = (typeof CHECKS)[number];

/** The error for a bundle that must not serve. Its message begins with the check that failed. */
export class BundleRefused extends NluError {
  readonly check: Check;
  /** The message without the check's name. */
  readonly problem: string;

  constructor(check: Check, problem: string, options?: { cause?: unknown }) {
    super('FAILED_PRECONDITION', `${check} check: ${problem}`, options);
    this.name = 'BundleRefused';
    this.check = check;
    this.problem = problem;
  }
}

/** Any error as a refusal by `check`; a refusal is returned as it is. */
export function asRefusal(check: Check, error: unknown): BundleRefused {
  if (error instanceof BundleRefused) return error;
  return new BundleRefused(check, messageOf(error), { cause: error });
}
