import { type FeatureScorer, Recognizer } from '../../domains/core/recognizer/recognizer.js';
import { emissionScores } from './crf.js';
import { score } from './maxent.js';
import { dequantise } from './quantised-table.js';
import type { TrainedRecognizer } from './recognizer-trainer.js';

/** A trained recognizer over the trainer's own tables: its scores are those that the exported graphs will give. */
export function tableRecognizer(trained: TrainedRecognizer): Recognizer {
  return new Recognizer(trained.model, tableScorer(trained));
}

/** Sums in double precision of the weights that the quantised tables stand for. */
function tableScorer({ utterance, token }: Pick<TrainedRecognizer, 'utterance' | 'token'>): FeatureScorer {
  const utteranceWeights = dequantise(utterance);
  const tokenWeights = dequantise(token);
  return {
    classify({ ids }) {
      const logits = new Float64Array(utterance.columns);
      score(utteranceWeights, utterance.columns, ids, logits);
      return logits;
    },
    tag: ({ ids, width }) => emissionScores(tokenWeights, token.columns, { features: ids, width }),
  };
}
