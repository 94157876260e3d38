import { statSync } from 'node:fs';

/** Keys of a configuration that name files which only their owner should read. */
const PRIVATE_KEYS: readonly string[] = ['keyFile', 'credentialsFile', 'tokenFile'];
const READABLE_BY_ALL = 0o004;

/** The files that a configuration names under keys of private files, each once. */
export function privateFiles(config: object): string[] {
  const files = new Set<string>();
  for (const [key, value] of Object.entries(config)) {
    if (typeof value === 'string' && PRIVATE_KEYS.includes(key)) files.add(value);
    else if (typeof value === 'object' && value !== null) for (const file of privateFiles(value)) files.add(file);
  }
  return [...files];
}

/**
 * Which of the files every user of this machine can read, each as a sentence. None where a system has no such rights, and
 * none of a file that is not there: whoever uses it will say so.
 */
export function readableByAll(files: readonly string[]): string[] {
  if (process.platform === 'win32') return [];
  return files.flatMap((file) => {
    const status = statSync(file, { throwIfNoEntry: false });
    return status?.isFile() && status.mode & READABLE_BY_ALL
      ? [`${file} can be read by everybody on this machine: chmod o-r ${file}`]
      : [];
  });
}
