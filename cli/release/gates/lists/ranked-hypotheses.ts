import { hasRecognizer, type Manifest } from '../../../../bundles/format/manifest.js';
import type { RowHypothesis } from '../../../../training/own-scores/hypothesis-row.js';
import type { ScoreKinds } from '../../../../training/own-scores/score-kinds.js';
import type { ActiveBundles } from '../active-bundles.js';
import type { DomainAnswer } from '../caller-answer.js';
import { loadModel, loadProven } from '../domain-model.js';
import { callersOwn, type HypothesisModel, hasRecognizerScores, hypothesisBundle } from './hypothesis-model.js';

/** A request with the n-best list of another NLU. */
export interface ListedQuestion {
  readonly text: string;
  readonly hypotheses: readonly RowHypothesis[];
}

/** The lists as a candidate, and what it stands beside, re-rank them. */
export interface RankedQuestions {
  readonly candidate: { readonly manifest: Manifest; readonly interpretations: readonly DomainAnswer[] };
  /** By domain; of the candidate's domain by its active version or, where that cannot, in the caller's own order. */
  readonly active: ReadonlyMap<string, readonly DomainAnswer[]>;
  /** What stands for the candidate's domain: the version, or undefined for the caller's own order. */
  readonly beside: string | undefined;
  /** The active version of the candidate's domain that interprets texts, where the candidate has no recognizer for that. */
  readonly silenced: string | undefined;
}

/**
 * Re-ranks the lists by a candidate and by the active versions of all domains that the lists name. An active version
 * with a recognizer can do so only where the rows have its three scores.
 * @throws BundleRefused for a candidate that no service would take
 */
export async function rankQuestions(
  candidate: Uint8Array,
  active: ActiveBundles,
  questions: readonly ListedQuestion[],
  kinds: ScoreKinds,
): Promise<RankedQuestions> {
  const model = hypothesisBundle(await loadModel(candidate));
  const { domain, manifest } = model;
  const interpretations = await rankAll(model, questions);
  const named = new Set(questions.flatMap(({ hypotheses }) => hypotheses.map((hypothesis) => hypothesis.domain)));
  const columns = new Map<string, readonly DomainAnswer[]>();
  let beside: string | undefined;
  let silenced: string | undefined;
  for (const [name, { read }] of active) {
    if (!named.has(name) && name !== domain) continue;
    const bundle = hypothesisBundle(await loadProven(await read()));
    if (name === domain && hasRecognizer(bundle.manifest) && !hasRecognizer(manifest))
      silenced = bundle.manifest.version;
    if (bundle.manifest.recognizer && !hasRecognizerScores(kinds)) {
      await bundle.release();
      continue;
    }
    columns.set(name, await rankAll(bundle, questions));
    if (name === domain) beside = bundle.manifest.version;
  }
  if (!columns.has(domain)) columns.set(domain, await rankAll(callersOwn(domain, kinds), questions));
  return { candidate: { manifest, interpretations }, active: columns, beside, silenced };
}

/** The lists of one domain by its model, which is released. */
async function rankAll(model: HypothesisModel, questions: readonly ListedQuestion[]): Promise<DomainAnswer[]> {
  const answers: DomainAnswer[] = [];
  try {
    for (const { text, hypotheses } of questions) {
      const own = hypotheses.filter(({ domain }) => domain === model.domain);
      answers.push(own.length === 0 ? { hypotheses: [], inDomain: 0 } : await model.rank(text, own));
    }
    return answers;
  } finally {
    await model.release();
  }
}
