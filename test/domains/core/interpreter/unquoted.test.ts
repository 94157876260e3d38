import { expect, it } from 'vitest';
import { slotsOfSpans } from '../../../../domains/core/interpreter/slot-spans.js';
import { unquotedSpans, withoutQuotes } from '../../../../domains/core/interpreter/unquoted.js';
import { tokenize } from '../../../../domains/core/text/tokenize.js';

/** The value of a slot whose span is these tokens of a text. */
function partOf(text: string, start: number, end: number): string {
  const tokens = tokenize(text);
  const [slot] = slotsOfSpans(unquotedSpans([{ slot: 'title', start, end }], tokens, text), tokens, text);
  expect(Array.from(text).slice(slot.start, slot.end).join('')).toBe(slot.value);
  return slot.value;
}

it.each([
  ['a quotation that begins in the value', 'play the "sword of destiny"', 1, 5, 'sword of destiny'],
  ['one that ends in it', 'read “le petit prince” to me', 1, 6, 'le petit prince'],
  ['one within it', 'watch the «alien» film', 1, 4, 'alien'],
  ['single quotes', "read 'le petit prince' to me", 1, 6, 'le petit prince'],
  ['single quotes that begin in the value', "play the 'sword of destiny'", 1, 5, 'sword of destiny'],
  ['a quote without its other half', 'play sword of "destiny', 1, 4, 'sword of'],
  ['a bracket', 'play hello (live version)', 1, 4, 'hello'],
  ['a bracket in front', 'play (live) at leeds and back', 1, 6, 'at leeds and back'],
  ['title marks of other scripts', 'watch 《alien》 please', 1, 3, 'alien'],
  ['what stands in them', 'play hello ⟨live version⟩', 1, 4, 'hello'],
  ['ornamental quotes', 'watch the ❝alien❞ film', 1, 4, 'alien'],
  ['a low quote without its other half', 'play a „sword of destiny', 1, 5, 'sword of destiny'],
  ['signs of other planes', 'play 😀 the "sword 𝒜"', 2, 5, 'sword 𝒜'],
])('leaves out %s', (_, text, start, end, value) => {
  expect(partOf(text, start, end)).toBe(value);
});

it.each([
  ["play ocean's eleven", 1, 4, "ocean's eleven"],
  ["play guns n' roses", 1, 4, "guns n' roses"],
  ["play rock 'n' roll high school", 1, 6, "rock 'n' roll high school"],
  ["play the kids' choice", 1, 4, "the kids' choice"],
  ['play "heroes" by david bowie', 1, 2, 'heroes'],
  ["play what's going on", 1, 5, "what's going on"],
])('%s keeps its value', (text, start, end, value) => {
  expect(partOf(text, start, end)).toBe(value);
});

it('keeps the first of hypotheses that come to the same', () => {
  const text = 'play the "sword of destiny"';
  const play = (start: number) => ({ intent: 'Play', spans: [{ slot: 'title', start, end: 5 }], score: start });
  const find = { intent: 'Find', spans: [], score: 9 };
  const kept = withoutQuotes([play(1), find, play(2)], tokenize(text), text);
  expect(kept).toEqual([{ ...play(2), score: 1 }, find]);
  expect(withoutQuotes([play(1), play(2)], tokenize('play the sword of destiny'), 'play the sword of destiny')).toEqual(
    [play(1), play(2)],
  );
});
