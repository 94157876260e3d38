import { describe, expect, it, test } from 'vitest';
import { toldRight } from '../../../gateway/feedback/events/told-right.js';
import { NOTHING_KNOWN } from '../../../gateway/preferences/document/customer-document.js';
import { ownProbability } from '../../../gateway/preferences/document/own-text.js';
import { withOwnText } from '../../../gateway/preferences/own-texts/with-own-text.js';

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();
const keptAfter = (text: string, ...outcomes: readonly boolean[]) =>
  outcomes.reduce(
    (document, isRight, minute) => withOwnText(document, text, isRight, at(minute)) ?? document,
    NOTHING_KNOWN,
  ).texts;

test.each([
  [{ type: 'answer', value: 'yes' }, true],
  [{ type: 'answer', value: 'no' }, false],
  [{ type: 'answer', value: 'unsure' }, undefined],
  [{ type: 'stop' }, false],
  [{ type: 'barge_in', afterMs: 500 }, false],
  [{ type: 'playback', entity: 'a', playedMs: 30_000, ofMs: 0 }, true],
  [{ type: 'playback', entity: 'a', playedMs: 12_000, ofMs: 20_000 }, true],
  [{ type: 'playback', entity: 'a', playedMs: 12_000, ofMs: 200_000 }, undefined],
  [{ type: 'playback', entity: 'a', playedMs: 4_000, ofMs: 200_000 }, false],
  [{ type: 'served', domain: 'books', intent: 'ReadBook' }, false],
  [{ type: 'served', domain: 'video', intent: 'Pause' }, undefined],
  [{ type: 'choice', reading: 0 }, undefined],
] as const)('%o tells of an accepted answer of video: %s', (what, isRight) => {
  expect(toldRight(what, 'video')).toBe(isRight);
});

describe('the words of a customer', () => {
  it('are kept from their first success on, with what came of them', () => {
    expect(keptAfter('play jaws', false)).toEqual([]);
    expect(keptAfter('play jaws', true, true, false)).toEqual([
      { text: 'play jaws', successes: 2, failures: 1, last: at(2) },
    ]);
    expect(ownProbability({ successes: 2, failures: 1 })).toBe(2.5 / 4);
  });

  it('go when they go wrong more often than right', () => {
    expect(keptAfter('play jaws', true, false)).toHaveLength(1);
    expect(keptAfter('play jaws', true, false, false)).toEqual([]);
  });

  it('count what is so now more than what was so long ago', () => {
    const [first] = keptAfter('play jaws', ...Array(20).fill(true));
    expect(first).toMatchObject({ successes: 20 });
    expect(keptAfter('play jaws', ...Array(21).fill(true))[0]).toMatchObject({ successes: 10 });
    expect(keptAfter('play jaws', ...Array(100_000).fill(true), ...Array(30).fill(false))).toEqual([]);
  });

  it('are two hundred and 16 KiB at most, those that were said last', () => {
    const said = (texts: readonly string[]) =>
      texts.reduce((document, text, minute) => withOwnText(document, text, true, at(minute)) ?? document, NOTHING_KNOWN)
        .texts;
    const many = said(Array.from({ length: 300 }, (_, n) => `play ${n}`));
    expect([many.length, many[0]!.text, many.at(-1)!.text]).toEqual([200, 'play 100', 'play 299']);
    const long = said(Array.from({ length: 40 }, (_, n) => `${n} ${'é'.repeat(500)}`));
    expect(long.length).toBe(16);
    expect(keptAfter('é'.repeat(10_000), true)).toEqual([]);
  });
});
