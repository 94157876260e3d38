import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import { sha256Hex } from '../../serving/checks/sha256.js';
import { NluError } from '../../serving/errors.js';
import { bundleVersion, domainName } from '../format/envelope.js';
import type { Trust } from '../format/trust.js';
import { signatureOf, signerOf } from './deployment-signature.js';
import { trialSchema } from './trials/trial.js';

/**
 * A deployment record: the version of a domain that is to be active, and who deployed it and why. Fields that this
 * release does not know are let pass, and are signed with the others: another release may have written them.
 */
export const deploymentSchema = z.object({
  domain: domainName,
  /**
   * The domain's deployments are counted from 1, and the count never goes down: a replica follows no record with a lower
   * one than it has verified. 0 in records of releases that did not count.
   */
  counter: z.int().nonnegative(),
  /**
   * `candidate`: replicas fetch, verify and warm the version, and go on serving what they serve; `active`: they serve it.
   */
  stage: z.enum(['candidate', 'active']),
  /** When a candidate ends, RFC 3339: nobody warms it later. Absent in records of releases that let it stand for ever. */
  expires: z.iso.datetime().optional(),
  /** How a candidate is tried, until it is withdrawn, expires, or a deployment follows. Absent: it is only held warm. */
  trial: trialSchema.optional(),
  /**
   * Who ended a candidate's trial without deploying it, and why: nobody warms it from then on. `record`: SHA-256 of the
   * trial's record, which replicas follow no more while they run.
   */
  withdrawn: z
    .object({ who: z.string(), when: z.iso.datetime(), why: z.string(), record: sha256Hex.optional() })
    .optional(),
  version: bundleVersion,
  /** The bundle's digest. */
  digest: sha256Hex,
  /** SHA-256 of the bundle's file, which is its name in the store; absent: it is stored by its version. */
  object: sha256Hex.optional(),
  /** The deployer. */
  who: z.string(),
  /** RFC 3339, by the deployer's clock. For people only: deployments are ordered by their counters. */
  when: z.iso.datetime(),
  why: z.string(),
  /** What the gates measured, a line each; absent when there was nothing to compare with. */
  gates: z.array(z.string()).optional(),
  /** Failures of gates that the deployer overrode; absent when there were none. */
  forced: z.array(z.string()).optional(),
});

export type Deployment = z.infer<typeof deploymentSchema>;

/** What a deployer says of a deployment; its place in the order of all is added when it is written. */
export type DeploymentNote = Omit<Deployment, 'domain' | 'counter' | 'stage' | 'expires' | 'trial' | 'withdrawn'>;

/** A record that was read, with the text that its signature covers. */
export interface ReadDeployment {
  readonly deployment: Deployment;
  /** The trusted key that signed it; undefined for an unsigned record, and for one of an unknown key, where allowed. */
  readonly signer: string | undefined;
  /** The record as it was written, to be passed on. */
  readonly text: string;
}

/** The text of a record as it is stored: JSON, with the signature of the other fields where there is a key. */
export function writeDeployment(deployment: Deployment, signWith?: KeyObject): string {
  if (!signWith) return JSON.stringify(deployment);
  return JSON.stringify({ ...deployment, signature: signatureOf(deployment, signWith) });
}

/**
 * Reads a domain's deployment record. Nothing of it is used before its signature is checked.
 * @param domain whose key it stands under
 * @throws NluError FAILED_PRECONDITION for what is not JSON, not signed by a trusted key, or not a record of this
 *   domain
 */
export function readDeployment(domain: string, text: string, trust: Trust): ReadDeployment {
  const raw = parseStored(z.record(z.string(), z.unknown()), domain, text);
  const signer = signerOf(domain, raw, trust);
  const defaults = signer === undefined ? { domain, counter: 0, stage: 'active' } : {};
  const deployment = parseStored(deploymentSchema, domain, JSON.stringify({ ...defaults, ...raw }));
  if (deployment.domain === domain) return { deployment, signer, text };
  const problem = `the deployment record of ${domain} is one of ${deployment.domain}`;
  throw new NluError('FAILED_PRECONDITION', problem);
}

/**
 * Parses a value from a bucket.
 * @throws NluError FAILED_PRECONDITION naming the key, for a value that does not fit the schema
 */
export function parseStored<T>(schema: z.ZodType<T>, key: string, text: string): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    const problem =
      cause instanceof z.ZodError ? `${cause.issues[0].path.join('.')}: ${cause.issues[0].message}` : 'not JSON';
    throw new NluError('FAILED_PRECONDITION', `the value of ${key} is not one of ours: ${problem}`, { cause });
  }
}

/** A record in a few words, for messages. */
export function deploymentText({ counter, version, who, when }: Deployment): string {
  return `number ${counter} (${version}, by ${who} at ${when})`;
}
