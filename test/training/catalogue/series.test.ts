import { expect, it } from 'vitest';
import { seriesOf } from '../../../training/catalogue/catalogue.js';

it.each([
  ['The Hunger Games (The Hunger Games, #1)', ['The Hunger Games']],
  ['Mort (Death, #1; Discworld, #4)', ['Death', 'Discworld']],
  ['Wyrd Sisters (Discworld, #6; Witches #2)', ['Discworld', 'Witches']],
  ['Eclipse (Twilight, #3) ', ['Twilight']],
  ['The Awakening / The Struggle (The Vampire Diaries, #1-2)', ['The Vampire Diaries']],
  ['The Firm (Penguin Readers, Level 5)', []],
  ['America (The Book): A Guide', []],
  ['Dune', []],
  ['', []],
])('%s is of the series %j', (fullTitle, series) => {
  expect(seriesOf(fullTitle)).toEqual(series);
});
