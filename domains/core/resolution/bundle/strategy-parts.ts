import type { EntityTable } from '../entities/entity-table.js';
import { exactStrategy } from '../strategies/exact.js';
import { decodeExact } from '../strategies/exact-index.js';
import { lexicalStrategy } from '../strategies/lexical.js';
import { memoryStrategy } from '../strategies/memory/memory.js';
import { decodeMemory } from '../strategies/memory/memory-index.js';
import { withCreators } from '../strategies/phonetic/creators.js';
import { phoneticStrategy } from '../strategies/phonetic/phonetic.js';
import { decodePhonetic, hasPhonetic } from '../strategies/phonetic/phonetic-index.js';
import { decodePostings } from '../strategies/postings/posting-parts.js';
import { TermScorer } from '../strategies/postings/term-scorer.js';
import { semanticStrategy } from '../strategies/semantic/semantic.js';
import { decodeSemantic } from '../strategies/semantic/semantic-parts.js';
import type { Strategy, StrategyName } from '../strategies/strategy.js';
import { structuredStrategy } from '../strategies/structured.js';

type Parts = ReadonlyMap<string, Uint8Array>;

/** What the strategies of one catalogue share. */
export interface OpenedParts {
  readonly parts: Parts;
  readonly table: EntityTable;
  /** Made when it is first asked for. */
  readonly scorer: () => TermScorer;
}

/** Makes a strategy of the parts of a bundle. @throws NluError FAILED_PRECONDITION naming the part that is wrong */
type OpenStrategy = (opened: OpenedParts) => Strategy;

/** How each strategy is opened, in the order of STRATEGIES. A catalogue has those that its manifest names. */
const OPEN: Readonly<Partial<Record<StrategyName, OpenStrategy>>> = {
  exact: ({ parts, table }) => exactStrategy(decodeExact(parts, table.count), table),
  lexical: ({ scorer, table }) => lexicalStrategy(scorer(), table),
  structured: ({ scorer, table }) => structuredStrategy(scorer(), table),
  phonetic: ({ parts, table }) => openPhonetic(parts, table),
  semantic: ({ parts, table }) => semanticStrategy(decodeSemantic(parts, table.count), table),
  memory: ({ parts, table }) => memoryStrategy(decodeMemory(parts, table.count), table),
};

/** By names of entities, and of creators where the catalogue has an index of these. */
function openPhonetic(parts: Parts, table: EntityTable): Strategy {
  const names = phoneticStrategy(decodePhonetic(parts, table.count), table);
  if (!hasPhonetic(parts, 'creators')) return names;
  return withCreators(names, phoneticStrategy(decodePhonetic(parts, table.count, 'creators'), table, 'creators'));
}

/**
 * The strategies that are named and that this build knows.
 * @throws NluError FAILED_PRECONDITION naming the part that is missing or wrong
 */
export function openStrategies(names: readonly StrategyName[], parts: Parts, table: EntityTable): Strategy[] {
  let scorer: TermScorer | undefined;
  const opened: OpenedParts = {
    parts,
    table,
    scorer: () => {
      scorer ??= new TermScorer(decodePostings(parts, table.count), table);
      return scorer;
    },
  };
  return names.flatMap((name) => OPEN[name]?.(opened) ?? []);
}
