import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { GatewayError } from './gateway-error.js';

const certificatePattern = /-----BEGIN ((?:X509 |TRUSTED )?CERTIFICATE)-----.*?-----END \1-----/gsu;

/**
 * Reads every certificate of a PEM file.
 * @param option name of the option with the file's contents
 * @returns at least one certificate
 * @throws GatewayError INVALID_ARGUMENT when there is none, or one that cannot be read
 */
export function readCertificates(option: string, pem: string | Buffer): X509Certificate[] {
  const blocks = textOf(option, pem).match(certificatePattern) ?? [];
  if (blocks.length === 0)
    throw invalid(`${option}: holds no certificate in PEM; give a file's contents, not its path`);
  return blocks.map((block, index) => {
    try {
      return new X509Certificate(block);
    } catch (cause) {
      throw invalid(`${option}: certificate ${index + 1} cannot be read`, cause);
    }
  });
}

/**
 * Reads a private key.
 * @param option name of the option with the file's contents
 * @throws GatewayError INVALID_ARGUMENT for anything but a key in PEM without a passphrase
 */
export function readPrivateKey(option: string, pem: string | Buffer): KeyObject {
  const text = textOf(option, pem);
  try {
    return createPrivateKey(text);
  } catch (cause) {
    const problem = 'is no private key in PEM without a passphrase';
    throw invalid(`${option}: ${problem}; give a file's contents, not its path`, cause);
  }
}

function textOf(option: string, pem: string | Buffer): string {
  if (typeof pem === 'string') return pem;
  if (pem instanceof Uint8Array) return Buffer.from(pem).toString();
  throw invalid(`${option}: is neither text nor a Buffer`);
}

function invalid(problem: string, cause?: unknown): GatewayError {
  return new GatewayError('INVALID_ARGUMENT', problem, { cause });
}
