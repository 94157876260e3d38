import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { ShellSession } from '../shell-session.js';
import { answerLine } from './answer-line.js';

/** What became of a script. */
export interface ScriptEnd {
  /** Lines that could not be answered. */
  readonly failed: number;
  /** Whether it was stopped from outside: then lines may be left, and the work for one may still go on. */
  readonly isStopped: boolean;
}

/**
 * Answers the lines of a script one after the other, each behind itself, so that an answer can be told from the next.
 * @param signal stops it, without waiting for an answer
 */
export async function runScript(
  session: ShellSession,
  input: Readable,
  width: number,
  signal: AbortSignal,
): Promise<ScriptEnd> {
  const stopped = new Promise<'end'>((resolve) => {
    signal.addEventListener('abort', () => resolve('end'), { once: true });
  });
  const lines = createInterface({ input, signal, crlfDelay: Number.POSITIVE_INFINITY });
  let number = 0;
  let failed = 0;
  for await (const line of lines) {
    number += 1;
    if (line.trim() === '') continue;
    process.stdout.write(`${session.prompt}${line.trim()}\n`);
    const outcome = await Promise.race([answerLine(session, line, width, `line ${number}: `), stopped]);
    if (outcome === 'failed') failed += 1;
    if (outcome === 'end') break;
  }
  lines.close();
  return { failed, isStopped: signal.aborted };
}
