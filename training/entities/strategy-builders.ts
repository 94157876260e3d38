import type { EntityTable } from '../../domains/core/resolution/entities/entity-table.js';
import { encodeExact } from '../../domains/core/resolution/strategies/exact-index.js';
import { encodePostings } from '../../domains/core/resolution/strategies/postings/posting-parts.js';
import { encodeSemantic } from '../../domains/core/resolution/strategies/semantic/semantic-parts.js';
import type { StrategyName } from '../../domains/core/resolution/strategies/strategy.js';
import { seeded } from '../numeric/random.js';
import { trainedAskingWords } from './asking-words.js';
import { buildExactIndex } from './exact-builder.js';
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
    names: ['semantic'],
    build: async ({ entities, table }) => {
      const settings = towerSettings(table.count);
      const sample = await sampleEntities(entities(), MOST_TRAINED_ON, seeded(settings.seed));
      return encodeSemantic(await buildSemantic(entities(), trainTowers(sample, [], settings)));
    },
  },
];

/** Entities that the towers of a catalogue are trained on: half a minute's work. */
const MOST_TRAINED_ON = 50_000;
