import { BundleRefused } from '../../../bundles/format/refusal.js';
import type { Interpretation, Reranking } from '../interpreter/hypothesis.js';
import type { Servable } from '../interpreter/servable.js';
import { checkOwnGolden } from '../own-scores/golden-check.js';
import type { OwnGolden } from '../own-scores/own-golden.js';
import type { GoldenAnswer, GoldenUtterance } from './golden.js';
import { checkGolden } from './golden-check.js';

/** What a golden answer has to keep to. */
export interface ProofRules {
  /** Absolute difference allowed between a golden number and the one computed here. */
  readonly goldenTolerance: number;
  /** A golden utterance must be answered within this time once the bundle is warm, in ms. */
  readonly answerWithinMs: number;
}

/** Times that a golden utterance may be too slow: a process that was held up once is no fault of its bundle. */
const TRIES = 3;

/**
 * Answers what is golden and compares it with what is recorded. The first answer of a slow one does not count: the first
 * runs of a session allocate and choose kernels.
 * @throws BundleRefused 'graph', 'warm-up' or 'golden', naming the utterance
 */
export async function prove(servable: Servable, golden: readonly GoldenAnswer[], rules: ProofRules): Promise<void> {
  const { answerWithinMs, goldenTolerance } = rules;
  const utterances: GoldenUtterance[] = [];
  const lists: OwnGolden[] = [];
  const answers: Interpretation[] = [];
  for (const each of golden) {
    let { answer, tookMs } = await timedAnswer(servable, each);
    for (let again = 0; tookMs > answerWithinMs && again < TRIES; again += 1) {
      ({ answer, tookMs } = await timedAnswer(servable, each));
    }
    const { utterance } = each;
    checkFinite(utterance, answer);
    if (tookMs > answerWithinMs) {
      const problem =
        `"${utterance}" took ${tookMs.toFixed(0)} ms, in each of ${TRIES} tries; at most ${answerWithinMs} may pass ` +
        '(answerWithinMs; more on a machine with much else to do)';
      throw new BundleRefused('warm-up', problem);
    }
    if ('hypotheses' in each) lists.push(each);
    else {
      utterances.push(each);
      answers.push(answer as Interpretation);
    }
  }
  checkGolden(answers, utterances, goldenTolerance);
  if (servable.ownRanker) await checkOwnGolden(servable.ownRanker, lists, goldenTolerance);
}

async function timedAnswer(servable: Servable, golden: GoldenAnswer): Promise<{ answer: Reranking; tookMs: number }> {
  const begun = performance.now();
  const answer = await answerOf(servable, golden);
  return { answer, tookMs: performance.now() - begun };
}

function answerOf(servable: Servable, golden: GoldenAnswer): Promise<Reranking> {
  const { utterance } = golden;
  if (!('hypotheses' in golden)) return servable.interpret(utterance, { explain: true });
  const sent = golden.hypotheses.map(({ intent, slots, scores }) => ({ intent, slots, namedScores: scores }));
  return servable.rerank(utterance, sent, { explain: true });
}

/** A NaN weight loads without complaint and then wins or loses every comparison. */
function checkFinite(utterance: string, { hypotheses, inDomain }: Reranking): void {
  const probabilities = [inDomain, ...hypotheses.flatMap((h) => [h.confidence, ...Object.values(h.scores ?? {})])];
  const terms = hypotheses.flatMap((hypothesis) => hypothesis.contributions.map(({ value }) => value));
  if (probabilities.every((value) => value >= 0 && value <= 1) && terms.every(Number.isFinite)) return;
  throw new BundleRefused('graph', `"${utterance}" gives a score that is no probability or not finite`);
}
