import { describe, expect, it } from 'vitest';
import type { CorpusRow } from '../../../training/corpus/corpus-row.js';
import { assigned } from '../../../training/corpus/domain-assignment.js';
import { measure } from '../../../training/evaluation/figures.js';
import { foldedInterpretation, foldedRow, foldedText } from '../../../training/evaluation/folded-intents.js';
import { isRight } from '../../../training/metrics/interpretation-match.js';

const sameIntents = {
  corpusIntent: 'SearchCreativeWork',
  intents: ['PlayMusic', 'SearchCreativeWork'],
  slots: { track: 'object_name', album: 'object_name', music_item: 'object_type' },
};
const played = {
  domain: 'music',
  intent: 'PlayMusic',
  slots: [
    { name: 'album', value: 'Thriller' },
    { name: 'music_item', value: 'album' },
  ],
  confidence: 0.9,
};

describe('folded intents', () => {
  it('take the intent and the names of slots of the corpus', () => {
    expect(foldedInterpretation(played, 'music', sameIntents)).toEqual({
      domain: 'music',
      intent: 'SearchCreativeWork',
      slots: [
        { name: 'object_name', value: 'Thriller' },
        { name: 'object_type', value: 'album' },
      ],
      confidence: 0.9,
    });
  });

  it.each([
    ['another domain', { ...played, domain: 'video' }, sameIntents],
    ['another intent', { ...played, intent: 'RateMusic' }, sameIntents],
    ['no fold', played, undefined],
  ])('leave %s as it is', (_, one, same) => {
    expect(foldedInterpretation(one, 'music', same)).toBe(one);
  });

  it('bring SemER of worked rows from 1 to 1/6: one slot of 3 is wrong, with 2 intents and 4 slots', () => {
    const asked = (title: string) => ({
      domain: 'music',
      intent: 'SearchCreativeWork',
      slots: [
        { name: 'object_name', value: title },
        { name: 'object_type', value: 'album' },
      ],
    });
    const rows = [
      { reference: asked('Thriller'), hypotheses: [played], sameIntents },
      { reference: asked('Bad'), hypotheses: [played], sameIntents },
    ];
    // Unfolded: intent, and music_item for object_type and album for object_name by value; "Bad" has a slot more to miss.
    const plain = measure(rows);
    expect([plain.irer, plain.icer, plain.slotF1]).toEqual([1, 1, 0]);
    const folded = measure(rows.map(foldedRow));
    expect([folded.irer, folded.icer, folded.slotF1]).toEqual([0.5, 0, 0.75]);
    expect(folded.semer).toBeCloseTo(1 / 6);
  });

  it('leave a row without a fold as it is', () => {
    const row = { reference: played, hypotheses: [played] };
    expect(foldedRow(row)).toBe(row);
  });

  it('make "play the album thriller" right as search and as play, and wrong with another title', () => {
    const schemas = [
      {
        domain: 'music',
        intents: [{ name: 'PlayMusic', slots: ['album', 'music_item'] }],
        rows: [
          {
            intent: 'SearchCreativeWork',
            as: { intent: 'PlayMusic', slots: { object_name: 'album', object_type: 'music_item' } },
          },
        ],
        sameIntents: [sameIntents],
      },
    ];
    const slots = [
      { name: 'object_type', value: 'album', start: 9, end: 14 },
      { name: 'object_name', value: 'thriller', start: 15, end: 23 },
    ];
    const text = 'play the album thriller';
    const row: CorpusRow = { id: '1', text, source: 'x', domain: '', intent: 'SearchCreativeWork', slots };
    const ours = assigned(row, schemas);
    const fold = <One extends Parameters<typeof foldedInterpretation>[0]>(one: One) =>
      foldedInterpretation(one, ours.domain, ours.sameIntents);
    const reference = fold({ domain: ours.domain, intent: ours.intent, slots: ours.slots });
    expect(ours.intent).toBe('PlayMusic');
    expect(isRight(reference, fold(played))).toBe(true);
    expect(isRight(reference, fold({ ...played, intent: 'SearchCreativeWork', slots }))).toBe(true);
    expect(isRight(reference, fold({ ...played, slots: [{ name: 'album', value: 'bad' }] }))).toBe(false);
    expect(foldedText([ours])).toContain("1 rows of the corpus's SearchCreativeWork");
    // A corpus that names domains has our own intents: nothing is folded.
    expect(assigned({ ...row, domain: 'music' }, schemas).sameIntents).toBeUndefined();
  });
});
