import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { NluError } from '../../serving/errors.js';
import { readSecretFile } from '../option-file.js';

/** Shorter tokens can be guessed. */
const LEAST_LETTERS = 16;

/**
 * The token in a file. A file that is not there is made, readable by its owner alone, with a new token.
 * @throws NluError INVALID_ARGUMENT for a file that cannot be used
 */
export async function steerToken(file: string): Promise<string> {
  if (!existsSync(file)) {
    await writeFile(file, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
    process.stderr.write(`made ${file}, whose token lets people deploy\n`);
  }
  const token = readSecretFile('--steer-token-file', file).toString().trim();
  if (new RegExp(`^[\\x21-\\x7e]{${LEAST_LETTERS},4096}$`).test(token)) return token;
  const rule = `a token has ${LEAST_LETTERS} to 4096 visible ASCII characters; remove the file to have one made`;
  throw new NluError('INVALID_ARGUMENT', `--steer-token-file ${file}: ${rule}`);
}
