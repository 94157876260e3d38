import { nameWords } from '../../../domains/core/resolution/entities/name-words.js';

/** How people may ask for an entity that they do not call by its whole name. */
export const QUERY_FORMS = [
  'title alone',
  'subtitle',
  'main credit',
  'last name',
  'first name',
  'initials left out',
  'acronym',
  'nickname',
] as const;
export type QueryForm = (typeof QUERY_FORMS)[number];

export interface PredictedQuery {
  readonly words: readonly string[];
  readonly form: QueryForm;
}

/** Kinds of entity that are called by a part of their name: people and groups of them. */
const PEOPLE: ReadonlySet<string> = new Set(['artist', 'author', 'actor', 'person', 'director', 'creator', 'band']);
const LEAST_ACRONYM = 3;
const MOST_ACRONYM = 8;
/** Names of more words are called by their first and last word by nobody. */
const MOST_NAME_WORDS = 4;
const ARTICLES: ReadonlySet<string> = new Set(['the', 'a', 'an']);
const SMALL: ReadonlySet<string> = new Set(['the', 'a', 'an', 'of', 'and', 'in', 'on', 'for', 'to', 'at', 'or', '&']);

/**
 * The queries that are to be expected for a name besides itself, by rules alone and each once; most are worth nothing until
 * it is seen that they find the entity. Forms that change only how a name is written, such as "the" or numbers in words,
 * are no queries of their own: they have the name's key.
 */
export function predictedQueries(name: string, kind: string): PredictedQuery[] {
  const found = new Map<string, PredictedQuery>();
  const whole = nameWords(name);
  const add = (form: QueryForm, words: readonly string[]) => {
    const key = words.join(' ');
    if (words.length === 0 || key.length < 2 || key === whole.join(' ') || found.has(key)) return;
    if (words.every((word) => SMALL.has(word))) return;
    found.set(key, { words, form });
  };
  const isPerson = PEOPLE.has(kind);
  for (const part of titleParts(name)) add(part.form, nameWords(part.text));
  const credit = mainCredit(name);
  if (credit !== undefined) add('main credit', nameWords(credit));
  const core = nameWords(credit ?? name.replace(/\s*[([].*$/, ''));
  const words = ARTICLES.has(core[0] ?? '') && core.length > 1 ? core.slice(1) : core;
  for (const acronym of acronyms(words)) add('acronym', [acronym]);
  if (!isPerson || words.length < 2 || words.length > MOST_NAME_WORDS) return [...found.values()];
  const last = words[words.length - 1]!;
  const first = words[0]!;
  add('last name', [last]);
  add('first name', [first]);
  const spelt = words.filter((word, index) => index === 0 || index === words.length - 1 || word.length > 1);
  add('initials left out', spelt);
  if (words.length === 2) {
    for (const nickname of nicknames(first, last)) add('nickname', [nickname]);
  }
  return [...found.values()];
}

/** A title without its subtitle, brackets and number of its part; and the subtitle. */
function titleParts(name: string): { form: QueryForm; text: string }[] {
  const parts: { form: QueryForm; text: string }[] = [];
  const [main, ...rest] = name.split(/\s*:\s+|\s+[-–—]\s+|\s+\/\s+/);
  if (rest.length > 0) {
    parts.push({ form: 'title alone', text: main! });
    parts.push({ form: 'subtitle', text: rest[rest.length - 1]! });
  }
  const open = name.replace(/\s*[([][^)\]]*[)\]]\s*/g, ' ').trim();
  if (open !== name) parts.push({ form: 'title alone', text: open });
  const numbered =
    /^(.+?),?\s+(?:part|pt\.?|vol\.?|volume|chapter|book|episode)\s+(?:[ivx]+|\d+|one|two|three|four)\b/i;
  const [, unnumbered] = numbered.exec(name) ?? [];
  if (unnumbered) parts.push({ form: 'title alone', text: unnumbered });
  return parts;
}

/** The first of several credits: "Bob Marley & The Wailers" is asked for as "bob marley". */
function mainCredit(name: string): string | undefined {
  const [main, ...rest] = name.split(
    /\s+(?:featuring|feat\.?|ft\.?|with|vs\.?|x|duet with|introducing)\s+|\s+(?:and|&)\s+(?:the|his|her)\s+|\s+&\s+|,\s+/i,
  );
  return rest.length > 0 && main ? main : undefined;
}

/** The first letters of a name's words, with and without the small ones and those of parts of words. */
function acronyms(words: readonly string[]): string[] {
  const lettersOf = (some: readonly string[]) =>
    some
      .map((word) => word[0])
      .filter((letter) => /[a-z0-9]/.test(letter!))
      .join('');
  const spoken = words.map((word) => (word === '&' || word === '+' ? 'and' : word));
  const all = [spoken, spoken.filter((word) => !SMALL.has(word))].map(lettersOf);
  return all.filter((letters) => letters.length >= LEAST_ACRONYM && letters.length <= MOST_ACRONYM);
}

/** "jlo" of Jennifer Lopez, "flylo" of Flying Lotus. */
function nicknames(first: string, last: string): string[] {
  if (first.length < 3 || last.length < 3) return [];
  return [`${first[0]}${last.slice(0, 2)}`, `${first.slice(0, 3)}${last.slice(0, 2)}`];
}
