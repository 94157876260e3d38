import { askedTitle } from '../../domains/core/catalogue/asked-title.js';
import { decode } from '../../domains/core/recognizer/decode.js';
import { tokenIds, tokensOf, utteranceIds } from '../../domains/core/recognizer/encode.js';
import { type Evidence, evidence, type Judged } from '../../domains/core/reranker/evidence.js';
import type { DomainExample } from '../examples/domain-corpus.js';
import { emissionScores } from '../recognizer/crf.js';
import { type DomainModels, type Material, trainModels } from '../recognizer/domain-models.js';
import { score } from '../recognizer/maxent.js';
import { dequantise } from '../recognizer/quantised-table.js';

/** A held-out utterance as the models of the other folds see it. */
export interface HeldOut {
  /** Index among the domain's examples. */
  readonly index: number;
  readonly hypotheses: readonly Judged[];
  readonly evidence: Evidence;
  /** Whether it asks for a title that the domain's catalogue lists. */
  readonly listed: boolean;
}

export interface FoldTask extends Material {
  readonly examples: readonly DomainExample[];
  /** The fold of every example. */
  readonly folds: Uint8Array;
  /** The fold that is held out. */
  readonly fold: number;
  readonly nBest: number;
}

/** Trains on every fold but one, less the rows that the domain left out, and scores that one whole. */
export function runFold({ examples, folds, fold, nBest, ...material }: FoldTask): HeldOut[] {
  const training = examples.filter(({ weight }, index) => folds[index] !== fold && weight > 0);
  const recognize = trainedRecognition(trainModels(training, material));
  return examples.flatMap((example, index) =>
    folds[index] === fold ? [{ index, ...recognize(example.text, nBest) }] : [],
  );
}

/** The recognizer and its evidence on the trainer's own tables, as the graphs will compute them. */
export function trainedRecognition({ recognizer, languageModels }: DomainModels) {
  const { model, utterance, token } = recognizer;
  const utteranceWeights = dequantise(utterance);
  const tokenWeights = dequantise(token);
  const { titles } = languageModels.catalogue;
  const logits = new Float64Array(utterance.columns);
  return (text: string, nBest: number): Omit<HeldOut, 'index'> => {
    const words = tokensOf(text).map((token) => token.text);
    score(utteranceWeights, utterance.columns, utteranceIds(words, model.vocabularies).ids, logits);
    const { ids: features, width } = tokenIds(words, model.vocabularies);
    const emissions = emissionScores(tokenWeights, token.columns, { features, width });
    const asked = titles && askedTitle(titles, words);
    const candidates = decode(model.chains, words.length, { logits, emissions }, nBest, asked);
    const domain = 1 / (1 + Math.exp(-logits[0]!));
    const hypotheses = candidates.map(({ intent, spans, logIntent, logSlot }) => ({
      intent,
      spans,
      scores: { domain, intent: Math.exp(logIntent), slot: Math.exp(logSlot) },
    }));
    return {
      hypotheses,
      evidence: evidence(languageModels, words, hypotheses, asked),
      listed: asked !== undefined,
    };
  };
}
