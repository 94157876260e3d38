import { describe, expect, it } from 'vitest';
import { hypothesisSemer, semanticErrors, semer } from '../../../training/metrics/semer.js';
import { hypothesis, utterance } from './rows.js';

const errors = (reference: string[], found: string[], label = 'music/Play') =>
  semanticErrors(utterance('music/Play', reference).reference, hypothesis(label, 0.5, ...found));

describe('semanticErrors', () => {
  it.each([
    ['all right', ['artist=nina simone', 'year=1967'], ['year=1967', 'artist=Nina  Simone '], 0],
    ['a wrong value is one substitution', ['artist=nina simone'], ['artist=nina'], 1],
    ['a wrong name is one substitution', ['artist=nina simone'], ['track=nina simone'], 1],
    ['nothing in common is a deletion and an insertion', ['artist=nina simone'], ['year=1967'], 2],
    ['a slot too many', ['year=1967'], ['year=1967', 'artist=nina'], 1],
    ['a slot too few', ['year=1967', 'artist=nina'], ['year=1967'], 1],
    ['a repeated slot counts each time', ['year=1967'], ['year=1967', 'year=1967'], 1],
    // b=2 can pair with a=2 only, so a=1 must take a=3: pairing in order of place would leave three errors.
    ['the pairing with the fewest errors', ['a=1', 'b=2'], ['a=2', 'a=3'], 2],
  ])('%s', (_, reference, found, count) => {
    expect(errors(reference, found)).toBe(count);
  });

  it('counts a wrong intent, and a wrong domain as a wrong intent, beside the slots', () => {
    expect(errors(['year=1967'], ['year=1967'], 'music/Add')).toBe(1);
    expect(errors(['year=1967'], ['year=1968'], 'video/Play')).toBe(2);
  });

  it('counts the intent and every slot without a hypothesis', () => {
    expect(semanticErrors(utterance('music/Play', ['a=1', 'b=2']).reference, undefined)).toBe(3);
  });
});

it('divides by one more than the reference slots', () => {
  const { reference } = utterance('music/Play', ['a=1', 'b=2', 'c=3']);
  expect(hypothesisSemer(reference, hypothesis('music/Play', 1, 'a=1', 'b=9'))).toBe(2 / 4);
});

it('averages over in-domain utterances by their weight, not by utterance', () => {
  const rows = [
    utterance('music/Play', ['a=1', 'b=2', 'c=3'], hypothesis('music/Play', 0.9, 'a=1', 'b=2', 'c=3')),
    utterance('books/Rate', [], hypothesis('music/Play', 0.9)),
    utterance('video/Find', ['a=1']),
    utterance('other', [], hypothesis('music/Play', 0.9, 'x=1')),
    utterance('ambiguous', [], hypothesis('music/Play', 0.9, 'x=1')),
    utterance('music/play_music', undefined, hypothesis('music/Play', 0.9)),
  ];
  // Errors 0 + 1 + 2 over 4 + 1 + 2; the last three rows do not count.
  expect(semer(rows)).toBeCloseTo(3 / 7, 12);
  expect(semer([])).toBeNaN();
});
