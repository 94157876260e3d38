import fc from 'fast-check';
import { expect, it } from 'vitest';
import { labelCount, labelsOf, mayFollow, type Span, spansOf } from '../../../../domains/core/recognizer/labels.js';

const SLOTS = ['artist', 'track'];
const [O, B_ARTIST, I_ARTIST, B_TRACK, I_TRACK] = [0, 1, 2, 3, 4];

it('numbers O, then B and I of each slot', () => {
  expect(labelCount(SLOTS)).toBe(5);
  expect(labelCount([])).toBe(1);
  const spans = [
    { slot: 'track', start: 1, end: 3 },
    { slot: 'artist', start: 4, end: 5 },
  ];
  expect([...labelsOf(spans, SLOTS, 6)]).toEqual([O, B_TRACK, I_TRACK, O, B_ARTIST, O]);
});

it('tells two spans of one slot apart where they touch', () => {
  const spans = [
    { slot: 'artist', start: 0, end: 2 },
    { slot: 'artist', start: 2, end: 3 },
  ];
  const labels = labelsOf(spans, SLOTS, 3);
  expect([...labels]).toEqual([B_ARTIST, I_ARTIST, B_ARTIST]);
  expect(spansOf(labels, SLOTS)).toEqual(spans);
});

it('refuses a slot that is not on the list', () => {
  expect(() => labelsOf([{ slot: 'album', start: 0, end: 1 }], SLOTS, 1)).toThrow(RangeError);
});

it('lets an I follow its own B or I only, and everything else follow anything', () => {
  for (const previous of [-1, O, B_ARTIST, I_ARTIST, B_TRACK, I_TRACK]) {
    for (const next of [O, B_ARTIST, B_TRACK]) expect(mayFollow(previous, next)).toBe(true);
    expect(mayFollow(previous, I_ARTIST)).toBe(previous === B_ARTIST || previous === I_ARTIST);
    expect(mayFollow(previous, I_TRACK)).toBe(previous === B_TRACK || previous === I_TRACK);
  }
});

it('goes from spans to labels and back without loss', () => {
  // Lengths of gaps and spans by turns: any list of them is a list of spans that do not overlap.
  const runs = fc.array(fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 3 }), fc.constantFrom(...SLOTS)), {
    maxLength: 5,
  });
  fc.assert(
    fc.property(runs, fc.nat(3), (list, rest) => {
      const spans: Span[] = [];
      let at = 0;
      for (const [gap, length, slot] of list) {
        spans.push({ slot, start: at + gap, end: at + gap + length });
        at += gap + length;
      }
      const labels = labelsOf(spans, SLOTS, at + rest);
      expect(spansOf(labels, SLOTS)).toEqual(spans);
      for (const [index, label] of labels.entries())
        expect(mayFollow(index === 0 ? -1 : labels[index - 1], label)).toBe(true);
    }),
  );
});
