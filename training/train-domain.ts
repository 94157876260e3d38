import { GOLDEN_PART, type GoldenUtterance } from '../domains/core/bundle/golden.js';
import type { Manifest } from '../domains/core/bundle/manifest.js';
import type { BundleContents } from '../domains/core/bundle/pack.js';
import { loadServable } from '../domains/core/load-servable.js';
import { sigmoid } from '../domains/core/log-odds.js';
import { judge } from '../domains/core/reranker/head.js';
import { type Form, namedWeights, type RerankerModel } from '../domains/core/reranker/model.js';
import { RERANKER_GRAPH } from '../domains/core/reranker/parts.js';
import { type DomainSchema, intentSlots } from '../domains/core/schema.js';
import type { CorpusRow } from './corpus/corpus-row.js';
import { foldOf } from './corpus/folds.js';
import { GENERATED } from './corpus/generated-corpus.js';
import { type DomainExample, domainExamples } from './domain-corpus.js';
import type { Material } from './domain-models.js';
import { rerankerGraph } from './export/reranker-graph.js';
import type { HeldOut } from './fold-task.js';

import type { RankingExample } from './losses/ranking-example.js';
import { measure } from './metrics/figures.js';
import type { Scored, ScoredHypothesis } from './metrics/scored.js';
import { rankingExample, referenceOf, scoredHypotheses } from './ranking-corpus.js';
import type { RecognizerSettings } from './recognizer-trainer.js';
import type { RerankerSettings } from './reranker-trainer.js';
import type { TrainingPool } from './training-pool.js';

export interface DomainTraining {
  readonly schema: DomainSchema;
  /** Rows with their domains assigned. */
  readonly rows: readonly CorpusRow[];
  readonly corpora: Manifest['training']['corpora'];
  readonly form: Form;
  readonly folds: number;
  readonly nBest: number;
  readonly recognizer: RecognizerSettings;
  readonly names: Material['names'];
  readonly catalogue: Material['catalogue'];
  readonly reranker: RerankerSettings;
}

/** What one domain's training gives: the bundle, and its lists on utterances that no model had seen. */
export interface TrainedDomain {
  readonly contents: BundleContents;
  /** Out of fold twice over: neither recognizer nor re-ranker saw the utterance. In the examples' order, which all domains share. */
  readonly heldOut: readonly HeldOutScore[];
}

/** A held-out utterance as metrics read it, with its corpus and each hypothesis's product of raw scores (R0). */
export interface HeldOutScore extends Scored {
  readonly source: string;
  readonly baseline: readonly ScoredHypothesis[];
}

/** Told what was done, with figures; `share` of the domain's work in [0, 1]. */
export type Progress = (message: string, share: number) => void;

/**
 * Trains one domain: recognizers on all folds but one, five times, for out-of-fold scores; the re-ranker on those; the recognizer
 * that is served on everything; then figures, golden utterances and the bundle's contents.
 */
export async function trainDomain(
  training: DomainTraining,
  pool: TrainingPool,
  progress: Progress,
): Promise<TrainedDomain> {
  const { schema, folds: foldCount, nBest, recognizer: settings, names, catalogue } = training;
  const material: Material = { schema, settings, names, catalogue };
  const examples = domainExamples(training.rows, schema);
  const folds = Uint8Array.from(examples, ({ text }) => foldOf(text, foldCount, settings.seed));
  const whole = pool.whole({ ...material, examples });
  let done = 0;
  const parts = await Promise.all(
    Array.from({ length: foldCount }, async (_, fold) => {
      const heldOut = await pool.fold({ ...material, examples, folds, fold, nBest });
      done++;
      progress(`fold ${done} of ${foldCount}: ${heldOut.length} utterances held out`, done / (foldCount + 2));
      return heldOut;
    }),
  );
  const heldOut = parts.flat().sort((a, b) => a.index - b.index);
  const ranking = heldOut.map((list) => rankingExample(examples[list.index]!, schema.domain, list));
  const rerank = (examples: readonly RankingExample[]) =>
    pool.rerank({ examples, form: training.form, settings: training.reranker });
  const [model, ...models] = await Promise.all([
    rerank(ranking),
    ...Array.from({ length: foldCount }, (_, fold) =>
      rerank(ranking.filter((_, index) => folds[heldOut[index]!.index] !== fold)),
    ),
  ]);
  const scored = heldOut.map((list) => {
    const example = examples[list.index]!;
    return judged(models[folds[list.index]!]!, example, schema.domain, list);
  });
  const figures = measure(scored.filter(({ source }) => source !== GENERATED));
  progress(
    `re-ranker ${training.form}: IRER ${percent(figures.irer)}, ECE ${percent(figures.top.ece)}, NLL ${figures.top.nll.toFixed(4)} out of fold`,
    (foldCount + 1) / (foldCount + 2),
  );
  const contents = await bundleContents(training, model!, examples, await whole, {
    irer: figures.irer,
    oracleIrer: figures.oracleIrer,
    semer: figures.semer,
    slotF1: figures.slotF1,
    ece: figures.top.ece,
    nll: figures.top.nll,
    auroc: figures.rejection.auroc,
  });
  progress('trained', 1);
  return { contents, heldOut: scored };
}

/** A held-out list under a re-ranker that did not see it either. */
function judged(
  model: RerankerModel,
  example: DomainExample,
  domain: string,
  { hypotheses, evidence }: HeldOut,
): HeldOutScore {
  const { logits, inDomain } = judge(model, evidence);
  return {
    reference: referenceOf(example, domain),
    hypotheses: scoredHypotheses(example, domain, hypotheses, logits.map(sigmoid)),
    inDomain,
    source: example.source,
    baseline: scoredHypotheses(
      example,
      domain,
      hypotheses,
      hypotheses.map(({ scores }) => scores.domain * scores.intent * scores.slot),
    ),
  };
}

async function bundleContents(
  { schema, corpora, form, nBest, folds, recognizer, reranker }: DomainTraining,
  model: RerankerModel,
  examples: readonly DomainExample[],
  trained: ReadonlyMap<string, Uint8Array>,
  figures: Record<string, number>,
): Promise<BundleContents> {
  const manifest: BundleContents['manifest'] = {
    domain: schema.domain,
    schema: intentSlots(schema),
    recognizer: { nBest, settings: flatSettings({ ...recognizer, seed: undefined }) },
    reranker: { form, weights: namedWeights(model) },
    training: {
      seed: recognizer.seed,
      loss: form,
      corpora,
      negatives: corpora.map(({ name }) => ({ source: name, rate: 1 })),
      settings: flatSettings({ folds, ...reranker }),
    },
    figures,
  };
  const parts = new Map([...trained, [RERANKER_GRAPH, rerankerGraph(model)]]);
  const servable = await loadServable({ manifest, parts });
  try {
    const golden: GoldenUtterance[] = [];
    for (const { text } of goldenExamples(examples, schema)) {
      golden.push({ utterance: text, interpretation: await servable.interpret(text, { explain: true }) });
    }
    parts.set(GOLDEN_PART, Buffer.from(JSON.stringify(golden)));
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
