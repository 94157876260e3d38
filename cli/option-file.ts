import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { NluError } from '../serving/errors.js';
import { readableByAll } from '../serving/security/private-files.js';

const PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  ENOTDIR: 'leads through a file as if it were a folder',
  EISDIR: 'is a folder, not a file',
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EROFS: 'is on a file system that cannot be written',
  ENOSPC: 'no space is left',
  EEXIST: 'is there already',
  ENOTEMPTY: 'is not empty',
};

/**
 * Reads a file that the user named.
 * @param option what named it, for the message: `--bundle`
 * @throws NluError NOT_FOUND for a file that does not exist, INVALID_ARGUMENT for one that cannot be read
 */
export function readOptionFile(option: string, file: string): Buffer {
  return naming(option, file, () => readFileSync(file));
}

/**
 * Reads a file that holds a secret, and warns on standard error of one that every user of this machine can read.
 * @throws NluError as readOptionFile does
 */
export function readSecretFile(option: string, file: string): Buffer {
  warnOfReadable([file]);
  return readOptionFile(option, file);
}

/** Warns on standard error of files with secrets that every user of this machine can read. */
export function warnOfReadable(files: readonly (string | undefined)[]): void {
  for (const warning of readableByAll(files.filter((file) => file !== undefined))) {
    process.stderr.write(`warning: ${warning}\n`);
  }
}

/**
 * Checks that a file that the user named can be read.
 * @throws NluError as readOptionFile does
 */
export function checkInputFile(option: string, file: string): void {
  naming(option, file, () => {
    refuseFolder(file);
    accessSync(file, constants.R_OK);
  });
}

/**
 * Checks that a file that the user named can be written, before the work that makes its contents.
 * @throws NluError NOT_FOUND where its folder does not exist, INVALID_ARGUMENT where it cannot be written
 */
export function checkOutputFile(option: string, file: string): void {
  naming(option, file, () => {
    refuseFolder(file);
    // The dot makes it an error that the folder is a file.
    accessSync(`${dirname(file)}/.`, constants.W_OK);
  });
}

function refuseFolder(file: string): void {
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) {
    throw Object.assign(new Error(PROBLEMS.EISDIR), { code: 'EISDIR' });
  }
}

/** What is wrong with a file whose name no option told, in words; undefined for anything but a fault of a file. */
export function fileProblem(error: unknown): string | undefined {
  const { code = '', path } = (error ?? {}) as NodeJS.ErrnoException;
  return path === undefined || PROBLEMS[code] === undefined ? undefined : `${path}: ${PROBLEMS[code]}`;
}

function naming<Value>(option: string, file: string, access: () => Value): Value {
  try {
    return access();
  } catch (cause) {
    const { code = '', message } = cause as NodeJS.ErrnoException;
    const kind = code === 'ENOENT' ? 'NOT_FOUND' : 'INVALID_ARGUMENT';
    throw new NluError(kind, `${option} ${file}: ${PROBLEMS[code] ?? message}`, { cause });
  }
}
