import type { Form } from '../../domains/core/reranker/model.js';
import { GENERATED } from '../corpus/generated-corpus.js';
import { crossDomain } from '../cross-domain.js';
import { type CrossFit, rerankHeldOut } from '../cross-fit.js';
import type { Interpreted } from '../evaluation/interpreted.js';
import type { RerankerSettings } from '../reranker-trainer.js';
import type { TrainingPool } from '../training-pool.js';

/** All domains merged, out of fold twice over, by re-rankers of one form on the same lists; without generated rows. */
export async function heldOutForm(
  fits: readonly CrossFit[],
  form: Form,
  settings: RerankerSettings,
  pool: TrainingPool,
): Promise<Interpreted[]> {
  const domains = await Promise.all(fits.map((fit) => rerankHeldOut(fit, form, settings, pool)));
  return crossDomain(domains).filter(({ source }) => source !== GENERATED);
}
