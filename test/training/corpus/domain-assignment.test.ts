import { describe, expect, it } from 'vitest';
import { assigned } from '../../../training/corpus/domain-assignment.js';

const schemas = [
  {
    domain: 'music',
    intents: [
      { name: 'PlayMusic', slots: ['track', 'artist'] },
      { name: 'Search', slots: ['object_name', 'object_type'] },
    ],
    rows: [
      { intent: 'PlayMusic' },
      {
        intent: 'Search',
        slot: 'object_type',
        values: ['song'],
        verbs: ['play', 'put on'],
        as: { intent: 'PlayMusic', slots: { object_name: 'track' } },
      },
      { intent: 'Search', slot: 'object_type', values: ['song', 'album'] },
    ],
  },
  {
    domain: 'books',
    intents: [{ name: 'Search', slots: ['object_type'] }],
    rows: [{ intent: 'Search', slot: 'object_type', values: ['book'] }],
  },
];
const row = { id: '1', text: 'x', source: 'y', domain: '', intent: 'Search', slots: undefined };
const search = (objectType: string) => ({
  intent: 'Search',
  slots: [{ name: 'object_type', value: objectType, start: 0, end: 0 }],
});

it("takes a rule's words as a recogniser would write them", () => {
  const rows = [{ intent: 'Ask', verbs: ["let's hear!"], as: { intent: 'PlayMusic', slots: {} } }];
  const assignedRow = assigned({ ...row, intent: 'Ask', text: "Let's hear it" }, [{ ...schemas[0], rows }]);
  expect(assignedRow).toMatchObject({ domain: 'music', intent: 'PlayMusic' });
});

describe('the domain of a row', () => {
  it.each([
    [{ intent: 'PlayMusic', slots: undefined }, 'music'],
    [search('album'), 'music'],
    [search('Book'), 'books'],
    [search('painting'), 'other'],
    [{ intent: 'Search', slots: [] }, 'ambiguous'],
    [{ intent: 'GetWeather', slots: [] }, 'other'],
  ])('of %j is %s', (annotation, domain) => {
    expect(assigned({ ...row, ...annotation }, schemas).domain).toBe(domain);
  });

  it('stays where the corpus states it', () => {
    expect(assigned({ ...row, ...search('book'), domain: 'music' }, schemas).domain).toBe('music');
  });
});

describe('a rule that relabels', () => {
  /** A request for a song, with its slots where they stand in the text. */
  const song = (text: string, type: string, title: string) => {
    const at = (name: string, value: string) => {
      const start = text.indexOf(value);
      return { name, value, start, end: start + value.length };
    };
    return { ...row, text, slots: [at('object_type', type), at('object_name', title)] };
  };

  it('gives a row another intent, renames its slots and leaves out those that the intent has not', () => {
    const asked = song('please Put On the song yellow', 'song', 'yellow');
    const { domain, intent, slots } = assigned(asked, schemas);
    expect({ domain, intent }).toEqual({ domain: 'music', intent: 'PlayMusic' });
    expect(slots).toEqual([{ name: 'track', value: 'yellow', start: 23, end: 29 }]);
  });

  it('holds for rows of a stated domain, too', () => {
    const asked = { ...song('play the song yellow', 'song', 'yellow'), domain: 'music' };
    expect(assigned(asked, schemas).intent).toBe('PlayMusic');
  });

  it('asks for a whole word before the first slot', () => {
    for (const text of ['find the song play', 'replay the song yellow', 'put the song yellow on']) {
      const title = text.endsWith('play') ? 'play' : 'yellow';
      expect(assigned(song(text, 'song', title), schemas)).toMatchObject({ domain: 'music', intent: 'Search' });
    }
  });
});
