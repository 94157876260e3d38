import type { KeyObject } from 'node:crypto';
import { NluError } from '../../serving/errors.js';
import { canonicalJson } from '../format/canonical-json.js';
import { isSignedBy, publicKeyOf, signBytes } from '../format/signature.js';
import type { Trust } from '../format/trust.js';

/** Stands before what is signed, so that a signature of a bundle's manifest never passes for one of a deployment. */
const SIGNED_AS = 'nlu-reranker deployment 1\n';

/** The signature of a record's fields, base64url. */
export function signatureOf(fields: object, signWith: KeyObject): string {
  return Buffer.from(signBytes(signedBytes(fields), signWith)).toString('base64url');
}

/**
 * The trusted key that signed a record; undefined for an unsigned one, or one of an unknown key, if `trust` allows it.
 * @param raw the record with every field that it was written with
 * @throws NluError FAILED_PRECONDITION for any other signature
 */
export function signerOf(domain: string, raw: Readonly<Record<string, unknown>>, trust: Trust): string | undefined {
  const { signature, ...signed } = raw;
  if (signature === undefined) {
    if (trust.allowUnsigned) return undefined;
    const fix = 'deploy it again with --sign-with, or allow unsigned ones in the configuration';
    throw new NluError('FAILED_PRECONDITION', `the deployment record of ${domain} is unsigned; ${fix}`);
  }
  const bytes = typeof signature === 'string' ? Buffer.from(signature, 'base64url') : new Uint8Array();
  const signer = trust.keys.find((key) => isSignedBy(signedBytes(signed), bytes, key));
  if (signer) return publicKeyOf(signer);
  if (trust.allowUnknown) return undefined;
  const known = `${trust.keys.length} trusted key${trust.keys.length === 1 ? '' : 's'}`;
  const problem = `the deployment record of ${domain} is signed by none of the ${known}, or was changed`;
  throw new NluError('FAILED_PRECONDITION', problem);
}

function signedBytes(fields: object): Buffer {
  return Buffer.from(SIGNED_AS + canonicalJson(JSON.parse(JSON.stringify(fields))));
}
