const byteOrderMark = /^\uFEFF/u;
/** What V8 quotes of a text that is not JSON, behind the place or the character at fault. */
const excerpt = /(?:,? ?(?:\.\.\.)?".*"(?:\.\.\.)?)? is not valid JSON$/su;

/**
 * The value of a JSON text, with or without a byte order mark in front of it.
 * @throws SyntaxError saying what is wrong and quoting no more than one character, since a text may hold secrets
 */
export function parseJsonText(text: string): unknown {
  try {
    return JSON.parse(text.replace(byteOrderMark, ''));
  } catch (cause) {
    // The cause's message quotes the text, so that it is not kept either.
    const problem = (cause as Error).message.replace(excerpt, '');
    throw new SyntaxError(`is not JSON${problem === '' ? '' : ` (${problem})`}`);
  }
}
