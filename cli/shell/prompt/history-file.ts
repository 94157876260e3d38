import { appendFileSync, chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';

/** Lines that are kept. */
const KEPT_LINES = 1_000;

/**
 * Where the lines that a user typed are kept: in the folder for programs' state by the XDG base directory specification, which
 * takes no relative path.
 */
export function historyPath({ XDG_STATE_HOME: state }: NodeJS.ProcessEnv): string {
  const folder = state !== undefined && isAbsolute(state) ? state : join(homedir(), '.local', 'state');
  return join(folder, 'nlu-reranker', 'shell-history');
}

/** The kept lines, latest first as readline wants them; none where there is no such file. */
export function readHistory(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n').filter(Boolean).slice(-KEPT_LINES).reverse();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Adds a line. Nobody but the user may read the file: it holds what somebody said. */
export function keepLine(file: string, line: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  appendFileSync(file, `${line}\n`, { mode: 0o600 });
  // A file that was there before keeps the mode that it had.
  chmodSync(file, 0o600);
}

/** Leaves out the oldest lines of a file that has grown to twice what is kept. */
export function trimHistory(file: string): void {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
  if (lines.length < 2 * KEPT_LINES) return;
  writeFileAtomic.sync(file, `${lines.slice(-KEPT_LINES).join('\n')}\n`, { mode: 0o600 });
}
