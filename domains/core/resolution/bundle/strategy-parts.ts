import type { EntityTable } from '../entities/entity-table.js';
import { exactStrategy } from '../strategies/exact.js';
import { decodeExact, type ExactIndex } from '../strategies/exact-index.js';
import { lexicalStrategy } from '../strategies/lexical.js';
import { memoryStrategy } from '../strategies/memory/memory.js';
import { decodeMemory, type MemoryIndex } from '../strategies/memory/memory-index.js';
import { withCreators } from '../strategies/phonetic/creators.js';
import { type GramWeights, gramWeights } from '../strategies/phonetic/gram-weights.js';
import { phoneticStrategy } from '../strategies/phonetic/phonetic.js';
import {
  decodePhonetic,
  hasPhonetic,
  type NamesOf,
  type PhoneticIndex,
} from '../strategies/phonetic/phonetic-index.js';
import type { PostingIndex } from '../strategies/postings/posting-index.js';
import { decodePostings } from '../strategies/postings/posting-parts.js';
import { type PreparedPostings, preparedPostings } from '../strategies/postings/prepared-postings.js';
import { LIMITS, TermScorer } from '../strategies/postings/term-scorer.js';
import { tailsOf } from '../strategies/semantic/near-vectors.js';
import { semanticStrategy } from '../strategies/semantic/semantic.js';
import type { SemanticIndex } from '../strategies/semantic/semantic-index.js';
import { decodeSemantic } from '../strategies/semantic/semantic-parts.js';
import { bucketsOf } from '../strategies/sorted-keys.js';
import type { Strategy, StrategyName } from '../strategies/strategy.js';
import { structuredStrategy } from '../strategies/structured.js';

type Parts = ReadonlyMap<string, Uint8Array>;

/**
 * What the strategies of a catalogue look in, by what it is read from, and what follows from it: plain fields and typed
 * arrays, which threads can share.
 */
export interface StrategyTables {
  readonly exact?: { readonly index: ExactIndex; readonly buckets: Uint32Array };
  readonly postings?: { readonly index: PostingIndex; readonly prepared: PreparedPostings };
  readonly phonetic?: PhoneticTables;
  /** Names of the creators of works, which `phonetic` looks in too where the catalogue has an index of these. */
  readonly creators?: PhoneticTables;
  readonly semantic?: { readonly index: SemanticIndex; readonly tails: Uint8Array };
  readonly memory?: { readonly index: Pick<MemoryIndex, 'keys' | 'rows' | 'counts'>; readonly buckets: Uint32Array };
}

interface PhoneticTables {
  readonly index: PhoneticIndex;
  readonly weights: GramWeights;
}

/** Reads the tables of one strategy. @throws NluError FAILED_PRECONDITION naming the part that is wrong */
type ReadTables = (parts: Parts, table: EntityTable) => StrategyTables;

const readPostings: ReadTables = (parts, table) => {
  const index = decodePostings(parts, table.count);
  return { postings: { index, prepared: preparedPostings(index, table, LIMITS.first) } };
};

/** How the tables of each strategy are read. */
const READ: Readonly<Record<StrategyName, ReadTables>> = {
  exact: (parts, table) => {
    const index = decodeExact(parts, table.count);
    return { exact: { index, buckets: bucketsOf(index.keys) } };
  },
  lexical: readPostings,
  structured: readPostings,
  phonetic: (parts, table) => ({
    phonetic: phoneticTables(parts, table, 'entities'),
    ...(hasPhonetic(parts, 'creators') && { creators: phoneticTables(parts, table, 'creators') }),
  }),
  semantic: (parts, table) => {
    const index = decodeSemantic(parts, table.count);
    return { semantic: { index, tails: tailsOf(index) } };
  },
  memory: (parts, table) => {
    const { keys, rows, counts } = decodeMemory(parts, table.count);
    return { memory: { index: { keys, rows, counts }, buckets: bucketsOf(keys) } };
  },
};

function phoneticTables(parts: Parts, table: EntityTable, namesOf: NamesOf): PhoneticTables {
  const index = decodePhonetic(parts, table.count, namesOf);
  return { index, weights: gramWeights(index) };
}

/**
 * Reads what the strategies that are named look in.
 * @throws NluError FAILED_PRECONDITION naming the part that is missing or wrong
 */
export function readStrategies(names: readonly StrategyName[], parts: Parts, table: EntityTable): StrategyTables {
  let tables: StrategyTables = {};
  for (const name of names) {
    // Lexical and structured look in the same.
    if ((name === 'lexical' || name === 'structured') && tables.postings) continue;
    tables = { ...tables, ...READ[name](parts, table) };
  }
  return tables;
}

/** The strategies over tables that were read, in the order of their names; those without their tables are left out. */
export function strategiesOf(names: readonly StrategyName[], tables: StrategyTables, table: EntityTable): Strategy[] {
  const { exact, postings, phonetic, creators, semantic, memory } = tables;
  const scorer = postings && new TermScorer(postings.index, table, LIMITS, postings.prepared);
  const byName = phonetic && phoneticStrategy(phonetic.index, table, 'entities', phonetic.weights);
  const byCreator = creators && phoneticStrategy(creators.index, table, 'creators', creators.weights);
  const made: Readonly<Record<StrategyName, Strategy | undefined>> = {
    exact: exact && exactStrategy(exact.index, table, exact.buckets),
    lexical: scorer && lexicalStrategy(scorer, table),
    structured: scorer && structuredStrategy(scorer, table),
    phonetic: byName && (byCreator ? withCreators(byName, byCreator) : byName),
    semantic: semantic && semanticStrategy(semantic.index, table, undefined, semantic.tails),
    memory: memory && memoryStrategy(memory.index, table, memory.buckets),
  };
  return names.flatMap((name) => made[name] ?? []);
}

/**
 * Reads and makes the strategies that are named.
 * @throws NluError FAILED_PRECONDITION naming the part that is missing or wrong
 */
export function openStrategies(names: readonly StrategyName[], parts: Parts, table: EntityTable): Strategy[] {
  return strategiesOf(names, readStrategies(names, parts, table), table);
}
