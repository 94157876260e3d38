import { standsAt, wordsOf } from './words.js';

/** What a phrase of an answer says, whatever was asked. */
export type PhraseKind =
  | 'yes'
  | 'no'
  | 'none'
  | 'any'
  | 'both'
  | 'again'
  | 'other'
  | 'not'
  | 'neither'
  | 'or'
  | 'filler';

/** Phrases by what they say, as people answer a question in English; of several that fit, the longest counts. */
const PHRASES: Readonly<Record<PhraseKind, string>> = {
  yes: `yes, yeah, yep, yup, yea, sure, right, that's right, that is right, correct, that's correct, exactly, absolutely,
    definitely, of course, uh huh, mm hmm, mhm, ok, okay, please do, go ahead, do it, do that, play it, play that, that one,
    that's the one, that is the one, that's it, you got it, i did, i do, i want that, i'd like that, i would like that,
    sounds good, fine, perfect, indeed, affirmative, certainly, it is, by all means, why not, good`,
  no: `no, nope, nah, no way, wrong, that's wrong, incorrect, not really, not that, not that one, not this one, not it, i don't,
    i didn't, negative, that's not right, not right, not quite, not exactly`,
  none: `none, none of them, none of those, none of these, none of the above, nothing, nothing of that, never mind, nevermind,
    forget it, forget about it, forget that, cancel, cancel that, cancel it, stop, stop it, no thanks, no thank you,
    something else, not any of them, leave it, quit, that's not it, that's not what i want, that's not what i wanted,
    that's not what i meant, that's not what i said, nothing else`,
  neither: 'neither, neither of them, neither of those, neither of these, neither one',
  any: `any, any of them, any one, either, either one, either is fine, either of them, whichever, whatever, i don't care,
    don't care, i don't mind, don't mind, you choose, you pick, you decide, surprise me, doesn't matter, it doesn't matter,
    up to you, it's up to you, your choice`,
  both: 'both, both of them, all of them, all, all three, the two of them, each of them, everything',
  again: `what, what was that, what did you say, what do you mean, what did you ask, what were the choices,
    what were the options, what are the choices, what are the options, say that again, say again, say it again, repeat,
    repeat that, repeat it, again, come again, pardon, pardon me, excuse me, huh, i don't know, not sure, i'm not sure,
    no idea, dunno, which ones, hold on, wait, let me think, i don't understand`,
  other: 'other, another, the other one',
  not: `not, but not, anything but, any but, anything except, except, all but, everything but, everything except, other than,
    rather than, instead of, don't want, do not want, isn't, never`,
  or: 'or, nor, and',
  filler: `a, an, the, um, uh, uhm, er, erm, eh, hmm, hm, mm, ah, oh, well, like, so, actually, just, maybe, probably, perhaps,
    guess, think, suppose, say, see, please, thanks, thank, you, sorry, alexa, computer, google, siri, hey, hi, hello,
    assistant, jarvis, obviously, really, then, now, mean, meant, said, know, i, i'd, i'll, i'm, i've, it, it's, its, is, was,
    be, that, that's, this, these, those, them, they, of, on, to, in, for, with, by, from, me, my, want, wanted, would, could,
    can, will, should, have, take, choose, pick, select, give, show, play, put, start, open, find, get, let, let's, us, go,
    make, do, looking, thinking, asked, one, ones, version, option, number, choice, thing, kind, called, named, titled, but,
    as, at, am, there, we, he, she, talking, about`,
};

const BY_FIRST_WORD = new Map<string, { kind: PhraseKind; words: readonly string[] }[]>();
for (const [kind, list] of Object.entries(PHRASES) as [PhraseKind, string][]) {
  for (const phrase of list.split(',')) {
    const words = wordsOf(phrase);
    const [first = ''] = words;
    BY_FIRST_WORD.set(first, [...(BY_FIRST_WORD.get(first) ?? []), { kind, words }]);
  }
}
for (const phrases of BY_FIRST_WORD.values()) phrases.sort((one, other) => other.words.length - one.words.length);

/** The longest phrase that begins at `place`; undefined where none does. */
export function phraseAt(words: readonly string[], place: number): { kind: PhraseKind; length: number } | undefined {
  const found = BY_FIRST_WORD.get(words[place] ?? '')?.find((phrase) => standsAt(words, place, phrase.words));
  return found && { kind: found.kind, length: found.words.length };
}

const NUMERALS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'];
const NUMBERING = new Set(['number', 'option', 'choice']);

/**
 * The place in a list that a word names, counted from 0: "second", "2nd", "last" of three, "two" after "number". Numerals
 * alone name one when the answer has no other words that say something. Places past the end may come out.
 * @param isAlone whether all the other words are fillers
 */
export function placeNamedBy(
  words: readonly string[],
  at: number,
  count: number,
  isAlone: boolean,
): number | undefined {
  const word = words[at] ?? '';
  if (word === 'former' || word === 'top') return 0;
  if (word === 'last' || word === 'latter' || word === 'final' || word === 'bottom') return count - 1;
  if (word === 'middle') return count === 3 ? 1 : undefined;
  const ordinal = ORDINALS.indexOf(word);
  if (ordinal >= 0) return ordinal;
  const digits = /^(\d{1,2})(st|nd|rd|th)?$/.exec(word);
  const number = digits ? Number(digits[1]) : NUMERALS.indexOf(word) + 1;
  if (number < 1) return undefined;
  return digits?.[2] !== undefined || isAlone || NUMBERING.has(words[at - 1] ?? '') ? number - 1 : undefined;
}
