import { expect, test } from 'vitest';
import { correctionOf, readCorrections } from '../../../../training/learning/year/corrections.js';
import { temporaryFile } from '../../../support/files.js';

const system = (act: string) => ({ speaker: 'SYSTEM', text: 'shall i', acts: [{ act }] });
const user = (text: string, service: string, acts: object[]) => ({ speaker: 'USER', text, service, acts });
const inform = (slot: string, value: string) => ({ act: 'INFORM', slot, values: [value] });
const dialogue = (...turns: object[]) => JSON.stringify({ id: '1', turns });

const file = () =>
  temporaryFile(
    'corrections.jsonl',
    [
      dialogue(
        system('CONFIRM'),
        user("No, sorry. I'd rather hear Lioness by Amy Winehouse.", 'Music_2', [
          { act: 'NEGATE' },
          inform('album', 'Lioness'),
          inform('artist', 'Amy Winehouse'),
        ]),
      ),
      // Where it is to be played has no slot in SNIPS: its opening alone is of use.
      dialogue(
        system('CONFIRM'),
        user('Actually, play it in the kitchen.', 'Music_1', [{ act: 'NEGATE' }, inform('playback_device', 'kitchen')]),
      ),
      // Nothing was understood wrongly.
      dialogue(system('GOODBYE'), user('Play Dune.', 'Media_1', [inform('title', 'Dune')])),
      // The value is not in the words.
      dialogue(system('OFFER'), user('No, the other film.', 'Media_1', [inform('title', 'Dune')])),
    ].join('\n'),
  );
const slot = (name: string, value: string) => ({ name, value, start: 0, end: 1 });

test('corrections are what users say after something was confirmed, with marks for values', () => {
  expect(readCorrections(file())).toEqual({
    openings: ['no sorry', 'actually'],
    carriers: [{ domain: 'music', slots: ['album', 'artist'], text: 'no sorry i d rather hear {album} by {artist}' }],
  });
});

test('a row is corrected whole where its slots are those of a correction, else after an opening', () => {
  const corrections = readCorrections(file());
  const row = { domain: 'music', intent: 'PlayMusic', slots: [slot('artist', 'abba'), slot('album', 'arrival')] };
  expect(correctionOf(row, 'put abba on', corrections, 0)).toBe('no sorry i d rather hear arrival by abba');
  expect(correctionOf({ ...row, slots: [slot('artist', 'abba')] }, 'put abba on', corrections, 0.9)).toBe(
    'actually put abba on',
  );
  expect(correctionOf({ ...row, intent: 'AddToPlaylist' }, 'add it', corrections, 0)).toBe('no sorry add it');
  expect(correctionOf(row, 'put abba on', { openings: [], carriers: [] }, 0)).toBeUndefined();
});

test('a file of something else is refused', () => {
  expect(() => readCorrections(temporaryFile('rows.jsonl', '{"text":"play dune"}\n'))).toThrow(/has no turns/);
});
