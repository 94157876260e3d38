import type { Contribution } from '../../../serving/hypothesis.js';
import { sigmoid } from '../../../serving/numeric/log-odds.js';
import type { CandidateList } from './candidate-list.js';
import { type Evidence, withSlotWeights } from './evidence.js';
import { explain, scoreList } from './head.js';
import type { RerankerModel } from './model.js';
import { explainScreened, scoreScreened } from './screen.js';
import { type WeightOfSlot, weightOfSlot } from './slot-weights.js';

/** Calibrated probabilities of one list. */
export interface Confidences {
  /** `[n]`, P(hypothesis h is exactly right), in (0, 1). */
  readonly confidences: ArrayLike<number>;
  /** P(the utterance is the domain's), in [0, 1]. */
  readonly inDomain: number;
}

/** A list's probabilities, and what each confidence is made of. */
export interface Ranking extends Confidences {
  /** The additive parts of the logit of one hypothesis's confidence. */
  explain(index: number): Contribution[];
}

/** Computes a re-ranker's formulas on the evidence of a list that is not empty: see head.ts. */
export interface EvidenceScorer {
  score(list: Evidence): Confidences | Promise<Confidences>;
}

/**
 * A domain's learned combination of scores and further evidence. A service computes it by an ONNX graph (session.ts),
 * a training run by the reference computation.
 */
export class Reranker {
  readonly model: RerankerModel;
  readonly #scorer: EvidenceScorer;
  readonly #weightOf: WeightOfSlot;

  constructor(model: RerankerModel, scorer: EvidenceScorer = referenceScorer(model)) {
    this.model = model;
    this.#scorer = scorer;
    this.#weightOf = weightOfSlot(model.slots);
  }

  /** Ranks one list: by its evidence, or where the screen ended it by the product of its probabilities. */
  async rank(list: CandidateList): Promise<Ranking> {
    const { hypotheses } = list;
    if (list.screened !== undefined) {
      const { screened } = list;
      const scores = hypotheses.map((hypothesis) => hypothesis.scores);
      const { logits, inDomain } = scoreScreened(screened, scores);
      return {
        confidences: logits.map(sigmoid),
        inDomain,
        explain: (index) => explainScreened(screened, scores[index]),
      };
    }
    const evidence = withSlotWeights(list.evidence, hypotheses, this.#weightOf);
    const { confidences, inDomain } = await this.#scorer.score(evidence);
    return { confidences, inDomain, explain: (index) => explain(this.model, evidence, index) };
  }
}

/** The formulas themselves, in place of a graph. */
function referenceScorer(model: RerankerModel): EvidenceScorer {
  return {
    score(list) {
      const { logits, inDomain } = scoreList(model, list);
      return { confidences: logits.map(sigmoid), inDomain };
    },
  };
}
