import { expect, test } from 'vitest';
import { spokenForm } from '../../../../gateway/answer/hearings/spoken-form.js';

test.each([
  ["What's going on", 'what s going on'],
  ['playlist', 'play list'],
  ['spider-man', 'Spider Man'],
  ['Beyoncé', 'beyonce'],
  ['five', '5'],
  ['twenty five', '25'],
  ['two thousand one', '2001'],
  ['nineteen ninety nine', '1999'],
  ['nineteen eighties', '1980s'],
  ['the eighties', 'the 80s'],
  ['first', '1st'],
  ['twenty second', '22nd'],
  ['fortieth', '40th'],
  ['twelfth', '12th'],
])('%s sounds like %s', (one, other) => {
  expect(spokenForm(one)).toBe(spokenForm(other));
});

test.each([
  ['five', 'nine'],
  ['twenty five', '20 6'],
  ['first', 'one'],
  ['the beatles', 'beatles'],
  ['???', '!!!'],
])('%s does not sound like %s', (one, other) => {
  expect(spokenForm(one)).not.toBe(spokenForm(other));
});
