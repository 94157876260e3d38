import { z } from 'zod';
import { CATALOGUE_SUFFIX } from '../../../../bundles/format/catalogue-name.js';
import { envelope } from '../../../../bundles/format/envelope.js';
import { sha256Hex } from '../../../../serving/checks/sha256.js';
import { ENTITY_FIELDS } from '../entities/entity.js';
import { MAX_ENTITIES, MAX_KINDS } from '../entities/entity-columns.js';
import { STRATEGIES } from '../strategies/strategy.js';

const name = z.string().min(1).max(1000);
const count = z.int().nonnegative();

/** The manifest of a bundle that carries the entities of one domain, and the ways to find them. */
export const catalogueManifestSchema = z.strictObject({
  ...envelope,
  domain: envelope.domain.regex(new RegExp(`.${CATALOGUE_SUFFIX}$`), `a domain's name and ${CATALOGUE_SUFFIX}`),
  /** The kinds of its entities in the table's order, with how many there are of each. */
  kinds: z.array(z.strictObject({ name, entities: count })).max(MAX_KINDS),
  entities: count.max(MAX_ENTITIES),
  /** By slot of the domain's schema: the fields of entities that its words may name. */
  slots: z.record(name, z.array(z.strictObject({ kind: name, field: z.enum(ENTITY_FIELDS) }))),
  /** The strategies that it has what they need for. */
  strategies: z.array(z.enum(STRATEGIES)),
  /** Names the policy that decides which strategies run. */
  policy: name,
  sources: z.array(z.strictObject({ name, rows: count, sha256: sha256Hex })),
  /** Measures on requests that were kept back, for example { recallAt10: 0.94 }. */
  figures: z.record(name, z.number()),
});

export type CatalogueManifest = z.infer<typeof catalogueManifestSchema>;
