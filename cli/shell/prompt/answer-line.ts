import { NluError } from '../../../serving/errors.js';
import { wrap } from '../../interpretation/fitted-table.js';
import { fileProblem } from '../../option-file.js';
import type { ShellSession } from '../shell-session.js';

/** What became of a line that was answered in print. */
export type LineOutcome = 'answered' | 'failed' | 'end';

/**
 * Answers a line on standard output, and says on standard error what is wrong with one that cannot be answered: the session
 * goes on.
 * @param place what stands before an error, such as `line 3: `
 */
export async function answerLine(session: ShellSession, line: string, width: number, place = ''): Promise<LineOutcome> {
  try {
    const { text, ends } = await session.answer(line);
    if (text !== '') process.stdout.write(`${text}\n`);
    return ends ? 'end' : 'answered';
  } catch (error) {
    process.stderr.write(`${problemText(error, width, place)}\n`);
    return 'failed';
  }
}

/**
 * What is wrong, in lines that fit; lines with more than a sentence's shape, such as commands to be copied, stay whole.
 * @throws the error itself where it is a defect of ours
 */
export function problemText(error: unknown, width: number, place = ''): string {
  const text = error instanceof NluError ? error.message : fileProblem(error);
  if (text === undefined) throw error;
  return `${place}${text}`
    .split('\n')
    .map((line) => (line.startsWith('  ') ? line : wrap(line, width)))
    .join('\n');
}
