import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { NluError } from '../../serving/errors.js';

/** Bytes of an ed25519 signature. */
export const SIGNATURE_BYTES = 64;

const PREFIX = 'ed25519:';

/** A fresh pair: the private key as PKCS #8 PEM, to be kept secret, and the public key as one line for a service's trust. */
export function generateKeys(): { privateKey: string; publicKey: string } {
  const { privateKey } = generateKeyPairSync('ed25519');
  return {
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: publicKeyOf(privateKey),
  };
}

/** `ed25519:` and the 32 raw bytes in base64url: short enough to stand in a configuration file. */
export function publicKeyOf(key: KeyObject): string {
  const { x } = (key.type === 'private' ? createPublicKey(key) : key).export({ format: 'jwk' });
  return `${PREFIX}${x}`;
}

/** Throws INVALID_ARGUMENT unless `pem` is an ed25519 private key. */
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

/** Throws INVALID_ARGUMENT unless `text` is what `publicKeyOf` prints. */
export function parsePublicKey(text: string): KeyObject {
  const x = text.startsWith(PREFIX) ? text.slice(PREFIX.length) : '';
  if (!/^[\w-]{43}$/.test(x)) {
    throw new NluError('INVALID_ARGUMENT', `"${text}" is not a public key: ${PREFIX}<43 characters of base64url>`);
  }
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}

/** 64 bytes; the same key and bytes always give the same signature (RFC 8032). */
export function signBytes(bytes: Uint8Array, privateKey: KeyObject): Uint8Array {
  return sign(null, bytes, privateKey);
}

export function isSignedBy(bytes: Uint8Array, signature: Uint8Array, publicKey: KeyObject): boolean {
  return verify(null, bytes, publicKey, signature);
}
