import { describe, expect, test } from 'vitest';
import { isForbidden } from '../../../../domains/core/interpreter/forbidden.js';
import { tokenize } from '../../../../domains/core/text/tokenize.js';

const INTENTS = [
  'PlayMusic',
  'AddToPlaylist',
  'ResumePlayback',
  'SearchMusic',
  'StopPlayback',
  'RemoveFromPlaylist',
  'RateMusic',
  'PlayNext',
];

/** The intents that are left, of hypotheses that hold the value in a slot. */
function left(utterance: string, value = ''): string[] {
  const words = tokenize(utterance).map(({ text }) => text);
  const held = tokenize(value).map(({ text }) => text);
  const start = words.findIndex((_, at) => held.length > 0 && held.every((word, place) => words[at + place] === word));
  const spans = start < 0 ? [] : [{ slot: 'track', start, end: start + held.length }];
  const isOut = isForbidden(words);
  return INTENTS.filter((intent) => !isOut({ intent, spans }));
}

const UNDOING = ['StopPlayback', 'RemoveFromPlaylist', 'RateMusic'];

describe('what the words forbid is no reading', () => {
  test.each([
    ["don't play jazz", 'jazz'],
    ['Dont play jazz', 'jazz'],
    ['please do not play jazz', 'jazz'],
    ['hey siri never play this again', ''],
    ["I don't want you to play jazz", 'jazz'],
    ["um we don't want jazz", 'jazz'],
    ['could you please not play jazz', 'jazz'],
    ["don't turn on the radio", ''],
    ['unsave this tune', ''],
  ])('%s: only what undoes, or rates, is left', (text, value) => {
    expect(left(text, value)).toEqual(UNDOING);
  });

  test('what is denied is not set to on', () => {
    const isOut = isForbidden(tokenize("don't turn on repeat").map(({ text }) => text));
    const mode = (start: number) => [{ slot: 'mode', start, end: start + 1 }];
    expect(isOut({ intent: 'SetRepeat', spans: mode(3) })).toBe(true);
    expect(isOut({ intent: 'SetRepeat', spans: [] })).toBe(false);
  });

  test.each([
    ['stop playing jazz', 'jazz'],
    ['remove jazz from my list', 'jazz'],
    ['turn the song back off', ''],
    ['now switch jazz off', 'jazz'],
  ])('%s: nothing begins', (text, value) => {
    expect(left(text, value)).toEqual(['SearchMusic', ...UNDOING, 'PlayNext']);
  });

  test.each([["don't stop the music"], ["don't turn it off"], ["please don't remove that"]])(
    '%s: nothing is undone',
    (text) => {
      expect(left(text)).toEqual([
        'PlayMusic',
        'AddToPlaylist',
        'ResumePlayback',
        'SearchMusic',
        'RateMusic',
        'PlayNext',
      ]);
    },
  );

  test.each([
    ['play jazz', 'jazz'],
    ["play don't stop me now", "don't stop me now"],
    ["don't stop believin'", "don't stop believin"],
    ['stop in the name of love', 'stop in the name of love'],
    ["don't forget to play jazz", 'jazz'],
    ["i don't mind play jazz", 'jazz'],
    ['never mind play jazz', 'jazz'],
    ['turn up the jazz', 'jazz'],
    ['turn on jazz', 'jazz'],
    ['turn on off the wall', 'off the wall'],
    ['', ''],
    ['please', ''],
    ["don't", ''],
  ])('%s: all are left', (text, value) => {
    expect(left(text, value)).toEqual(INTENTS);
  });
});
