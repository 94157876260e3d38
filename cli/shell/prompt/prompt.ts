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
 * Lines that are typed, or pasted, while one is answered wait for their turn.
 * @param signal ends it from outside
 */
export async function runPrompt(session: ShellSession, history: PromptHistory, signal: AbortSignal): Promise<void> {
  const terminal = createInterface({
    input: process.stdin,
    output: process.stdout,
    completer: (line: string) => completionsOf(line, session.domains),
    history: [...history.lines],
    historySize: 1_000,
    removeHistoryDuplicates: true,
    signal,
  });
  const closed = new Promise<void>((resolve, reject) => {
    let turn = Promise.resolve();
    let isAsked = false;
    let isOpen = true;
    const show = () => {
      if (!isOpen) return;
      terminal.setPrompt(session.prompt);
      terminal.prompt();
    };
    terminal.on('line', (line) => {
      isAsked = false;
      if (line.trim() !== '') history.keep(line);
      turn = turn.then(async () => {
        if (!isOpen) return;
        const outcome = await answerLine(session, line, widthOf(process.stdout));
        if (outcome === 'end') terminal.close();
        show();
      });
      turn.catch(reject);
    });
    terminal.on('SIGINT', () => {
      if (terminal.line === '' && isAsked) {
        terminal.close();
        return;
      }
      isAsked = true;
      const note = terminal.line === '' ? '(Ctrl-C again ends, and so does Ctrl-D)' : '^C';
      terminal.write(null, { ctrl: true, name: 'e' });
      process.stdout.write(`${note}\n`);
      terminal.write(null, { ctrl: true, name: 'u' });
      show();
    });
    terminal.once('close', () => {
      isOpen = false;
      process.stdout.write('\n');
      resolve();
    });
    show();
  });
  try {
    await closed;
  } finally {
    terminal.close();
  }
}
