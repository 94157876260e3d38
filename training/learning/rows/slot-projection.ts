import { slotsOfSpans } from '../../../domains/core/interpreter/slot-spans.js';
import { type Token, tokenize } from '../../../domains/core/text/tokenize.js';
import type { Slot } from '../../../serving/hypothesis.js';
import type { NamedValue } from '../../metrics/scored.js';
import { soundDistance } from '../../recognition-noise/sound-distance.js';

/** A run of words farther in sound from a value than this is not the value. */
const FARTHEST = 0.25;
/** Words by which a run may be longer or shorter than the value: recognisers part and join them. */
const PARTED = 1;

/**
 * The slots of an understanding, found in other words of the same request (Falke et al. 2020, MARUPA): each value stands where
 * its words stand or, failing that, where the words sound most like it. Longer values choose first; no two share a word.
 * @returns in order of their places, with the values as the text has them; undefined where a value is not in the text
 */
export function projectedSlots(text: string, values: readonly NamedValue[]): Slot[] | undefined {
  const tokens = tokenize(text);
  const taken = new Uint8Array(tokens.length);
  const wanted = values.map(({ name, value }) => ({ name, words: tokenize(value).map((token) => token.text) }));
  wanted.sort((one, other) => other.words.length - one.words.length);
  const spans: { slot: string; start: number; end: number }[] = [];
  for (const { name, words } of wanted) {
    const run = sameRun(tokens, words, taken) ?? soundingRun(tokens, words, taken);
    if (!run) return undefined;
    taken.fill(1, run.start, run.end);
    spans.push({ slot: name, ...run });
  }
  spans.sort((one, other) => one.start - other.start);
  return slotsOfSpans(spans, tokens, text);
}

interface Run {
  readonly start: number;
  readonly end: number;
}

/** The first free run of the words themselves. */
function sameRun(tokens: readonly Token[], words: readonly string[], taken: Uint8Array): Run | undefined {
  if (words.length === 0) return undefined;
  for (let start = 0; start + words.length <= tokens.length; start++) {
    const end = start + words.length;
    if (isFree(taken, start, end) && words.every((word, place) => tokens[start + place].text === word))
      return { start, end };
  }
  return undefined;
}

/** The free run that sounds most like the words, the first of equals; undefined where none is near. */
function soundingRun(tokens: readonly Token[], words: readonly string[], taken: Uint8Array): Run | undefined {
  const value = words.join('');
  if (value === '') return undefined;
  let best: (Run & { readonly distance: number }) | undefined;
  for (let start = 0; start < tokens.length; start++) {
    const shortest = Math.max(1, words.length - PARTED);
    for (let end = start + shortest; end <= Math.min(tokens.length, start + words.length + PARTED); end++) {
      if (!isFree(taken, start, end)) break;
      const run = tokens.slice(start, end).map((token) => token.text);
      const distance = soundDistance(value, run.join(''));
      if (distance <= FARTHEST && distance < (best?.distance ?? Number.POSITIVE_INFINITY))
        best = { start, end, distance };
    }
  }
  return best && { start: best.start, end: best.end };
}

function isFree(taken: Uint8Array, start: number, end: number): boolean {
  return !taken.subarray(start, end).includes(1);
}
