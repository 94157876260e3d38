import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignSegments } from '../../../training/recognition-noise/alignment.js';
import { soundDistance } from '../../../training/recognition-noise/sound-distance.js';

const segments = (said: string, heard: string) =>
  alignSegments(said.split(' '), heard.split(' ')).map(
    (segment) => `${segment.said.join(' ')} > ${segment.heard.join(' ')}`,
  );

describe('soundDistance', () => {
  it.each([
    ['play', 'play', 0],
    ['', '', 0],
    // An s that is missing costs 1, of four letters.
    ['jaws', 'jaw', 1 / 4],
    // Two lips.
    ['bat', 'pat', 0.3 / 3],
    // A weak letter.
    ['had', 'add', (0.4 + 1) / 3],
    ['hi', 'i', 0.4 / 2],
    ['ab', '', (0.4 + 1) / 2],
    // d and f are unlike, o and i are vowels, g and x are one group.
    ['dog', 'fix', (1 + 0.3 + 0.3) / 3],
    // Digits are like none but themselves.
    ['1', '2', 1],
    ['été', 'ete', 2 / 3],
  ])('of %j and %j', (one, other, distance) => {
    expect(soundDistance(one, other)).toBeCloseTo(distance, 12);
    expect(soundDistance(other, one)).toBeCloseTo(distance, 12);
  });
});

describe('alignSegments', () => {
  it('finds words taken for others, split and joined', () => {
    expect(segments('add it to my playlist', 'had it to my play list')).toEqual([
      'add > had',
      'it > it',
      'to > to',
      'my > my',
      'playlist > play list',
    ]);
    expect(segments('i want to read', 'i wanted read')).toEqual(['i > i', 'want to > wanted', 'read > read']);
    expect(segments('flights to pittsburgh', 'flights to pits burke')).toEqual([
      'flights > flights',
      'to > to',
      'pittsburgh > pits burke',
    ]);
  });

  it('finds words that were not heard, a lost tail, and words that nobody said', () => {
    expect(segments('play some jazz now', 'play jazz')).toEqual(['play > play', 'some > ', 'jazz > jazz', 'now > ']);
    expect(segments('play jazz', 'play one jazz')).toEqual(['play > play', ' > one', 'jazz > jazz']);
    expect(alignSegments([], ['one', 'two'])).toHaveLength(2);
    expect(alignSegments([], [])).toEqual([]);
  });

  it('leaves out no word and turns none around', () => {
    const words = fc.array(fc.constantFrom('play', 'clay', 'a', 'jazz', 'list', 'playlist', '5'), { maxLength: 9 });
    fc.assert(
      fc.property(words, words, (said, heard) => {
        const found = alignSegments(said, heard);
        expect(found.flatMap((segment) => segment.said)).toEqual(said);
        expect(found.flatMap((segment) => segment.heard)).toEqual(heard);
      }),
    );
  });
});
