import { NluError, NO_RECOGNIZER } from '../../../serving/errors.js';
import type { OwnManifest } from '../own-scores/model.js';
import { makeOwnRanker, type OwnRanker } from '../own-scores/own-ranker.js';
import type { Interpretation, Reranking, SentHypothesis } from './hypothesis.js';
import type { InterpretOptions, Servable } from './servable.js';

/** A bundle without recognizer, ready to serve: it re-ranks the hypotheses of a caller's own NLU, and interprets nothing. */
export class OwnInterpreter implements Servable {
  readonly ownRanker: OwnRanker;
  readonly #release: () => Promise<void>;

  /** @param release frees the ranker's session; called once, when no call is under way */
  constructor(ranker: OwnRanker, release: () => Promise<void>) {
    this.ownRanker = ranker;
    this.#release = release;
  }

  /** @throws NluError FAILED_PRECONDITION always */
  async interpret(): Promise<Interpretation> {
    const remedy = "send your own NLU's hypotheses to Rerank";
    throw new NluError('FAILED_PRECONDITION', `${NO_RECOGNIZER}: it interprets no text; ${remedy}`);
  }

  /** Best first; hypotheses of equal confidence in the caller's order. */
  async rerank(
    _utterance: string,
    hypotheses: readonly SentHypothesis[],
    { explain = false, maxHypotheses }: InterpretOptions = {},
  ): Promise<Reranking> {
    const ranking = await this.ownRanker.rank(hypotheses.map((each) => ({ scores: scoresByName(each) })));
    const ranked = hypotheses.map((hypothesis, index) => ({
      ...hypothesis,
      confidence: ranking.confidences[index],
      contributions: explain ? ranking.explain(index) : [],
    }));
    ranked.sort((one, other) => other.confidence - one.confidence);
    return { hypotheses: ranked.slice(0, maxHypotheses), inDomain: ranking.inDomain, warnings: ranking.warnings };
  }

  release(): Promise<void> {
    return this.#release();
  }
}

/** All scores of a caller's hypothesis by name: the three of a recognizer are those called domain, intent and slot. */
export function scoresByName({ scores, namedScores }: SentHypothesis): Readonly<Record<string, number | undefined>> {
  return { ...namedScores, ...scores };
}

/**
 * Makes the session of a bundle's graph, which a calibration has none of.
 * @throws NluError FAILED_PRECONDITION where a weight or the graph is missing, or the graph is of other widths
 */
export async function makeOwnInterpreter(
  manifest: OwnManifest,
  graph: Uint8Array | undefined,
): Promise<OwnInterpreter> {
  const { ranker, release } = await makeOwnRanker(manifest, graph);
  return new OwnInterpreter(ranker, release);
}
