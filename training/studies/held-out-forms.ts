import type { RerankerForm } from '../../bundles/format/manifest.js';
import { isAnnotated } from '../corpus/corpus-row.js';
import { foldedRow } from '../evaluation/folded-intents.js';
import type { Interpreted } from '../evaluation/interpreted.js';
import type { RerankerSettings } from '../reranker/reranker-trainer.js';
import { crossDomain } from '../run/cross-domain.js';
import { type CrossFit, rerankHeldOut } from '../run/cross-fit.js';
import type { TrainingPool } from '../run/training-pool.js';

/** All domains merged by re-rankers of one form: recognizers and re-rankers are both out of fold; no generated rows. */
export async function heldOutForm(
  fits: readonly CrossFit[],
  form: RerankerForm,
  settings: RerankerSettings,
  pool: TrainingPool,
): Promise<Interpreted[]> {
  const domains = await Promise.all(
    fits.map(async (fit) => [fit.domain, await rerankHeldOut(fit, form, settings, pool)] as const),
  );
  return crossDomain(new Map(domains)).filter(isAnnotated).map(foldedRow);
}
