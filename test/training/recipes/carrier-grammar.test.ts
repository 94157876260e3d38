import { describe, expect, it } from 'vitest';
import { seeded } from '../../../training/numeric/random.js';
import { carrierSlots, drawCarrier, expansions, parseCarrier } from '../../../training/recipes/carrier-grammar.js';

const ways = (text: string) => expansions(parseCarrier(text)).map((parts) => parts.join('~'));

describe('a carrier', () => {
  it('has a way for each combination of its choices, in their order', () => {
    expect(ways('pause')).toEqual(['pause']);
    expect(ways('(play|put on) {album}')).toEqual(['play ~album~', 'put on ~album~']);
    expect(ways('play[ the] (song|track {track})')).toEqual([
      'play the song',
      'play the track ~track~',
      'play song',
      'play track ~track~',
    ]);
    expect(ways('((a|b)|c)')).toEqual(['a', 'b', 'c']);
  });

  it('has no more ways than asked for', () => {
    const many = parseCarrier('(a|b)'.repeat(20));
    expect(expansions(many, 10)).toHaveLength(10);
  });

  it('names its slots once each', () => {
    expect(carrierSlots(parseCarrier('({track}|{album}) by {artist} [or {track}]'))).toEqual([
      'track',
      'album',
      'artist',
    ]);
  });

  it('is drawn as one of its ways, with single blanks', () => {
    const carrier = parseCarrier('[please] (play|hear) [the] {track}');
    const random = seeded(1);
    const drawn = new Set(Array.from({ length: 200 }, () => drawCarrier(carrier, random).join('~')));
    expect([...drawn].sort()).toEqual([
      'hear the ~track~',
      'hear ~track~',
      'play the ~track~',
      'play ~track~',
      'please hear the ~track~',
      'please hear ~track~',
      'please play the ~track~',
      'please play ~track~',
    ]);
  });

  it.each([
    ['(a|b', '")" is missing'],
    ['[a', '"]" is missing'],
    ['a)', '")" stands where nothing is open'],
    ['a|b', '"|" stands where nothing is open'],
    ['{a b}', 'the name of a slot'],
    ['{', 'the name of a slot'],
  ])('%s is refused: %s', (text, problem) => {
    expect(() => parseCarrier(text)).toThrow(problem);
  });
});
