import type { DeviceContext } from './context.js';
import { boundedLogit, contextPriors, type Prior } from './context-priors.js';
import type { PriorTable } from './prior-table.js';

/** The confidences of a domain's hypotheses, each in [0, 1]. */
export type Confidences = readonly { readonly confidence: number }[];

/**
 * The prior of each domain's hypotheses. By the context alone it is that of `contextPriors`. Where a catalogue lists the
 * title that is asked for, the domain's share of the request decides: the shift takes P(the domain's list holds the right
 * hypothesis) to that share of P(any list does), and is bounded by maxShift like every other.
 * A domain that the table does not name is never shifted: nothing was learned of it.
 * @param replies by domain
 * @param shares the title shares of these replies, by domain; undefined when no catalogue lists the title
 * @param explain whether contributions are wanted
 * @returns by domain; a domain that nothing is known of is absent
 */
export function priorShifts(
  table: PriorTable,
  context: DeviceContext,
  replies: ReadonlyMap<string, { readonly hypotheses: Confidences }>,
  shares: ReadonlyMap<string, number> | undefined,
  explain = false,
): ReadonlyMap<string, Prior> {
  if (!shares) return contextPriors(table, context, explain);
  const holdsRight = new Map([...replies].map(([domain, { hypotheses }]) => [domain, anyIsRight(hypotheses)]));
  const any = 1 - [...holdsRight.values()].reduce((none, one) => none * (1 - one), 1);
  // The shares include the context; an explanation lists its part separately.
  const byContext = explain ? contextPriors(table, context, explain) : undefined;
  return new Map(
    [...shares].flatMap<[string, Prior]>(([domain, share]) => {
      if (!Object.hasOwn(table.base, domain)) return [];
      const wanted = boundedLogit(share * any) - boundedLogit(holdsRight.get(domain) ?? 0);
      const shift = Math.max(-table.maxShift, Math.min(table.maxShift, wanted));
      if (!explain) return [[domain, { shift, contributions: [] }]];
      const alone = byContext?.get(domain);
      const title = { name: 'title', value: shift - (alone?.shift ?? 0) };
      return [[domain, { shift, contributions: [...(alone?.contributions ?? []), title] }]];
    }),
  );
}

/** P(the list holds the right hypothesis): the sum of its confidences, since at most one is right. */
function anyIsRight(hypotheses: Confidences): number {
  return Math.min(
    1,
    hypotheses.reduce((sum, { confidence }) => sum + confidence, 0),
  );
}
