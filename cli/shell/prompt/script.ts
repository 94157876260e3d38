import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { ShellSession } from '../shell-session.js';
import { answerLine } from './answer-line.js';

/**
 * Answers the lines of a script one after the other, each behind itself, so that an answer can be told from the next.
 * @returns how many lines could not be answered
 */
export async function runScript(
  session: ShellSession,
  input: Readable,
  width: number,
  signal: AbortSignal,
): Promise<number> {
  const lines = createInterface({ input, signal, crlfDelay: Number.POSITIVE_INFINITY });
  let number = 0;
  let failed = 0;
  for await (const line of lines) {
    number += 1;
    if (line.trim() === '') continue;
    process.stdout.write(`${session.prompt}${line.trim()}\n`);
    const outcome = await answerLine(session, line, width, `line ${number}: `);
    if (outcome === 'failed') failed += 1;
    if (outcome === 'end') break;
  }
  lines.close();
  return failed;
}
