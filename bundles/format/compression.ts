import { promisify } from 'node:util';
import { isMainThread } from 'node:worker_threads';
import { brotliCompressSync, brotliDecompress, brotliDecompressSync, constants } from 'node:zlib';
import { BundleRefused } from './refusal.js';

const decompress = promisify(brotliDecompress);

/** Of brotli's 0 to 11: on our bundles 11 takes twenty times as long as 9 (9 s instead of 0.4) for 6 % less. */
const QUALITY = 9;

/** The least piece that zlib takes, in bytes. */
const LEAST_CHUNK = constants.Z_MIN_CHUNK;

export function compressPart(contents: Uint8Array): Uint8Array {
  return brotliCompressSync(contents, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: contents.length,
    },
  });
}

/**
 * At most one byte more than `size` is ever produced, whatever the stored bytes say, and all of it in one piece: zlib's own are
 * of 16 KB. On zlib's own threads where this one has requests to answer; a thread that only opens bundles does it itself, at its
 * own priority. Throws BundleRefused('size') when the contents are larger or smaller.
 */
export async function expandPart(name: string, stored: Uint8Array, size: number): Promise<Uint8Array> {
  let contents: Uint8Array;
  try {
    // A piece that is full would have another after it.
    const options = { maxOutputLength: Math.max(size, 1), chunkSize: Math.max(size + 1, LEAST_CHUNK) };
    contents = isMainThread ? await decompress(stored, options) : brotliDecompressSync(stored, options);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw new BundleRefused('size', `part ${name} expands past the ${size} bytes it declares`, { cause });
    }
    throw new BundleRefused('digest', `part ${name} is not brotli data`, { cause });
  }
  if (contents.length !== size) {
    throw new BundleRefused('size', `part ${name} expands to ${contents.length} bytes where it declares ${size}`);
  }
  return contents;
}
