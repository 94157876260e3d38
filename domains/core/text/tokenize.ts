/** One token: normalised text, and where it stands in the caller's text in Unicode code points, end exclusive. */
export interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const wordCharacter = /^[\p{L}\p{N}\p{M}]$/u;
const mark = /^\p{M}$/u;
const pictograph = /^\p{Extended_Pictographic}$/u;
const codes = (characters: string) => new Set(Array.from(characters, (character) => character.codePointAt(0)));
/**
 * Symbols that users speak and that speech recognisers write out; like pictographs, each is a token when it stands
 * alone.
 */
const symbols = codes('&+%$#@');
/** Hold a token together between two letters or digits: top-rated, r&b, 02:22, u.s. */
const joiners = codes('-‐‑&:./_+@');
/** Code points below are ASCII. */
const ASCII = 128;

/**
 * Splits an utterance into normalised tokens.
 *
 * Normalisation is NFKC and lower case over a letter with its combining marks, so that every token keeps exact offsets
 * into the text as it was sent. Apostrophes separate ("what's" gives "what", "s", as in SNIPS); other punctuation and
 * white space separate and are dropped. Any string is accepted, lone surrogates and control characters too; a text
 * without words gives no token.
 */
export function tokenize(utterance: string): Token[] {
  const tokens: Token[] = [];
  // Where the token that is being read begins, in code points (-1: none is) and in UTF-16 units.
  let start = -1;
  let startUnit = 0;
  const close = (end: number, endUnit: number) => {
    if (start >= 0) tokens.push({ text: normalize(utterance.slice(startUnit, endUnit)), start, end });
    start = -1;
  };
  let index = 0;
  let unit = 0;
  for (; unit < utterance.length; index++) {
    // `unit` is within the text.
    const code = utterance.codePointAt(unit)!;
    const nextUnit = unit + lengthOf(code);
    const next = utterance.codePointAt(nextUnit);
    if (isWord(code)) {
      // A mark with no letter before it has nothing to belong to.
      if (start < 0 && !isMark(code)) [start, startUnit] = [index, unit];
    } else if (start >= 0 && joiners.has(code) && next !== undefined && isWord(next)) {
      // The joiner stays inside the token.
    } else {
      close(index, unit);
      if (isSymbol(code) && !composes(code, next))
        tokens.push({ text: normalize(String.fromCodePoint(code)), start: index, end: index + 1 });
    }
    unit = nextUnit;
  }
  close(index, unit);
  return tokens;
}

/** The normal form of a text's letters: NFKC, lower case, typographic hyphens made plain. */
export function normalize(text: string): string {
  for (let unit = 0; unit < text.length; unit++) {
    if (text.charCodeAt(unit) >= ASCII) return text.normalize('NFKC').toLowerCase().replace(/[‐‑]/g, '-');
  }
  return text.toLowerCase();
}

/** Whether a mark makes another character of a symbol: an arrow with a stroke is no arrow. */
function composes(code: number, mark: number | undefined): boolean {
  if (mark === undefined || !isMark(mark)) return false;
  return Array.from(String.fromCodePoint(code, mark).normalize('NFC')).length === 1;
}

function isWord(code: number): boolean {
  if (code < ASCII) return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 65 && code <= 90);
  return wordCharacter.test(String.fromCodePoint(code));
}

function isMark(code: number): boolean {
  return code >= ASCII && mark.test(String.fromCodePoint(code));
}

function isSymbol(code: number): boolean {
  return code < ASCII ? symbols.has(code) : pictograph.test(String.fromCodePoint(code));
}

/** UTF-16 units of a code point. */
function lengthOf(code: number): number {
  return code > 0xffff ? 2 : 1;
}
