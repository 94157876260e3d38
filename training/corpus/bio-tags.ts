import type { Slot } from './corpus-row.js';

/** What is wrong with a row's tags; the reader adds file and line. */
export class TagProblem extends Error {}

/**
 * The slots that BIO tags (Ramshaw and Marcus 1995) mark: `B-name` opens one, `I-name` continues it, `O` is outside.
 * Tokens must occur in `text` in order; a slot's value is the text from its first token to its last.
 * @throws TagProblem for lengths that differ, tags of another form, an I- that continues nothing, and tokens not in the
 * text.
 */
export function slotsOfTags(text: string, tokens: readonly string[], tags: readonly string[]): Slot[] {
  if (tokens.length !== tags.length) {
    throw new TagProblem(`${tokens.length} tokens but ${tags.length} tags; there must be one tag per token`);
  }
  const offsets = tokenOffsets(text, tokens);
  const slots: { name: string; from: number; to: number }[] = [];
  let open = '';
  for (const [index, tag] of tags.entries()) {
    const [, kind, name] =
      /^(?:(B|I)-(.+)|O)$/u.exec(tag) ?? fail(`tag ${index + 1} is "${tag}"; use O, B-name or I-name`);
    if (kind === 'I' && open !== name) {
      fail(
        `tag ${index + 1} is "${tag}", which continues ${open ? `"${open}"` : 'no slot'}; a slot starts with B-${name}`,
      );
    }
    const { from, to } = offsets[index];
    if (kind === 'B') slots.push({ name, from, to });
    if (kind === 'I') slots[slots.length - 1].to = to;
    open = kind ? name : '';
  }
  return slots.map(({ name, from, to }) => slotAt(text, name, from, to));
}

/** The slot of text.slice(from, to), which are UTF-16 indices; its own offsets count code points. */
export function slotAt(text: string, name: string, from: number, to: number): Slot {
  const value = text.slice(from, to);
  const start = codePoints(text.slice(0, from));
  return { name, value, start, end: start + codePoints(value) };
}

function tokenOffsets(text: string, tokens: readonly string[]): { from: number; to: number }[] {
  let to = 0;
  return tokens.map((token, index) => {
    const from = token === '' ? -1 : text.indexOf(token, to);
    if (from < 0) fail(`token ${index + 1}, "${token}", does not occur in the text after the token before it`);
    to = from + token.length;
    return { from, to };
  });
}

function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

function fail(problem: string): never {
  throw new TagProblem(problem);
}
