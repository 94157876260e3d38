import { expect, test } from 'vitest';
import { isHeldOutTitle } from '../../../training/recipes/slot-pools.js';
import { sharedTitles } from '../../../training/simulation/shared-titles.js';

const work = (kind: string, title: string, popularity?: number) => ({
  id: `${kind} ${title}`,
  kind,
  title,
  creators: [],
  popularity,
});
/** Titles that no domain is trained on, whatever their hash makes of them. */
const [one, two, long] = Array.from({ length: 400 }, (_, index) => `title number ${index}`).filter(isHeldOutTitle);
const trainedOn = Array.from({ length: 20 }, (_, index) => `title number ${index}`).find(
  (title) => !isHeldOutTitle(title),
)!;

test('titles of two kinds, with the percentile of the best-known work; none that is trained on', () => {
  const rows = [
    work('book', one!, 5),
    work('book', `${one}`, 20),
    work('book', 'another', 10),
    work('book', 'a fourth', 1),
    work('movie', one!),
    work('movie', two!),
    work('book', trainedOn, 7),
    work('movie', trainedOn),
    work('song', one!, 3),
  ];
  expect(sharedTitles(rows, ['book', 'movie'])).toEqual([
    {
      text: one,
      percentiles: new Map([
        ['book', 0.8],
        ['movie', 0.5],
      ]),
    },
  ]);
});

test('nobody says a title of nine words, or of none', () => {
  const wordy = `${long} and five more words here`;
  const rows = ['book', 'movie'].flatMap((kind) => [work(kind, wordy), work(kind, '!?')]);
  expect(sharedTitles(rows, ['book', 'movie'])).toEqual([]);
});
