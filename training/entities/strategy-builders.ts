import { openStrategies } from '../../domains/core/resolution/bundle/strategy-parts.js';
import type { EntityTable } from '../../domains/core/resolution/entities/entity-table.js';
import { encodeExact } from '../../domains/core/resolution/strategies/exact-index.js';
import { encodeMemory, type MemoryIndex } from '../../domains/core/resolution/strategies/memory/memory-index.js';
import { encodePhonetic } from '../../domains/core/resolution/strategies/phonetic/phonetic-index.js';
import { encodePostings } from '../../domains/core/resolution/strategies/postings/posting-parts.js';
import { encodeSemantic } from '../../domains/core/resolution/strategies/semantic/semantic-parts.js';
import type { Strategy, StrategyName } from '../../domains/core/resolution/strategies/strategy.js';
import { seeded } from '../numeric/random.js';
import { trainedAskingWords } from './asking-words.js';
import { type AcceptedUse, HALF_LIFE_DAYS } from './decisions/learned-use.js';
import { buildExactIndex } from './exact-builder.js';
import { buildMemory } from './memory/memory-builder.js';
import { buildCreators, buildPhonetic } from './phonetic/phonetic-builder.js';
import { readSoundCosts } from './phonetic/sound-model.js';
import { buildPostings } from './posting-builder.js';
import { sampleEntities } from './semantic/entity-sample.js';
import { buildSemantic } from './semantic/semantic-builder.js';
import { towerSettings } from './semantic/tower-settings.js';
import { trainTowers } from './semantic/tower-trainer.js';
import type { Entities } from './table-builder.js';

/** What a strategy is built of. */
export interface StrategySources {
  /** Reads all entities in the order of their rows, any number of times. */
  readonly entities: () => Entities;
  readonly table: EntityTable;
  /** The parts of the strategies before. */
  readonly parts: ReadonlyMap<string, Uint8Array>;
  /** What customers accepted; undefined: nobody has asked yet. */
  readonly accepted?: AcceptedUse | undefined;
}

/** Makes the parts of some strategies. */
interface StrategyBuilder {
  /** The strategies that need these parts. */
  readonly names: readonly StrategyName[];
  build(sources: StrategySources): Promise<Map<string, Uint8Array>>;
}

/** How the parts of each strategy are built, in the order of STRATEGIES. */
export const STRATEGY_BUILDERS: readonly StrategyBuilder[] = [
  { names: ['exact'], build: async ({ entities, table }) => encodeExact(await buildExactIndex(entities(), table)) },
  {
    names: ['lexical', 'structured'],
    build: async ({ entities }) => encodePostings(await buildPostings(entities(), trainedAskingWords())),
  },
  {
    names: ['phonetic'],
    build: async ({ entities, table }) => {
      const costs = readSoundCosts();
      const creators = await buildCreators(entities(), table, costs);
      return new Map([
        ...encodePhonetic(await buildPhonetic(entities(), costs)),
        ...(creators ? encodePhonetic(creators, 'creators') : []),
      ]);
    },
  },
  {
    names: ['semantic'],
    build: async ({ entities, table }) => {
      const settings = towerSettings(table.count);
      const sample = await sampleEntities(entities(), MOST_TRAINED_ON, seeded(settings.seed));
      return encodeSemantic(await buildSemantic(entities(), trainTowers(sample, [], settings)));
    },
  },
  { names: ['memory'], build: async (sources) => encodeMemory(await memoryOf(sources)) },
];

/** Entities that the towers of a catalogue are trained on: half a minute's work. */
const MOST_TRAINED_ON = 50_000;

/** A predicted query is kept where its entity is among so many that lexical finds. */
const FOUND_WITHIN = 5;

/** Predicted queries, and what was accepted. Predictions do not age, so that the same rows give the same bytes. */
async function memoryOf({ entities, table, parts, accepted }: StrategySources): Promise<MemoryIndex> {
  const [exact, lexical] = openStrategies(['exact', 'lexical'], parts, table);
  const ask = (strategy: Strategy, words: readonly string[], kind: number, depth: number) =>
    strategy.retrieve({ words, fields: ['title', 'aliases'], kinds: [kind], constraints: [], context: {} }, depth);
  return buildMemory({
    entities: entities(),
    table,
    finds: (words, kind, row) => ask(lexical, words, kind, FOUND_WITHIN).some((found) => found.row === row),
    isName: (words, kind) => ask(exact, words, kind, 1).length > 0,
    ...(accepted && { accepted: accepted.counts.counts((id) => table.rowOf(id)) }),
    asOf: accepted?.asOf ?? 0,
    halfLifeDays: HALF_LIFE_DAYS,
  });
}
