/** One token: normalised text, and where it stands in the caller's text in Unicode code points, end exclusive. */
export interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const WORD = /^[\p{L}\p{N}\p{M}]$/u;
const MARK = /^\p{M}$/u;
/** Symbols that users say or mean, and that recognisers write out: a token each when they stand alone. */
const SYMBOL = /^[&+%$#@\p{Extended_Pictographic}]$/u;
/** Hold a token together between two letters or digits: top-rated, r&b, 02:22, u.s. */
const JOINER = new Set(['-', '‐', '‑', '&', ':', '.', '/', '_', '+', '@']);

/**
 * Splits an utterance into normalised tokens.
 *
 * Normalisation is NFKC and lower case over a letter with its combining marks, so that every token keeps exact offsets into the
 * text as it was sent. Apostrophes separate ("what's" gives "what", "s", as in SNIPS); other punctuation and white space separate
 * and are dropped. Any string is accepted, lone surrogates and control characters too; a text without words gives no token.
 */
export function tokenize(utterance: string): Token[] {
  const codePoints = Array.from(utterance);
  const tokens: Token[] = [];
  let start = -1;
  const close = (end: number) => {
    if (start < 0) return;
    tokens.push({ text: normalize(codePoints.slice(start, end).join('')), start, end });
    start = -1;
  };
  for (let index = 0; index < codePoints.length; index++) {
    const codePoint = codePoints[index]!;
    if (isWord(codePoint)) {
      // A mark with no letter before it has nothing to belong to.
      if (start < 0 && !MARK.test(codePoint)) start = index;
    } else if (start >= 0 && JOINER.has(codePoint) && index + 1 < codePoints.length && isWord(codePoints[index + 1]!)) {
      // The joiner stays inside the token.
    } else {
      close(index);
      if (SYMBOL.test(codePoint) && !composes(codePoint, codePoints[index + 1]))
        tokens.push({ text: normalize(codePoint), start: index, end: index + 1 });
    }
  }
  close(codePoints.length);
  return tokens;
}

/** The normal form of a text's letters: NFKC, lower case, typographic hyphens made plain. */
export function normalize(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/[‐‑]/g, '-');
}

/** Whether a mark makes one other character of it: an arrow with a stroke is no arrow. */
function composes(codePoint: string, mark: string | undefined): boolean {
  return mark !== undefined && MARK.test(mark) && Array.from((codePoint + mark).normalize('NFC')).length === 1;
}

function isWord(codePoint: string): boolean {
  const code = codePoint.charCodeAt(0);
  if (code < 128) return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 65 && code <= 90);
  return WORD.test(codePoint);
}
