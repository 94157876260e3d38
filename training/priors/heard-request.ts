import type { Interpretation } from '../../domains/core/interpreter/hypothesis.js';
import type { DeviceContext } from '../../gateway/answer/context.js';
import { neededOf } from '../../gateway/answer/left-out.js';
import type { PriorTable } from '../../gateway/answer/prior-table.js';
import { applyPrior } from '../../gateway/answer/priors.js';
import { type Reading, readings } from '../../gateway/answer/readings.js';
import { weigh } from '../../gateway/answer/weighing.js';

/** What the domains said of a request, without any prior. */
export interface HeardRequest {
  readonly context: DeviceContext;
  /** The domain that was meant. */
  readonly domain: string;
  readonly interpretations: ReadonlyMap<string, Interpretation>;
}

type Posterior = { readonly posterior: number; readonly slots: Interpretation['hypotheses'][number]['slots'] };

/** The readings that the gateway would find, best first; without a table, as without priors. */
export function readingsOf(request: HeardRequest, table?: PriorTable): Reading<Posterior>[] {
  const { context } = request;
  const interpretations = asAsked(request, table);
  const weighing = table && weigh(table, context, interpretations);
  return readings(
    new Map(
      [...interpretations].map(([domain, { hypotheses }]) => {
        const shift = weighing?.priors.get(domain)?.shift ?? 0;
        return [
          domain,
          hypotheses.map(({ slots, confidence }) => ({ slots, posterior: applyPrior(confidence, shift) })),
        ];
      }),
    ),
    weighing?.shares,
  );
}

/** Without the hypotheses of domains that screen the request out, but where the gateway asks for them after all. */
function asAsked({ context, interpretations }: HeardRequest, table?: PriorTable): HeardRequest['interpretations'] {
  const offers = new Map(
    [...interpretations].map(([domain, said]) => {
      const hypothesesLeftOut = said.screened === true;
      return [domain, { ...said, hypothesesLeftOut, hypotheses: hypothesesLeftOut ? [] : said.hypotheses }];
    }),
  );
  // Readings are of requests that are not rejected.
  for (const domain of neededOf(offers, context, { table, threshold: 0 }))
    offers.set(domain, { ...interpretations.get(domain)!, hypothesesLeftOut: false });
  return offers;
}

/** What the readings give the domain that was meant, in [0, 1]; 0 when it offers none. */
export function shareOf(found: readonly Pick<Reading, 'domain' | 'probability'>[], domain: string): number {
  return found.find((reading) => reading.domain === domain)?.probability ?? 0;
}
