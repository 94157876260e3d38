import { describe, expect, it } from 'vitest';
import type { CorpusRow } from '../../../training/corpus/corpus-row.js';
import { domainExamples } from '../../../training/examples/domain-corpus.js';
import { schemaOf } from '../../support/corpora/sample-domain.js';

const schema = schemaOf('music');
const row = (over: Partial<CorpusRow>): CorpusRow => ({
  id: '1',
  text: 'Play “Mary Poppins”!',
  intent: 'PlayMusic',
  domain: 'music',
  slots: [{ name: 'track', value: 'Mary Poppins', start: 6, end: 18 }],
  source: 'test',
  ...over,
});
const only = (over: Partial<CorpusRow>) => domainExamples([row(over)], schema)[0];

describe('domainExamples', () => {
  it('gives normalised words with the slots on them', () => {
    const { words, intent, spans, isInDomain, text } = only({});
    expect({ words, intent, spans, isInDomain, text }).toEqual({
      words: ['play', 'mary', 'poppins'],
      intent: 'PlayMusic',
      spans: [{ slot: 'track', start: 1, end: 3 }],
      isInDomain: true,
      text: 'Play “Mary Poppins”!',
    });
  });

  it('takes nothing of what another domain’s rows say but that they are not its own', () => {
    for (const domain of ['video', 'other']) {
      expect(only({ domain })).toMatchObject({ isInDomain: false, intent: '', spans: undefined });
    }
  });

  it('keeps which intents count as one, of its own rows alone', () => {
    const sameIntents = { corpusIntent: 'SearchCreativeWork', intents: ['PlayMusic'], slots: {} };
    expect(only({ sameIntents }).sameIntents).toBe(sameIntents);
    expect(only({ sameIntents, domain: 'video' })).not.toHaveProperty('sameIntents');
    expect(only({})).not.toHaveProperty('sameIntents');
  });

  it('shares values with slots that could hold them, from other domains’ rows and under other names from its own', () => {
    const shared = (over: Partial<CorpusRow>) =>
      domainExamples([row(over)], schema, () => 1, { track: ['track'], album: ['track', 'movie_name'] })[0];
    const [track, album] = ['track', 'album'].map((slot) => ({ slot, start: 1, end: 3 }));
    expect(shared({ domain: 'video' })).toMatchObject({ isInDomain: false, spans: undefined, shared: [track, album] });
    expect(shared({})).toMatchObject({ isInDomain: true, spans: [track], shared: [album] });
    const movie = [{ name: 'movie_name', value: 'Mary Poppins', start: 6, end: 18 }];
    expect(shared({ domain: 'video', slots: movie }).shared).toEqual([album]);
    expect(only({ domain: 'video' })).not.toHaveProperty('shared');
    expect(shared({ domain: 'video', slots: [] })).not.toHaveProperty('shared');
  });

  it('keeps its own rows of another annotation scheme, without what it cannot use', () => {
    expect(only({ intent: 'play_music' })).toMatchObject({ isInDomain: true, intent: '', spans: undefined });
    expect(only({ slots: undefined })).toMatchObject({ isInDomain: true, intent: 'PlayMusic', spans: undefined });
    expect(only({ slots: [] }).spans).toEqual([]);
  });

  it('leaves out what is ambiguous, and keeps the order', () => {
    const texts = ['one', 'two', 'three'];
    const rows = texts.map((text, index) => row({ text, slots: [], domain: index === 1 ? 'ambiguous' : 'music' }));
    expect(domainExamples(rows, schema).map(({ text }) => text)).toEqual(['one', 'three']);
  });

  it('weighs rows as it is told', () => {
    const weights = domainExamples([row({}), row({ domain: 'other' })], schema, ({ domain }) =>
      domain === 'other' ? 20 : 1,
    );
    expect(weights.map(({ weight }) => weight)).toEqual([1, 20]);
  });
});
