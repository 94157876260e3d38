import { titleCore, titleKey } from '../../../domains/core/catalogue/title-key.js';
import { ENTITY_FIELDS, type EntityField } from '../../../domains/core/resolution/entities/entity.js';
import type { EntityTable } from '../../../domains/core/resolution/entities/entity-table.js';
import { tokenize } from '../../../domains/core/text/tokenize.js';
import type { Random } from '../../numeric/random.js';
import { shippedNoise } from '../../recognition-noise/shipped-noise.js';
import type { JudgedQuery } from './judged-query.js';

/** Ways to ask for an entity by its name, and how often each is taken. */
const WAYS = [
  { way: 'exact', share: 0.2 },
  { way: 'misheard', share: 0.265 },
  { way: 'slip', share: 0.1 },
  { way: 'partial', share: 0.15 },
  { way: 'creator', share: 0.12 },
  { way: 'contradiction', share: 0.045 },
  { way: 'owner', share: 0.05 },
  { way: 'initials', share: 0.03 },
  { way: 'babble', share: 0.04 },
] as const;
type Way = (typeof WAYS)[number]['way'];

/** Share of the contradictions that are between slots: in a search, words that seem to name a creator may be of a title. */
const CONTRADICTED_SLOTS = 0.75;
/** Names of fewer words are not called by their initials. */
const LEAST_INITIALS = 3;

/**
 * Shares of words that are misheard: recognisers differ, and names are rare words, of which the recogniser of phoneme.jsonl
 * misheard 55 to 73 %. At .9 the noise mishears 56 % of the words of songs' titles.
 */
const NOISE_RATES = [0.2, 0.5, 0.9];
const NAME_FIELDS: readonly EntityField[] = ['title', 'aliases'];

export interface GenerationSettings {
  readonly queries: number;
  /** Share of the queries whose entity is taken for not being in the catalogue, in [0, 1]. */
  readonly hidden: number;
  /** What an entity of no known popularity is asked for as often as, beside the most popular one's 1. */
  readonly unpopular: number;
}

/**
 * A name that more entities share is neither hidden nor contradicted: strategies would have to give all of these, and of
 * 100,000 "Untitled" each such query took seconds.
 */
const MOST_NAMESAKES = 1_000;

export const GENERATION_DEFAULTS: GenerationSettings = { queries: 6_000, hidden: 0.2, unpopular: 0.25 };

/**
 * Queries that names of a catalogue lead to expect: as they are, misheard by the recognition noise that ships, with a slip
 * of a letter, in part, with a creator, as an owner ("john mayers") or by their initials. Popular entities are asked for
 * more often. Some queries are for entities that are hidden, with all that have the same name; some name a work and the
 * creator of another ("thriller" by Adele); and some are babble: a name's letters in any order, or in a script that has no
 * such name. These mean nothing that is listed.
 */
export function generateQueries(
  table: EntityTable,
  random: Random,
  settings: Partial<GenerationSettings> = {},
): JudgedQuery[] {
  const { queries, hidden, unpopular } = { ...GENERATION_DEFAULTS, ...settings };
  const keys = keysOf(table);
  const made: JudgedQuery[] = [];
  // Names without a word make no query: a catalogue of nothing else makes none.
  for (let attempt = 0; attempt < 20 * queries && made.length < queries && table.count > 0; attempt++) {
    const row = random.below(table.count);
    if (random.next() > unpopular + (1 - unpopular) * table.popularityOf(row)) continue;
    const key = keys[row];
    const way = wayOf(random);
    const namesakes = way === 'contradiction' ? rowsWith(keys, key) : undefined;
    if (isCommon(namesakes)) continue;
    const creator = namesakes ? otherCreator(table, namesakes, unpopular, random) : table.creatorsOf(row)[0];
    const query = queryFor(table, row, creator, way, random);
    if (query === undefined || key === 0) continue;
    if (way === 'contradiction' && creator !== undefined) {
      made.push({ query, grades: new Map(), group: String(key), weight: 1 });
      continue;
    }
    const isHidden = way === 'babble' || random.next() < hidden;
    const hiddenRows = isHidden ? rowsWith(keys, key) : undefined;
    if (isCommon(hiddenRows)) continue;
    made.push({
      query,
      grades: isHidden ? new Map() : new Map([[row, 1]]),
      hidden: hiddenRows,
      group: String(key),
      weight: 1,
    });
  }
  return made;
}

function wayOf(random: Random): Way {
  let left = random.next();
  for (const { way, share } of WAYS) {
    left -= share;
    if (left < 0) return way;
  }
  return 'exact';
}

/** A creator of none of these rows, popular ones more often; undefined where some draws give none. */
function otherCreator(
  table: EntityTable,
  rows: ReadonlySet<number>,
  unpopular: number,
  random: Random,
): string | undefined {
  const own = new Set([...rows].flatMap((row) => table.creatorsOf(row)));
  for (let attempt = 0; attempt < 10; attempt++) {
    const other = random.below(table.count);
    const [creator] = table.creatorsOf(other);
    if (creator === undefined || random.next() > unpopular + (1 - unpopular) * table.popularityOf(other)) continue;
    const key = keyOf(creator);
    if (![...own].some((each) => each.includes(creator) || creator.includes(each) || keyOf(each) === key))
      return creator;
  }
  return undefined;
}

function queryFor(
  table: EntityTable,
  row: number,
  creator: string | undefined,
  way: Way,
  random: Random,
): JudgedQuery['query'] | undefined {
  const title = wordsOf(table.titleOf(row));
  const byCreator = (way === 'creator' || way === 'contradiction') && creator !== undefined;
  const heard = altered(title, way, random);
  if (heard.length === 0) return undefined;
  const base = { fields: NAME_FIELDS, kinds: [table.kindOf(row)], constraints: [], context: {} };
  if (!byCreator) return { ...base, words: heard };
  const creatorWords = random.next() < 0.3 ? altered(wordsOf(creator), 'misheard', random) : wordsOf(creator);
  if (creatorWords.length === 0) return { ...base, words: heard };
  const asSlot = random.next() < (way === 'contradiction' ? CONTRADICTED_SLOTS : 0.5);
  if (asSlot) return { ...base, words: heard, constraints: [{ field: 'creators', words: creatorWords }] };
  const words = random.next() < 0.5 ? [...heard, ...creatorWords] : [...creatorWords, ...heard];
  return { words, fields: ENTITY_FIELDS, kinds: [], constraints: [], context: {} };
}

function altered(words: readonly string[], way: Way, random: Random): readonly string[] {
  // A name of signs alone has no word to alter.
  if (words.length === 0) return words;
  switch (way) {
    case 'misheard':
      return misheard(words, random);
    case 'slip':
      return withSlip(words, random);
    case 'partial':
      return part(words, random);
    case 'owner':
      return words.with(-1, `${words.at(-1)}s`);
    case 'babble':
      return babble(words, random);
    case 'initials':
      return words.length < LEAST_INITIALS ? words : [words.map(([letter]) => letter).join('')];
    default:
      return words;
  }
}

/** Most sentences are heard well: a few attempts find one that is not. */
function misheard(words: readonly string[], random: Random): readonly string[] {
  const noise = shippedNoise(NOISE_RATES[random.below(NOISE_RATES.length)]);
  let heard: readonly string[] = words;
  for (let attempt = 0; attempt < 3 && heard.join(' ') === words.join(' '); attempt++) {
    heard = noise.hear(words, random).words;
  }
  return heard;
}

/** A letter too few, doubled, or two in each other's place. */
function withSlip(words: readonly string[], random: Random): readonly string[] {
  const place = random.below(Math.max(1, words.length));
  const letters = [...(words[place] ?? '')];
  if (letters.length < 3) return words;
  const at = random.below(letters.length - 1);
  const kind = random.below(3);
  if (kind === 0) letters.splice(at, 1);
  else if (kind === 1) letters.splice(at, 0, letters[at]);
  else letters.splice(at, 2, letters[at + 1], letters[at]);
  return words.with(place, letters.join(''));
}

const CYRILLIC = 0x430;
const CYRILLIC_LETTERS = 32;

/** The letters of each word in any order; of one in four all words as Cyrillic letters. */
function babble(words: readonly string[], random: Random): readonly string[] {
  const isForeign = random.below(4) === 0;
  const letter = () => String.fromCodePoint(CYRILLIC + random.below(CYRILLIC_LETTERS));
  return words.map((word) => {
    const letters = [...word];
    if (isForeign) return letters.map(letter).join('');
    for (let at = letters.length - 1; at > 0; at--) {
      const other = random.below(at + 1);
      [letters[at], letters[other]] = [letters[other], letters[at]];
    }
    return letters.join('');
  });
}

/** The first words or the last ones, half of them at least. */
function part(words: readonly string[], random: Random): readonly string[] {
  const kept = Math.ceil(words.length / 2) + random.below(Math.floor(words.length / 2) + 1);
  return random.next() < 0.7 ? words.slice(0, kept) : words.slice(words.length - kept);
}

function wordsOf(name: string): string[] {
  return tokenize(name).map(({ text }) => text);
}

function keyOf(name: string): number | undefined {
  return titleKey(titleCore(wordsOf(name)), 'exact');
}

/** `[count]`: the key of each row's title; 0 for one without. Four bytes a row, as catalogues of a million rows need. */
function keysOf(table: EntityTable): Uint32Array {
  const keys = new Uint32Array(table.count);
  for (let row = 0; row < table.count; row++) keys[row] = keyOf(table.titleOf(row)) ?? 0;
  return keys;
}

function isCommon(namesakes: ReadonlySet<number> | undefined): boolean {
  return namesakes !== undefined && namesakes.size > MOST_NAMESAKES;
}

/** The rows of a key; where they are too many, the first of them and one more than may be. */
function rowsWith(keys: Uint32Array, key: number): Set<number> {
  const rows = new Set<number>();
  for (let row = keys.indexOf(key); row >= 0; row = keys.indexOf(key, row + 1)) {
    rows.add(row);
    if (rows.size > MOST_NAMESAKES) break;
  }
  return rows;
}
