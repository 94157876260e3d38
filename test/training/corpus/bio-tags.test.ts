import { describe, expect, it } from 'vitest';
import { slotsOfTags } from '../../../training/corpus/bio-tags.js';

const tagsOf = (line: string) => line.split(' ');

describe('slotsOfTags', () => {
  it('joins B- and I- tags and keeps neighbours of one name apart', () => {
    const text = 'play la vie en rose by edith piaf';
    expect(slotsOfTags(text, text.split(' '), tagsOf('O B-track I-track B-track I-track O B-artist I-artist'))).toEqual(
      [
        { name: 'track', value: 'la vie', start: 5, end: 11 },
        { name: 'track', value: 'en rose', start: 12, end: 19 },
        { name: 'artist', value: 'edith piaf', start: 23, end: 33 },
      ],
    );
  });

  it('counts code points, not UTF-16 units', () => {
    expect(slotsOfTags('🎵🎵 play 🎸', ['🎵🎵', 'play', '🎸'], tagsOf('O O B-track'))).toEqual([
      { name: 'track', value: '🎸', start: 8, end: 9 },
    ]);
  });

  it('takes the value as the text has it, spacing included', () => {
    expect(
      slotsOfTags("find  'alien  3'", ['find', "'", 'alien', '3', "'"], tagsOf('O O B-movie I-movie O'))[0]!.value,
    ).toBe('alien  3');
  });

  it.each([
    ['play jazz', ['play', 'jazz'], 'O', '2 tokens but 1 tags'],
    ['play jazz', ['play', 'jazz'], 'O I-genre', 'tag 2 is "I-genre", which continues no slot'],
    ['play jazz', ['play', 'jazz'], 'B-a I-b', 'continues "a"'],
    ['play jazz', ['play', 'jazz'], 'O X-genre', 'use O, B-name or I-name'],
    ['play jazz', ['jazz', 'play'], 'O O', 'token 2, "play"'],
  ])('refuses %s %j %s', (text, tokens, tags, problem) => {
    expect(() => slotsOfTags(text, tokens, tagsOf(tags))).toThrow(problem);
  });
});
