import { createInterface } from 'node:readline';
import { widthOf } from '../../interpretation/fitted-table.js';
import { completionsOf } from '../completion.js';
import type { ShellSession } from '../shell-session.js';
import { answerLine } from './answer-line.js';

/** The lines typed before, and who is told of each new one. */
export interface PromptHistory {
  /** Latest first. */
  readonly lines: readonly string[];
  readonly keep: (line: string) => void;
}

/**
 * Answers what is typed in a terminal until the user ends: by `:quit`, Ctrl-D, or Ctrl-C twice; one Ctrl-C clears the line.
 * Lines that are typed, or pasted, while one is answered wait for their turn. Ctrl-D lets them be answered first; Ctrl-C twice
 * does not wait.
 * @param signal ends it from outside, without waiting either
 * @returns whether every line was answered: where not, the work for one may still go on
 */
export async function runPrompt(session: ShellSession, history: PromptHistory, signal: AbortSignal): Promise<boolean> {
  const terminal = createInterface({
    input: process.stdin,
    output: process.stdout,
    completer: (line: string) => completionsOf(line, session.domains),
    history: [...history.lines],
    historySize: 1_000,
    removeHistoryDuplicates: true,
    signal,
  });
  const closed = new Promise<boolean>((resolve, reject) => {
    let turn = Promise.resolve();
    let unanswered = 0;
    let isAsked = false;
    let isOpen = true;
    let isEnded = false;
    const show = () => {
      if (!isOpen || unanswered > 0) return;
      terminal.setPrompt(session.prompt);
      terminal.prompt();
    };
    terminal.on('line', (line) => {
      isAsked = false;
      if (line.trim() !== '') history.keep(line);
      unanswered += 1;
      turn = turn.then(async () => {
        if (isEnded) return;
        const outcome = await answerLine(session, line, widthOf(process.stdout));
        unanswered -= 1;
        if (outcome === 'end') end();
        show();
      });
      turn.catch(reject);
    });
    /** Answers no line from here on. What is being answered cannot be called back, so it is left to itself. */
    const end = (isAnswered = true) => {
      isEnded = true;
      resolve(isAnswered);
      terminal.close();
    };
    terminal.on('SIGINT', () => {
      if (terminal.line === '' && isAsked) {
        end(unanswered === 0);
        return;
      }
      isAsked = true;
      const note = terminal.line === '' ? interruptNote(unanswered > 0) : '^C';
      terminal.write(null, { ctrl: true, name: 'e' });
      process.stdout.write(`${note}\n`);
      terminal.write(null, { ctrl: true, name: 'u' });
      show();
    });
    signal.addEventListener('abort', () => end(unanswered === 0), { once: true });
    terminal.once('close', () => {
      isOpen = false;
      process.stdout.write('\n');
      turn.then(() => resolve(true), reject);
    });
    show();
  });
  try {
    return await closed;
  } finally {
    terminal.close();
  }
}

function interruptNote(isWorking: boolean): string {
  return isWorking ? '(Ctrl-C again gives up what is being done, and ends)' : '(Ctrl-C again ends, and so does Ctrl-D)';
}
