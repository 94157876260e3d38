import { NluError } from '../../serving/errors.js';

/** A row that cannot be used: names the file and the line (from 1), then what is wrong and how to mend it. */
export function rowError(file: string, line: number, problem: string, cause?: unknown): NluError {
  return new NluError('INVALID_ARGUMENT', `${file}:${line}: ${problem}`, { cause });
}
