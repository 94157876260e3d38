import { expect, it } from 'vitest';
import { parseHearing, parseHearings } from '../../../cli/interpretation/hearings-file.js';

it('reads a list with and without confidences', () => {
  expect(parseHearings('\uFEFF[{"text": "play jazz", "confidence": 0.7}, {"text": "lay jazz"}]', 'list.json')).toEqual([
    { text: 'play jazz', confidence: 0.7 },
    { text: 'lay jazz' },
  ]);
});

it.each([
  ['{', /--recognised list\.json: .*it must be \[/],
  ['[]', /--recognised list\.json: .*>=1 items/],
  ['[{"text": "a"}, {"text": 3}]', /list\.json: \[1\]\.text: .*expected string/],
  ['[{"text": "a", "score": 1}]', /list\.json: \[0\]: .*"score"/],
  ['[{"text": "a", "confidence": "high"}]', /\[0\]\.confidence: .*expected number/],
])('refuses %s by file and entry', (text, message) => {
  expect(() => parseHearings(text, 'list.json')).toThrow(message);
});

it('splits text=confidence at the last "="', () => {
  expect(['play jazz', 'play jazz=0.5', 'e=mc2=2e-1', 'play=-1'].map(parseHearing)).toEqual([
    { text: 'play jazz' },
    { text: 'play jazz', confidence: 0.5 },
    { text: 'e=mc2', confidence: 0.2 },
    { text: 'play', confidence: -1 },
  ]);
  expect(() => parseHearing('play=')).toThrow('--hearing "play=": "" is no number; give it as "text=0.7"');
  expect(() => parseHearing('play=high')).toThrow('"high" is no number');
});
