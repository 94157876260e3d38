import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { NluError } from '../../serving/errors.js';

/** Size of an ed25519 signature. */
export const SIGNATURE_BYTES = 64;

const PREFIX = 'ed25519:';

/** Generates a key pair: the private key as PKCS #8 PEM, and the public key as a line for a service's configuration. */
export function generateKeys(): { privateKey: string; publicKey: string } {
  const { privateKey } = generateKeyPairSync('ed25519');
  return {
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: publicKeyOf(privateKey),
  };
}

/** The public key as text, short enough for a configuration file: `ed25519:` and its 32 bytes in base64url. */
export function publicKeyOf(key: KeyObject): string {
  const { x } = (key.type === 'private' ? createPublicKey(key) : key).export({ format: 'jwk' });
  return `${PREFIX}${x}`;
}

/**
 * The private key in a PEM text.
 * @throws NluError INVALID_ARGUMENT unless it is an ed25519 key
 */
export function parsePrivateKey(pem: string): KeyObject {
  const problem = 'the signing key must be an ed25519 private key in PEM, as `npm run keys` writes it';
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch (cause) {
    throw new NluError('INVALID_ARGUMENT', problem, { cause });
  }
  if (key.asymmetricKeyType !== 'ed25519') throw new NluError('INVALID_ARGUMENT', problem);
  return key;
}

/**
 * The public key in a text as `publicKeyOf` writes it.
 * @throws NluError INVALID_ARGUMENT for any other text
 */
export function parsePublicKey(text: string): KeyObject {
  const x = text.startsWith(PREFIX) ? text.slice(PREFIX.length) : '';
  if (!/^[\w-]{43}$/.test(x)) {
    throw new NluError('INVALID_ARGUMENT', `"${text}" is not a public key: ${PREFIX}<43 characters of base64url>`);
  }
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}

/** The signature, 64 bytes; the same key and bytes always give the same one (RFC 8032). */
export function signBytes(bytes: Uint8Array, privateKey: KeyObject): Uint8Array {
  return sign(null, bytes, privateKey);
}

export function isSignedBy(bytes: Uint8Array, signature: Uint8Array, publicKey: KeyObject): boolean {
  return verify(null, bytes, publicKey, signature);
}
