import type { DeviceContext } from './context.js';
import type { PriorTable } from './prior-table.js';
import { boundedLogit, contextPriors, type Prior } from './priors.js';
import { type Claim, titleShares } from './title-shares.js';

/** What a domain says of an utterance: its claim, and its hypotheses' confidences. */
export interface WeighedClaim extends Claim {
  readonly hypotheses: readonly { readonly confidence: number }[];
}

/** What a request's context and a listed title make of the domains' hypotheses. */
export interface Weighing {
  /** Of each domain; none where nothing is known. */
  readonly priors: ReadonlyMap<string, Prior>;
  /** P(domain) of a request for a listed title; undefined where the posteriors tell. */
  readonly shares: ReadonlyMap<string, number> | undefined;
}

/**
 * The shift of each domain's hypotheses. By the context alone, as `contextPriors` says. Where a catalogue lists what is asked for,
 * the domain's share of the request decides: the shift takes P(the list holds the right hypothesis) to that share of
 * P(any list does), and is bounded by maxShift like every other.
 * @param explain whether contributions are wanted
 */
export function weigh(
  table: PriorTable,
  context: DeviceContext,
  claims: ReadonlyMap<string, WeighedClaim>,
  explain = false,
): Weighing {
  const priors = contextPriors(table, context, explain);
  const shares = titleShares(table, claims, context);
  if (!shares) return { priors, shares };
  const held = new Map([...claims].map(([domain, { hypotheses }]) => [domain, heldBy(hypotheses)]));
  const any = 1 - [...held.values()].reduce((none, one) => none * (1 - one), 1);
  return {
    shares,
    priors: new Map(
      [...shares].map(([domain, share]) => {
        const wanted = boundedLogit(share * any) - boundedLogit(held.get(domain)!);
        const shift = Math.max(-table.maxShift, Math.min(table.maxShift, wanted));
        if (!explain) return [domain, { shift, contributions: [] }];
        const byContext = priors.get(domain);
        const title = { name: 'title', value: shift - (byContext?.shift ?? 0) };
        return [domain, { shift, contributions: [...(byContext?.contributions ?? []), title] }];
      }),
    ),
  };
}

/** P(the list holds the right hypothesis). */
function heldBy(hypotheses: WeighedClaim['hypotheses']): number {
  return Math.min(
    1,
    hypotheses.reduce((sum, { confidence }) => sum + confidence, 0),
  );
}
