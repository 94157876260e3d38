import type { Manifest, RerankerForm } from '../../bundles/format/manifest.js';
import type { BundleContents } from '../../bundles/format/pack.js';
import { loadInterpreter } from '../../domains/core/interpreter/load-interpreter.js';
import { GOLDEN_PART, type GoldenUtterance, parseGolden } from '../../domains/core/loading/golden.js';
import { checkGolden } from '../../domains/core/loading/golden-check.js';
import { namedWeights, type RerankerModel } from '../../domains/core/reranker/model.js';
import { RERANKER_GRAPH } from '../../domains/core/reranker/parts.js';
import {
  type DomainSchema,
  intentSlots,
  intentTitleSlots,
  mediaWords,
  playbackIntents,
} from '../../domains/core/schema/schema.js';
import type { CorpusRow } from '../corpus/corpus-row.js';
import { isAnnotated, LEARNED } from '../corpus/corpus-row.js';
import { measure } from '../evaluation/figures.js';
import { foldedRow } from '../evaluation/folded-intents.js';
import { manifestFigures } from '../evaluation/manifest-figures.js';
import type { DomainExample } from '../examples/domain-corpus.js';
import {
  type DeclaredNegatives,
  declareNegatives,
  type NegativeRates,
  rowWeight,
} from '../examples/negative-sampling.js';
import { rerankerGraph } from '../export/reranker-graph.js';
import { packTrainingTexts, TRAINING_TEXTS_PART } from '../overlap/training-texts.js';
import type { TrainingInputs } from '../recognizer/domain-models.js';
import type { RerankerSettings } from '../reranker/reranker-trainer.js';
import { crossFit, foldExamples, type HeldOutScore, rerankAll, rerankHeldOut, trainedOn } from './cross-fit.js';
import type { TrainingPool } from './training-pool.js';

/** Everything that one domain's training depends on. */
export interface DomainTraining extends Omit<TrainingInputs, 'settings'> {
  /** Rows with their domains assigned. */
  readonly rows: readonly CorpusRow[];
  readonly corpora: Manifest['training']['corpora'];
  readonly negatives: NegativeRates;
  readonly form: RerankerForm;
  readonly folds: number;
  readonly nBest: number;
  readonly recognizer: TrainingInputs['settings'];
  readonly reranker: RerankerSettings;
}

/** The result of one domain's training: the bundle, and the domain's lists for utterances that no model had seen. */
export interface TrainedDomain {
  readonly contents: BundleContents;
  /** Out-of-fold scores of all examples, unused negatives included. */
  readonly heldOut: readonly HeldOutScore[];
}

/** Called after each step with a message of figures, and the share of the domain's work that is done, in [0, 1]. */
export type Progress = (message: string, share: number) => void;

/**
 * Trains one domain: recognizers on all folds but one, once per fold, for out-of-fold scores; the re-ranker on those; the
 * recognizer that is served on everything; then figures, golden utterances and the bundle's contents.
 */
export async function trainDomain(
  training: DomainTraining,
  pool: TrainingPool,
  progress: Progress,
): Promise<TrainedDomain> {
  const {
    schema,
    folds,
    nBest,
    form,
    reranker,
    recognizer: settings,
    catalogue,
    slotValues,
    sharedSlots,
    ngramOrders,
  } = training;
  const inputs: TrainingInputs = { schema, settings, catalogue, slotValues, sharedSlots, ngramOrders };
  const folded = foldExamples(training.rows, inputs, folds, (row) =>
    rowWeight(row, schema.domain, training.negatives, settings.seed),
  );
  const negatives = declareNegatives(folded.examples, training.negatives);
  const examples = trainedOn(folded.examples);
  const whole = pool.whole({ ...inputs, examples: folded.examples });
  const steps = folds + 2;
  const fit = await crossFit(folded, inputs, nBest, pool, (done, heldOut) =>
    progress(`fold ${done} of ${folds}: ${heldOut} utterances held out`, done / steps),
  );
  const [model, heldOut] = await Promise.all([
    rerankAll(fit, form, reranker, pool),
    rerankHeldOut(fit, form, reranker, pool),
  ]);
  const figures = measure(heldOut.filter(isAnnotated).map(foldedRow));
  progress(
    `re-ranker ${form}: IRER ${percent(figures.irer)}, ECE ${percent(figures.top.ece)}, NLL ${figures.top.nll.toFixed(4)} out of fold`,
    (folds + 1) / steps,
  );
  const trained = await whole;
  const contents = await bundleContents(training, negatives, model, examples, trained, manifestFigures(figures));
  progress('trained', 1);
  return { contents, heldOut };
}

async function bundleContents(
  { schema, rows, corpora, form, nBest, folds, recognizer, reranker }: DomainTraining,
  negatives: DeclaredNegatives,
  model: RerankerModel,
  examples: readonly DomainExample[],
  trained: ReadonlyMap<string, Uint8Array>,
  figures: Record<string, number>,
): Promise<BundleContents> {
  const manifest: BundleContents['manifest'] = {
    domain: schema.domain,
    schema: intentSlots(schema),
    titleSlots: intentTitleSlots(schema),
    playbackIntents: playbackIntents(schema),
    media: mediaWords(schema),
    recognizer: { nBest, settings: flatSettings({ ...recognizer, seed: undefined }) },
    reranker: { form, weights: namedWeights(model) },
    training: {
      seed: recognizer.seed,
      loss: form,
      corpora,
      negatives: [...negatives],
      settings: flatSettings({ folds, ...reranker }),
    },
    figures,
  };
  const parts = new Map([...trained, [RERANKER_GRAPH, rerankerGraph(model)]]);
  const servable = await loadInterpreter({ manifest, parts });
  try {
    const golden: GoldenUtterance[] = [];
    for (const { text } of goldenExamples(
      examples.filter(({ source }) => source !== LEARNED),
      schema,
    )) {
      golden.push({ utterance: text, interpretation: await servable.interpret(text, { explain: true }) });
    }
    parts.set(GOLDEN_PART, Buffer.from(JSON.stringify(golden)));
    // What no service would take must not leave training: it is read as a service reads it.
    checkGolden(
      golden.map(({ interpretation }) => interpretation),
      parseGolden(parts),
      0,
    );
    parts.set(TRAINING_TEXTS_PART, packTrainingTexts(rows.map(({ text }) => text)));
  } finally {
    await servable.release();
  }
  return { manifest, parts };
}

const GOLDEN_PER_INTENT = 3;

/** A few utterances of every intent and of other domains, spread evenly over the corpus. */
function goldenExamples(examples: readonly DomainExample[], schema: DomainSchema): DomainExample[] {
  return [...schema.intents.map(({ name }) => name), ''].flatMap((intent) => {
    const group = examples.filter((example) => example.intent === intent);
    const step = Math.max(1, Math.floor(group.length / GOLDEN_PER_INTENT));
    return group.filter((_, index) => index % step === 0).slice(0, GOLDEN_PER_INTENT);
  });
}

/** Nested settings as one record with dotted names. */
function flatSettings(settings: object, prefix = ''): Record<string, number | string | boolean> {
  return Object.fromEntries(
    Object.entries(settings).flatMap(([name, value]): [string, number | string | boolean][] => {
      if (value === undefined) return [];
      if (typeof value === 'object') return Object.entries(flatSettings(value, `${prefix}${name}.`));
      return [[`${prefix}${name}`, value]];
    }),
  );
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}
