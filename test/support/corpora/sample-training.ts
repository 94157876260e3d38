import type { RerankerForm } from '../../../bundles/format/manifest.js';
import { catalogueParts } from '../../../domains/core/catalogue/parts.js';
import { trainNameModel } from '../../../training/catalogue/name-model-trainer.js';
import { buildTitleIndex } from '../../../training/catalogue/title-index-builder.js';
import { RECOGNIZER_DEFAULTS } from '../../../training/recognizer/recognizer-trainer.js';
import { RERANKER_DEFAULTS } from '../../../training/reranker/reranker-trainer.js';
import { type DomainTraining, type TrainedDomain, trainDomain } from '../../../training/run/train-domain.js';
import type { TrainingPool } from '../../../training/run/training-pool.js';
import { runFold, runRerank, runWhole } from '../../../training/run/training-tasks.js';
import { titleSlots } from './kind-slots.js';
import { sampleCatalogue } from './sample-catalogue.js';
import { sampleRows, schemaOf } from './sample-domain.js';

/** The tasks on this thread: the same work in the same order, without the start of threads. */
export const ownThread: TrainingPool = {
  fold: async (task) => runFold(task),
  whole: async (task) => runWhole(task),
  rerank: async (task) => runRerank(task),
  close: async () => {},
};

const SLOTS_OF_KINDS = new Map([
  ['song', titleSlots('track', 'entity_name', 'object_name')],
  ['book', titleSlots('object_name')],
  ['film', titleSlots('movie_name', 'object_name')],
]);

/** What to train: a domain on the sample corpus and its names, with the settings that ship but two folds. */
export function sampleTraining(domain: string, seed: number, form: RerankerForm = 'list-wise'): DomainTraining {
  const rows = sampleRows().map((row) => ({ ...row, source: 'sample' }));
  return {
    schema: schemaOf(domain),
    rows,
    corpora: [{ name: 'sample', rows: rows.length, sha256: '0'.repeat(64) }],
    negatives: new Map(),
    form,
    folds: 2,
    nBest: 5,
    catalogue: catalogueParts({
      names: trainNameModel(sampleCatalogue(), seed),
      titles: buildTitleIndex(sampleCatalogue(), SLOTS_OF_KINDS),
    }),
    slotValues: new Map(),
    recognizer: { ...RECOGNIZER_DEFAULTS, seed },
    reranker: RERANKER_DEFAULTS,
  };
}

export function trainSample(domain: string, seed = 1, form?: RerankerForm): Promise<TrainedDomain> {
  return trainDomain(sampleTraining(domain, seed, form), ownThread, () => {});
}
