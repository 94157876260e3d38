import { LIST_EVIDENCE } from '../../../domains/core/reranker/evidence.js';
import { slotUse } from '../../../domains/core/reranker/slot-weights.js';
import type { EntityResolver } from '../../../domains/core/resolution/entity-resolver.js';
import { type DomainSchema, intentTitleSlots } from '../../../domains/core/schema/schema.js';
import { drawOf } from '../../corpus/folds.js';
import { type HeldOutList, rankingExample } from '../../reranker/ranking-corpus.js';
import { tabulate } from '../../reranker/ranking-table.js';
import type { CrossFit } from '../../run/cross-fit.js';
import { EntityColumns } from './entity-columns.js';
import { entitiesOfList, type HypothesisEntities } from './hypothesis-entities.js';

/** By example what a catalogue says of its hypotheses; undefined for a list that it is not asked about. */
export type ListEntities = readonly (readonly HypothesisEntities[] | undefined)[];

/** Of lists with a domain score below this a share is asked about: re-rankers learn from no more of them. */
const EASY = { score: 0.01, share: 0.125 } as const;

/** Asks a catalogue about all lists of a domain, but for most of those that are surely another domain's. */
export function askCatalogue(
  { examples, lists, offered }: CrossFit,
  schema: DomainSchema,
  resolver: EntityResolver,
): ListEntities {
  const catalogue = { resolver, titleSlots: intentTitleSlots(schema) };
  return lists.map(({ evidence, asksForTitle }, index) => {
    const { id, text, isInDomain } = examples[index];
    const isEasy = evidence.list[LIST_EVIDENCE.indexOf('domain')] < Math.log(EASY.score);
    // The draw is the one by which lists are learned from.
    const isDrawn = drawOf(text, `easy lists of ${schema.domain}`) < EASY.share;
    if (isEasy && !isInDomain && !asksForTitle && !isDrawn) return undefined;
    return entitiesOfList(catalogue, offered[index], id);
  });
}

/** The columns of a domain: one for each slot of its intents that names something of the catalogue. */
export function entityColumns({ intents }: DomainSchema, { slotTargets }: Pick<EntityResolver, 'slotTargets'>) {
  return new EntityColumns(
    intents.flatMap(({ name, slots }) =>
      slots.filter((slot) => slotTargets.has(slot)).map((slot) => slotUse(name, slot)),
    ),
  );
}

/** A domain's lists with what a catalogue says of them, as re-rankers score them. */
export function evidencedLists({ lists }: CrossFit, columns: EntityColumns, entities: ListEntities): HeldOutList[] {
  return lists.map((list, index) => ({
    ...list,
    evidence: columns.widened(list.evidence, list.hypotheses, entities[index]),
  }));
}

/** Share of the lists that re-rankers learn from without evidence, so that they can do without a catalogue. */
const WITHOUT = 0.2;

/** The same as re-rankers are trained on them: some are as a service without a catalogue has them. */
export function evidencedFit(fit: CrossFit, columns: EntityColumns, entities: ListEntities): CrossFit {
  const kept = entities.map((told, index) =>
    drawOf(fit.examples[index].text, 'without a catalogue') < WITHOUT ? undefined : told,
  );
  const lists = evidencedLists(fit, columns, kept);
  const examples = lists.map((list, index) =>
    rankingExample(fit.examples[index], fit.domain, list, fit.offered[index]),
  );
  return { ...fit, lists, table: tabulate(examples, columns.widths), columns: columns.columns };
}
