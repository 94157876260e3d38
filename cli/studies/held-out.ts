import type { RerankerForm } from '../../bundles/format/manifest.js';
import { GENERATED } from '../../training/corpus/corpus-row.js';
import { evaluate } from '../../training/evaluation/evaluation.js';
import { foldedText } from '../../training/evaluation/folded-intents.js';
import type { Interpreted } from '../../training/evaluation/interpreted.js';
import { RERANKER_DEFAULTS } from '../../training/reranker/reranker-trainer.js';
import { crossFit, foldExamples } from '../../training/run/cross-fit.js';
import { TRAINING_DEFAULTS } from '../../training/run/training-defaults.js';
import { startTrainingPool } from '../../training/run/training-pool.js';
import { heldOutForm } from '../../training/studies/held-out-forms.js';
import { type PrintFlags, printEvaluation } from '../evaluation/print-evaluation.js';
import { printProgress, readStudy, type StudyFlags } from './study-options.js';

interface Flags extends StudyFlags, PrintFlags {
  resamples: number;
}

const PAPER_FORMS: readonly RerankerForm[] = ['r1', 'r2', 'r3'];

/** `evaluate --out-of-fold`: every form of re-ranker on the same lists, by models that had seen neither list nor utterance. */
export async function heldOut({ resamples, ...flags }: Flags): Promise<void> {
  const { rows, domainInputs, corpora } = await readStudy(flags);
  const pool = startTrainingPool();
  try {
    const fits = await Promise.all(
      domainInputs.map((inputs) => {
        const folded = foldExamples(rows, inputs, flags.folds, () => 1);
        const { domain } = inputs.schema;
        const onFold = (done: number) => printProgress(`${domain.padEnd(8)} fold ${done} of ${flags.folds}`);
        return crossFit(folded, inputs, flags.nBest ?? TRAINING_DEFAULTS.nBest, pool, onFold);
      }),
    );
    const ours = await heldOutForm(fits, 'list-wise', RERANKER_DEFAULTS, pool);
    const paper = new Map<string, Interpreted[]>();
    for (const form of PAPER_FORMS) {
      paper.set(form, await heldOutForm(fits, form, RERANKER_DEFAULTS, pool));
      printProgress(`re-rankers of form ${form}`);
    }
    const evaluation = evaluate(ours, paper, { seed: flags.seed, resamples });
    const heldOut = corpora.map((corpus) => ({ ...corpus, name: `${corpus.name}, out of fold` }));
    const date = new Date().toISOString();
    const foldedIntents = foldedText(rows.filter(({ source }) => source !== GENERATED));
    const evaluated = {
      date,
      corpora: heldOut,
      ...(foldedIntents !== undefined && { foldedIntents }),
      bundles: {},
      overlaps: [],
    };
    await printEvaluation(flags, evaluated, evaluation, ours);
  } finally {
    await pool.close();
  }
}
