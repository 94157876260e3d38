import { DEVICE_TYPES } from '../../../../proto/device-types.js';
import type { CandidateUnion } from '../candidate-union.js';
import type { EntityTable } from '../entities/entity-table.js';
import type { EntityQuery } from '../entity-query.js';
import { STRATEGIES } from '../strategies/strategy.js';
import { type NameLikeness, NameShape, QueryShape } from './name-shape.js';
import { NamedElsewhere } from './named-elsewhere.js';

const OF_STRATEGIES = STRATEGIES.flatMap((name) => [`${name}.lead`, `${name}.place`, `${name}.score`] as const);
const OF_ENTITY = [
  'found',
  'firsts',
  'title.equal',
  'title.queryCover',
  'title.nameCover',
  'title.trigrams',
  'title.edits',
  'title.prefix',
  'title.length',
  'creator.equal',
  'creator.queryCover',
  'creator.nameCover',
  'creator.trigrams',
  'cover',
  'constraints',
  'popularity',
  'year',
  'kind',
  'ahead.trigrams',
  'ahead.cover',
  'ahead.popularity',
  'namesakes',
] as const;
const OF_QUERY = ['words', 'letters', 'free', 'wishes', 'kinds', 'candidates', 'device', 'hour', 'none'] as const;
/** What came later stands behind, so that trees from before find theirs where they were. */
const OF_CREATORS = ['elsewhere', 'constraints.best'] as const;

/** What a row of features says of a candidate, in order; see the functions below for what each is. */
export const RANKING_FEATURES: readonly string[] = [...OF_STRATEGIES, ...OF_ENTITY, ...OF_QUERY, ...OF_CREATORS];
export type RankingFeature =
  | (typeof OF_STRATEGIES)[number]
  | (typeof OF_ENTITY)[number]
  | (typeof OF_QUERY)[number]
  | (typeof OF_CREATORS)[number];

const WIDTH = RANKING_FEATURES.length;
const PER_STRATEGY = 3;
const at = (feature: RankingFeature) => RANKING_FEATURES.indexOf(feature);
const [TITLE, CREATOR, NONE] = [at('title.equal'), at('creator.equal'), at('none')];
const [COVER, TRIGRAMS, POPULARITY] = [at('cover'), at('title.trigrams'), at('popularity')];
const [FOUND, FIRSTS, CONSTRAINTS] = [at('found'), at('firsts'), at('constraints')];
const [YEAR, KIND, AHEAD, NAMESAKES] = [at('year'), at('kind'), at('ahead.trigrams'), at('namesakes')];
const [ELSEWHERE, BEST_CONSTRAINTS] = [at('elsewhere'), at('constraints.best')];
const QUERY_FROM = at('words');
/** Creators of an entity that are compared, the most important first. */
const MOST_CREATORS = 4;
const NOTHING: NameLikeness = likeness();
/** What a strategy's best candidate leads by where it found no other. */
const ALONE = 10;

/**
 * The features of the candidates of one union and, behind them, of the null entity ("none of these"), which has the best
 * of what names and strategies say of any candidate. What is not known is NaN. Nothing reads more of the catalogue than
 * the candidates' own rows; the arrays are used again for the next union.
 */
export class CandidateFeatures {
  /** `[candidates + 1, RANKING_FEATURES.length]`, row-major. */
  values = new Float64Array(0);
  readonly #table: EntityTable;
  readonly #kinds: readonly number[];
  readonly #query = new QueryShape();
  readonly #name = new NameShape();
  readonly #title = likeness();
  readonly #creator = likeness();
  readonly #best = likeness();
  readonly #wishes = new QueryShape();
  readonly #elsewhere = new NamedElsewhere();

  /** @param kinds of the training's catalogue, which number the feature `kind`; another one is not known */
  constructor(table: EntityTable, kinds: readonly string[]) {
    this.#table = table;
    this.#kinds = table.kinds.map((kind) => (kinds.includes(kind) ? kinds.indexOf(kind) : Number.NaN));
  }

  /** @param chosen places in the union of the candidates that rows are made of, in order */
  write(query: EntityQuery, union: CandidateUnion, chosen: ArrayLike<number>): void {
    const count = chosen.length;
    if (this.values.length < (count + 1) * WIDTH) this.values = new Float64Array((2 * count + 1) * WIDTH);
    const values = this.values.fill(Number.NaN, 0, (count + 1) * WIDTH);
    this.#query.read(query.words);
    this.#elsewhere.clear();
    for (let index = 0; index < count; index++) this.#writeEntity(query, union, chosen[index], index * WIDTH);
    writeStrategies(values, union, chosen);
    writeNone(values, count);
    writeAhead(values, count);
    for (let index = 0; index <= count; index++) this.#writeQuery(query, union, index * WIDTH);
    for (let index = 0; index <= count; index++) values[index * WIDTH + NONE] = index === count ? 1 : 0;
    this.#writeElsewhere(count);
    writeBestConstraints(values, count);
  }

  #writeEntity(query: EntityQuery, { rows, places }: CandidateUnion, place: number, to: number): void {
    const values = this.values;
    const row = rows[place];
    let [found, firsts] = [0, 0];
    for (let column = 0; column < STRATEGIES.length; column++) {
      const own = places[place * STRATEGIES.length + column];
      if (own > 0) found++;
      if (own === 1) firsts++;
    }
    [values[to + FOUND], values[to + FIRSTS]] = [found, firsts];
    this.#name.read(this.#table.titleOf(row));
    this.#query.compare(this.#name, this.#title);
    const title = this.#title;
    values[to + TITLE] = title.equal ? 1 : 0;
    values[to + TITLE + 1] = title.queryCover;
    values[to + TITLE + 2] = title.nameCover;
    values[to + TITLE + 3] = title.trigrams;
    values[to + TITLE + 4] = title.edits;
    values[to + TITLE + 5] = title.prefix;
    values[to + TITLE + 6] = title.length;
    const creators = this.#table.creatorsOf(row);
    this.#compareCreators(creators);
    const creator = this.#best;
    if (creators.length > 0) {
      values[to + CREATOR] = creator.equal ? 1 : 0;
      values[to + CREATOR + 1] = creator.queryCover;
      values[to + CREATOR + 2] = creator.nameCover;
      values[to + CREATOR + 3] = creator.trigrams;
    }
    values[to + COVER] = this.#query.share(title.words | creator.words);
    this.#elsewhere.add(title.words | creator.words, creator.nameCover === 1 ? creator.words : 0);
    values[to + CONSTRAINTS] = this.#constraints(query, row, creators);
    const [popularity, year] = [this.#table.popularityOf(row), this.#table.yearOf(row)];
    values[to + POPULARITY] = popularity > 0 ? popularity : Number.NaN;
    values[to + YEAR] = year !== 0 ? year : Number.NaN;
    values[to + KIND] = this.#kinds[this.#table.kindOf(row)];
  }

  /** The null entity has the least value of all candidates: where that is much, none is by whom the query names. */
  #writeElsewhere(count: number): void {
    let least = Number.NaN;
    for (let index = 0; index < count; index++) {
      const share = this.#elsewhere.shareOf(index, this.#query);
      this.values[index * WIDTH + ELSEWHERE] = share;
      if (!(share >= least)) least = share;
    }
    this.values[count * WIDTH + ELSEWHERE] = least;
  }

  /** The likeness of the creator that the query names best; nothing in common where there is none. */
  #compareCreators(creators: readonly string[]): void {
    copyLikeness(NOTHING, this.#best);
    for (let index = 0; index < Math.min(creators.length, MOST_CREATORS); index++) {
      this.#name.read(creators[index]);
      this.#query.compare(this.#name, this.#creator);
      if (index === 0 || this.#creator.trigrams > this.#best.trigrams) copyLikeness(this.#creator, this.#best);
    }
  }

  /** Mean over the wishes of how well the title or the best creator has their words; NaN without any that names either. */
  #constraints({ constraints }: EntityQuery, row: number, creators: readonly string[]): number {
    let [sum, count] = [0, 0];
    for (const { field, words } of constraints) {
      const names = field === 'creators' ? creators : field === 'title' ? [this.#table.titleOf(row)] : undefined;
      if (names === undefined || words.length === 0) continue;
      this.#wishes.read(words);
      let best = 0;
      for (let index = 0; index < Math.min(names.length, MOST_CREATORS); index++) {
        this.#name.read(names[index]);
        this.#wishes.compare(this.#name, this.#creator);
        best = Math.max(best, this.#creator.queryCover, this.#creator.trigrams);
      }
      sum += best;
      count++;
    }
    return sum / count;
  }

  #writeQuery({ fields, constraints, context, kinds }: EntityQuery, { count }: CandidateUnion, to: number): void {
    const values = this.values;
    const device = context.device === undefined ? -1 : DEVICE_TYPES.indexOf(context.device);
    values[to + QUERY_FROM] = this.#query.words;
    values[to + QUERY_FROM + 1] = this.#query.letters;
    values[to + QUERY_FROM + 2] = fields.includes('creators') || fields.includes('text') ? 1 : 0;
    values[to + QUERY_FROM + 3] = constraints.length;
    values[to + QUERY_FROM + 4] = kinds.length;
    values[to + QUERY_FROM + 5] = count;
    values[to + QUERY_FROM + 6] = device < 0 ? Number.NaN : device;
    values[to + QUERY_FROM + 7] = context.hour ?? Number.NaN;
  }
}

function likeness(): NameLikeness {
  return { equal: false, queryCover: 0, nameCover: 0, trigrams: 0, edits: 0, prefix: 0, length: 0, words: 0 };
}

function copyLikeness(from: NameLikeness, to: NameLikeness): void {
  to.equal = from.equal;
  to.queryCover = from.queryCover;
  to.nameCover = from.nameCover;
  to.trigrams = from.trigrams;
  to.edits = from.edits;
  to.prefix = from.prefix;
  to.length = from.length;
  to.words = from.words;
}

/** Whether a strategy's scores mean the same for other queries and catalogues; those that weigh rare words do not. */
const COMPARABLE = STRATEGIES.map((name) => name !== 'lexical' && name !== 'structured');

/** Each strategy's score over its best other candidate's, its place, and the score itself. */
function writeStrategies(
  values: Float64Array,
  { scores, places, count }: CandidateUnion,
  chosen: ArrayLike<number>,
): void {
  for (let column = 0; column < STRATEGIES.length; column++) {
    let [best, second] = [0, 0];
    for (let place = 0; place < count; place++) {
      const score = scores[place * STRATEGIES.length + column];
      if (score > best) [best, second] = [score, best];
      else if (score > second) second = score;
    }
    for (let index = 0; index < chosen.length; index++) {
      const from = chosen[index] * STRATEGIES.length + column;
      if (places[from] === 0) continue;
      const to = index * WIDTH + column * PER_STRATEGY;
      const other = places[from] === 1 ? second : best;
      values[to] = other > 0 ? Math.min(ALONE, scores[from] / other) : ALONE;
      values[to + 1] = places[from];
      if (COMPARABLE[column]) values[to + 2] = scores[from];
    }
  }
}

/** The null entity's row: the best of every candidate in what strategies and names say. */
function writeNone(values: Float64Array, count: number): void {
  const to = count * WIDTH;
  for (let feature = 0; feature <= COVER; feature++) {
    // Best places are small; a length says nothing of how good a name is.
    if (feature === TITLE + 6) continue;
    const isPlace = feature < STRATEGIES.length * PER_STRATEGY && feature % PER_STRATEGY === 1;
    for (let index = 0; index < count; index++) {
      const value = values[index * WIDTH + feature];
      const known = values[to + feature];
      if (Number.isNaN(known) || (isPlace ? value < known : value > known)) values[to + feature] = value;
    }
  }
}

/** Every row is told how well the best candidate fulfils the wishes: where none does well, the null entity is likelier. */
function writeBestConstraints(values: Float64Array, count: number): void {
  let best = Number.NaN;
  for (let index = 0; index < count; index++) {
    const value = values[index * WIDTH + CONSTRAINTS];
    if (!(value <= best) && !Number.isNaN(value)) best = value;
  }
  for (let index = 0; index <= count; index++) values[index * WIDTH + BEST_CONSTRAINTS] = best;
}

/** By how much a candidate is ahead of the best other one, and how many others have names that are as like the query. */
function writeAhead(values: Float64Array, count: number): void {
  for (const [column, feature] of [TRIGRAMS, COVER, POPULARITY].entries()) {
    let [best, second] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let index = 0; index < count; index++) {
      const value = values[index * WIDTH + feature];
      if (value > best) [best, second] = [value, best];
      else if (value > second) second = value;
    }
    for (let index = 0; index < count; index++) {
      const value = values[index * WIDTH + feature];
      const other = value === best ? second : best;
      values[index * WIDTH + AHEAD + column] = Number.isFinite(other) ? value - other : Number.NaN;
    }
  }
  for (let index = 0; index < count; index++) {
    let namesakes = 0;
    for (let other = 0; other < count; other++) {
      if (other !== index && isAlike(values, index * WIDTH, other * WIDTH)) namesakes++;
    }
    values[index * WIDTH + NAMESAKES] = namesakes;
  }
}

function isAlike(values: Float64Array, one: number, other: number): boolean {
  for (let feature = TITLE; feature < TITLE + 7; feature++) {
    if (values[one + feature] !== values[other + feature]) return false;
  }
  return true;
}
