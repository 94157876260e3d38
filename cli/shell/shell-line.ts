import { NluError } from '../../serving/errors.js';

/** What was typed: nothing, a command that begins with a colon, or what a user says. */
export type ShellLine =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'utterance'; readonly text: string }
  | { readonly kind: 'command'; readonly name: string; readonly words: readonly string[] };

/**
 * Reads a typed line. Words of a command stand between blanks; those in single or double quotes may hold some.
 * @throws NluError INVALID_ARGUMENT for a quote that is left open
 */
export function parseShellLine(line: string): ShellLine {
  const text = line.trim();
  if (text === '') return { kind: 'nothing' };
  if (!text.startsWith(':')) return { kind: 'utterance', text };
  const [name = '', ...words] = wordsOf(text.slice(1));
  return { kind: 'command', name, words };
}

function wordsOf(text: string): string[] {
  return [...text.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"']|["'])+/gu)].map(([word]) => {
    const bare = word.replace(/"([^"]*)"|'([^']*)'/gu, (_, double = '', single = '') => double + single);
    if (/^[^"']*["'][^"']*$/u.test(word)) {
      throw new NluError('INVALID_ARGUMENT', `${word}: this quote has no end; put the other one behind the words`);
    }
    return bare;
  });
}
