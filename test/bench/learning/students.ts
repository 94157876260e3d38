import { loadInterpreter } from '../../../domains/core/interpreter/load-interpreter.js';
import type { Servable } from '../../../domains/core/interpreter/servable.js';
import { namedWeights } from '../../../domains/core/reranker/model.js';
import { RERANKER_GRAPH } from '../../../domains/core/reranker/parts.js';
import type { CorpusRow } from '../../../training/corpus/corpus-row.js';
import { foldOf } from '../../../training/corpus/folds.js';
import { domainExamples } from '../../../training/examples/domain-corpus.js';
import { rerankerGraph } from '../../../training/export/reranker-graph.js';
import { QUICK_N_BEST as N_BEST } from '../../../training/learning/year/quick-training.js';
import type { Scored } from '../../../training/metrics/scored.js';
import type { TrainingInputs } from '../../../training/recognizer/domain-models.js';
import { RERANKER_DEFAULTS } from '../../../training/reranker/reranker-trainer.js';
import { crossDomain } from '../../../training/run/cross-domain.js';
import {
  crossFit,
  foldExamples,
  type HeldOutScore,
  rerankAll,
  rerankHeldOut,
} from '../../../training/run/cross-fit.js';
import type { TrainingPool } from '../../../training/run/training-pool.js';
import type { Lesson } from './lessons.js';

const INNER_FOLDS = 4;

/** Trains every domain on the labelled rows alone, as `train` does, and loads what it made. */
export async function trainFirst(
  labelled: readonly CorpusRow[],
  domains: readonly TrainingInputs[],
  pool: TrainingPool,
): Promise<Map<string, Servable>> {
  const servables = new Map<string, Servable>();
  for (const inputs of domains) {
    const folded = foldExamples(labelled, inputs, INNER_FOLDS, () => 1);
    const [fit, trained] = await Promise.all([
      crossFit(folded, inputs, N_BEST, pool),
      pool.whole({ ...inputs, examples: folded.examples }),
    ]);
    const model = await rerankAll(fit, 'list-wise', RERANKER_DEFAULTS, pool);
    const manifest = {
      recognizer: { nBest: N_BEST, settings: {} },
      reranker: { form: 'list-wise' as const, weights: namedWeights(model) },
      playbackIntents: [],
    };
    const parts = new Map([...trained, [RERANKER_GRAPH, rerankerGraph(model)]]);
    servables.set(inputs.schema.domain, await loadInterpreter({ manifest, parts }));
  }
  return servables;
}

/** The rows of a study: those with labels come first in every list of examples, and are trained on in every fold. */
export interface StudyRows {
  readonly labelled: readonly CorpusRow[];
  readonly traffic: readonly CorpusRow[];
  /** Folds that the traffic is parted into. */
  readonly folds: number;
  readonly seed: number;
}

/**
 * Answers to the traffic, in its order, by domains trained on the labelled rows and on what they are taught of the other folds'
 * traffic: what they are taught of a text is never known to the models that answer it.
 */
export async function answersAfter(
  { labelled, traffic, folds, seed }: StudyRows,
  lesson: Lesson,
  domains: readonly TrainingInputs[],
  pool: TrainingPool,
  onFold: () => void,
): Promise<Scored[]> {
  const heldOut = new Map<string, HeldOutScore[]>();
  for (const inputs of domains) {
    const taught = lesson(inputs.schema.domain);
    const rows = [...labelled, ...traffic.map((row, index) => taught[index] ?? row)];
    const untaught = new Set(traffic.filter((_, index) => !taught[index]).map(({ id }) => id));
    const weight = ({ id, belief = 1 }: CorpusRow) => (untaught.has(id) ? 0 : belief);
    const examples = domainExamples(rows, inputs.schema, weight, inputs.sharedSlots);
    // The labelled rows are a fold of their own: they are trained on in every other.
    const foldsOf = Uint8Array.from(examples, ({ text }, index) =>
      index < labelled.length ? folds : foldOf(text, folds, seed),
    );
    const folded = { examples, folds: foldsOf, foldCount: folds + 1 };
    const fit = await crossFit(folded, inputs, N_BEST, pool, onFold);
    const scores = await rerankHeldOut(fit, 'list-wise', RERANKER_DEFAULTS, pool);
    const own = scores.slice(labelled.length).map((score, index): HeldOutScore => {
      const { domain, intent, slots } = traffic[index]!;
      return { ...score, reference: { domain, intent, slots } };
    });
    heldOut.set(inputs.schema.domain, own);
  }
  return crossDomain(heldOut).map(({ reference, hypotheses, inDomain, accepted }) => ({
    reference,
    hypotheses: hypotheses.slice(0, 1),
    ...(inDomain !== undefined && { inDomain }),
    ...(accepted !== undefined && { accepted }),
  }));
}
