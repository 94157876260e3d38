import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { NluError } from '../../../serving/errors.js';

/**
 * A source's file as text.
 * @throws NluError NOT_FOUND where it cannot be read, INVALID_ARGUMENT where it is not UTF-8.
 */
export function readText(path: string): string {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    throw new NluError('NOT_FOUND', `${path}: cannot be read (${(cause as Error).message})`, { cause });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new NluError('INVALID_ARGUMENT', `${path}: is not UTF-8`, { cause });
  }
}

/**
 * A source's JSON file as `schema` has it.
 * @throws NluError INVALID_ARGUMENT naming the field that is of another form.
 */
export function readJson<Schema extends z.ZodType>(path: string, schema: Schema): z.infer<Schema> {
  const text = readText(path);
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    const problem = cause instanceof z.ZodError ? z.prettifyError(cause).split('\n', 3).join(' ') : String(cause);
    throw new NluError('INVALID_ARGUMENT', `${path}: not of the published form: ${problem}`, { cause });
  }
}
