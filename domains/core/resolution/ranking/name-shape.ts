/** Letters of a name that are looked at; those behind are not. */
const MOST_LETTERS = 120;
/** Words of a name that are looked at. */
const MOST_WORDS = 24;
/** Trigrams of letters are numbered by so many bits; two that share a number are rare within two names. */
const TRIGRAM_BITS = 14;
const TRIGRAMS = 1 << TRIGRAM_BITS;
const BLANK = 32;
/** Codes below are ASCII. */
const ASCII = 128;
/** Letters of a query that fit into the bits of a number. */
const MOST_BITS = 31;

/**
 * The words and letters of one name after the other, for comparing many names with one query; its arrays are used again
 * for the next name. Case, marks on letters and signs count for nothing, and work is bounded however long the name is.
 */
export class NameShape {
  /** `[letters]`: letters and digits, words joined. */
  readonly codes = new Uint16Array(MOST_LETTERS);
  letters = 0;
  /** Letters of a leading article, which is left out where names are equal; 0 for none or where it is the whole name. */
  article = 0;
  /** `[words]`: fingerprints of the words, and how many letters each has. */
  readonly wordHashes = new Uint32Array(MOST_WORDS);
  readonly wordLetters = new Uint8Array(MOST_WORDS);
  words = 0;
  /** `[trigrams]`: the numbers of the name's trigrams, each once, with one blank between words and at both ends. */
  readonly trigramNumbers = new Uint16Array(2 * MOST_LETTERS + 2);
  trigrams = 0;
  readonly #seen = new Uint32Array(TRIGRAMS);
  #name = 0;

  read(name: string): void {
    this.letters = this.words = this.trigrams = 0;
    this.#name++;
    const text = plain(name);
    let [hash, begun, before, last] = [BASIS, 0, BLANK, BLANK];
    for (let at = 0; at <= text.length; at++) {
      const code = at < text.length ? letterOf(text.charCodeAt(at)) : BLANK;
      if (code === 0 || (code === BLANK && last === BLANK)) continue;
      this.#addTrigram(before, last, code);
      [before, last] = [last, code];
      if (code !== BLANK) {
        if (this.letters === MOST_LETTERS || this.words === MOST_WORDS) break;
        this.codes[this.letters++] = code;
        hash = Math.imul(hash ^ code, 0x01000193);
        continue;
      }
      this.wordHashes[this.words] = mixed(hash);
      this.wordLetters[this.words++] = this.letters - begun;
      [hash, begun] = [BASIS, this.letters];
    }
    this.article = this.words > 1 && ARTICLES.has(this.wordHashes[0]) ? this.wordLetters[0] : 0;
  }

  #addTrigram(before: number, last: number, code: number): void {
    // One blank at each end: a trigram with two of them stands for nothing.
    if (last === BLANK && before === BLANK) return;
    // Different for all triples of small letters before it is folded.
    const triple = (before * 31 + last) * 31 + code;
    const number = Math.imul(triple, 0x9e3779b1) >>> (32 - TRIGRAM_BITS);
    if (this.#seen[number] === this.#name) return;
    this.#seen[number] = this.#name;
    this.trigramNumbers[this.trigrams++] = number;
  }
}

/** How a name compares with a query; shares are in [0, 1]. */
export interface NameLikeness {
  /** Whether both are the same letters, leading articles left out. */
  equal: boolean;
  /** Share of the query's letters that are in words of the name. */
  queryCover: number;
  /** Share of the name's letters that are in words of the query. */
  nameCover: number;
  /** Twice the trigrams of both over the sum of each one's (Dice). */
  trigrams: number;
  /** 1 - the edits from one to the other over the letters of the longer. */
  edits: number;
  /** Letters of both at the beginning, over those of the shorter. */
  prefix: number;
  /** Natural logarithm of the name's letters over the query's. */
  length: number;
  /** The query's words that the name has, as bits by their place; the first 31 alone. */
  words: number;
}

/** A query that names are compared with. */
export class QueryShape {
  readonly #shape = new NameShape();
  readonly #trigrams = new Uint32Array(TRIGRAMS);
  #query = 0;
  readonly #costs = new Uint8Array(MOST_LETTERS + 1);
  /** `[ASCII]`: the places of a letter in a short query, as bits. */
  readonly #places = new Int32Array(ASCII);
  #isShort = false;

  get words(): number {
    return this.#shape.words;
  }

  get letters(): number {
    return this.#shape.letters;
  }

  read(words: readonly string[]): void {
    // Words beyond the most that are looked at only cost time.
    this.#shape.read(words.length > MOST_WORDS ? words.slice(0, MOST_WORDS).join(' ') : words.join(' '));
    this.#query++;
    const { trigramNumbers, trigrams } = this.#shape;
    for (let index = 0; index < trigrams; index++) this.#trigrams[trigramNumbers[index]] = this.#query;
    const { codes, letters, article } = this.#shape;
    this.#isShort = letters - article <= MOST_BITS && codes.subarray(article, letters).every((code) => code < ASCII);
    if (!this.#isShort) return;
    this.#places.fill(0);
    for (let at = article; at < letters; at++) this.#places[codes[at]] |= 1 << (at - article);
  }

  /** Share of the query's letters that are in its words of these bits. */
  share(bits: number): number {
    const { words, wordLetters, letters } = this.#shape;
    let covered = 0;
    for (let word = 0; word < words; word++) if (((bits >>> word) & 1) === 1) covered += wordLetters[word];
    return letters > 0 ? covered / letters : 0;
  }

  compare(name: NameShape, into: NameLikeness): void {
    const query = this.#shape;
    let [bits, covered] = [0, 0];
    for (let word = 0; word < name.words; word++) {
      const hash = name.wordHashes[word];
      let isKnown = false;
      for (let own = 0; own < query.words; own++) {
        if (query.wordHashes[own] !== hash) continue;
        isKnown = true;
        bits |= 1 << own;
      }
      if (isKnown) covered += name.wordLetters[word];
    }
    let shared = 0;
    for (let index = 0; index < name.trigrams; index++) {
      if (this.#trigrams[name.trigramNumbers[index]] === this.#query) shared++;
    }
    const [own, other] = [query.letters - query.article, name.letters - name.article];
    into.words = bits;
    into.queryCover = this.share(bits);
    into.nameCover = name.letters > 0 ? covered / name.letters : 0;
    into.trigrams = shared === 0 ? 0 : (2 * shared) / (query.trigrams + name.trigrams);
    into.prefix = prefix(query, name) / Math.max(1, Math.min(own, other));
    into.equal = own > 0 && own === other && into.prefix === 1;
    into.edits = into.equal ? 1 : shared === 0 ? 0 : 1 - this.#edits(name) / Math.max(own, other, 1);
    into.length = Math.log(Math.max(1, other) / Math.max(1, own));
  }

  /** Levenshtein's distance of the letters behind leading articles. */
  #edits(name: NameShape): number {
    return this.#isShort ? this.#shortEdits(name) : this.#longEdits(name);
  }

  /**
   * By bits, a column of the table for each of the name's letters (Myers 1999; Hyyrö 2003): bit i of `up` and `down` says
   * whether the cell of the query's letter i costs one more or less than the cell above it.
   */
  #shortEdits(name: NameShape): number {
    const { letters, article } = this.#shape;
    const last = 1 << (letters - article - 1);
    let [up, down, cost] = [-1, 0, letters - article];
    for (let at = name.article; at < name.letters; at++) {
      const code = name.codes[at];
      const equal = code < ASCII ? this.#places[code] : 0;
      const still = equal | down;
      const diagonal = (((equal & up) + up) ^ up) | equal;
      let right = down | ~(diagonal | up);
      let left = up & diagonal;
      if ((right & last) !== 0) cost++;
      else if ((left & last) !== 0) cost--;
      right = (right << 1) | 1;
      left <<= 1;
      up = left | ~(still | right);
      down = right & still;
    }
    return cost;
  }

  /** A row of the table at a time. */
  #longEdits(name: NameShape): number {
    const query = this.#shape;
    const costs = this.#costs;
    const [from, width] = [name.article, name.letters - name.article];
    for (let at = 0; at <= width; at++) costs[at] = at;
    for (let own = query.article; own < query.letters; own++) {
      const code = query.codes[own];
      let [diagonal, left] = [costs[0], costs[0] + 1];
      costs[0] = left;
      for (let at = 1; at <= width; at++) {
        const above = costs[at];
        let cost = name.codes[from + at - 1] === code ? diagonal : diagonal + 1;
        if (above + 1 < cost) cost = above + 1;
        if (left + 1 < cost) cost = left + 1;
        costs[at] = left = cost;
        diagonal = above;
      }
    }
    return costs[width];
  }
}

function prefix(query: NameShape, name: NameShape): number {
  const most = Math.min(query.letters - query.article, name.letters - name.article);
  let same = 0;
  while (same < most && query.codes[query.article + same] === name.codes[name.article + same]) same++;
  return same;
}

const BASIS = 0x811c9dc5 | 0;

function mixed(hash: number): number {
  return Math.imul(hash ^ (hash >>> 15), 0x85ebca6b) >>> 0;
}

const ARTICLES: ReadonlySet<number> = new Set(
  ['the', 'a', 'an'].map((word) => {
    let hash = BASIS;
    for (const letter of word) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193);
    return mixed(hash);
  }),
);

/** The text, its marks apart from their letters where there may be any. */
function plain(name: string): string {
  const bounded = name.length > 4 * MOST_LETTERS ? name.slice(0, 4 * MOST_LETTERS) : name;
  for (let at = 0; at < bounded.length; at++) {
    if (bounded.charCodeAt(at) >= 128) return bounded.normalize('NFKD').toLowerCase();
  }
  return bounded;
}

/** A letter or digit in lower case; BLANK for what separates words, 0 for marks on letters. */
function letterOf(code: number): number {
  if (code < 128) {
    if (code >= 97 && code <= 122) return code;
    if (code >= 65 && code <= 90) return code + 32;
    return code >= 48 && code <= 57 ? code : BLANK;
  }
  if (code >= 0x300 && code <= 0x36f) return 0;
  // General punctuation, and signs and punctuation of Latin-1 and of Chinese, Japanese and Korean.
  const isSign = code < 0xaa || (code >= 0x2000 && code <= 0x2bff) || (code >= 0x3000 && code <= 0x3003);
  return isSign ? BLANK : code;
}
