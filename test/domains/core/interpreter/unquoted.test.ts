import { expect, it } from 'vitest';
import { slotsOfSpans } from '../../../../domains/core/interpreter/slot-spans.js';
import { tokenize } from '../../../../domains/core/text/tokenize.js';

/** The value of a slot whose span is these tokens of a text. */
function partOf(text: string, start: number, end: number): string {
  const [slot] = slotsOfSpans([{ slot: 'title', start, end }], tokenize(text), text);
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
