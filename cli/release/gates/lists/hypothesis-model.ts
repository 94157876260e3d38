import { hasRecognizer, type Manifest } from '../../../../bundles/format/manifest.js';
import { openBundle } from '../../../../bundles/format/open.js';
import { asRefusal } from '../../../../bundles/format/refusal.js';
import { ANY_SIGNER } from '../../../../bundles/format/trust.js';
import { loadInterpreter } from '../../../../domains/core/interpreter/load-interpreter.js';
import { locateSlots } from '../../../../domains/core/interpreter/slot-location.js';
import { checkManifest } from '../../../../domains/core/loading/domain-bundle.js';
import { GOLDEN_PART } from '../../../../domains/core/loading/golden.js';
import type { NamedScores } from '../../../../domains/core/own-scores/evidence.js';
import { checkOwnGolden, parseOwnGolden } from '../../../../domains/core/own-scores/golden-check.js';
import { loadOwnRanker } from '../../../../domains/core/own-scores/own-ranker.js';
import { isProbable, logSigmoid } from '../../../../domains/core/own-scores/scale.js';
import type { ScoreWarning } from '../../../../domains/core/own-scores/warnings.js';
import { domainFolders } from '../../../../domains/core/schema/domain-folders.js';
import { domainConfigSchema } from '../../../../domains/core/service/config.js';
import { NluError } from '../../../../serving/errors.js';
import type { Scores, Slot } from '../../../../serving/hypothesis.js';
import { type RowHypothesis, slotsWithoutOffsets } from '../../../../training/own-scores/hypothesis-row.js';
import type { ScoreKinds } from '../../../../training/own-scores/score-kinds.js';

/** What a gateway needs to know of a re-ranked list. */
export interface RankedList {
  /** Best first. */
  readonly hypotheses: readonly {
    readonly intent: string;
    readonly slots: readonly Slot[];
    readonly confidence: number;
  }[];
  /** In [0, 1]. */
  readonly inDomain: number;
  readonly warnings: readonly ScoreWarning[];
}

/** Something that re-ranks the lists of another NLU, for one domain. */
export interface HypothesisModel {
  readonly domain: string;
  /** @param hypotheses of the domain, in the caller's order */
  rank(text: string, hypotheses: readonly RowHypothesis[]): Promise<RankedList>;
  release(): Promise<void>;
}

/** A bundle that re-ranks the lists of another NLU. */
export interface HypothesisBundle extends HypothesisModel {
  readonly manifest: Manifest;
}

/**
 * Opens a bundle: one without recognizer, after its golden lists, or one whose recognizer's own three scores the rows
 * have.
 * @throws BundleRefused naming the check that fails
 */
export async function openHypothesisBundle(bytes: Uint8Array): Promise<HypothesisBundle> {
  const bundle = await openBundle(bytes, ANY_SIGNER);
  const { manifest, parts } = bundle;
  const { domain } = manifest;
  if (hasRecognizer(manifest)) {
    const servable = await loadInterpreter(bundle);
    const rank = async (text: string, hypotheses: readonly RowHypothesis[]): Promise<RankedList> => {
      const sent = hypotheses.map(({ intent, slots, scores }) => ({
        intent,
        slots: locateSlots(text, slotsWithoutOffsets(slots)),
        scores: recognizerScores(text, scores),
      }));
      return { ...(await servable.rerank(text, sent)), warnings: [] };
    };
    return { manifest, domain, rank, release: () => servable.release() };
  }
  const schema = domainFolders().find(({ name }) => name === domain)?.schema ?? { domain };
  checkManifest(manifest, { version: manifest.version }, schema);
  const { ranker, release } = await loadOwnRanker(manifest, parts).catch((error) => {
    throw asRefusal('graph', error);
  });
  try {
    const { goldenTolerance } = domainConfigSchema.parse({});
    await checkOwnGolden(ranker, parseOwnGolden(parts.get(GOLDEN_PART)), goldenTolerance);
  } catch (error) {
    await release();
    throw error;
  }
  const rank = async (text: string, hypotheses: readonly RowHypothesis[]): Promise<RankedList> => {
    const { confidences, inDomain, warnings } = await ranker.rank(hypotheses);
    return { hypotheses: ordered(text, hypotheses, confidences), inDomain, warnings };
  };
  return { manifest, domain, rank, release };
}

function recognizerScores(text: string, { domain, intent, slot }: NamedScores): Scores {
  const isThere = (value: number | null | undefined): value is number => typeof value === 'number';
  if (isThere(domain) && isThere(intent) && isThere(slot)) return { domain, intent, slot };
  const problem = 'a bundle with a recognizer re-ranks by the scores domain, intent and slot';
  throw new NluError('INVALID_ARGUMENT', `"${text}": ${problem}, and a hypothesis lacks one`);
}

/** Whether rows have the three scores that a recognizer's bundle re-ranks by. */
export function hasRecognizerScores(kinds: ScoreKinds): boolean {
  return ['domain', 'intent', 'slot'].every((name) => kinds.get(name) === 'probability');
}

/**
 * The caller's own order: by the product of the scores that are probabilities; where none is, by the first score alone,
 * whose values say nothing of how sure the caller is.
 */
export function callersOwn(domain: string, kinds: ScoreKinds): HypothesisModel {
  const probable = [...kinds].filter(([, kind]) => isProbable(kind));
  const [first] = kinds;
  const product = ({ scores }: RowHypothesis) =>
    probable.reduce((sum, [name, kind]) => {
      const value = scores[name];
      if (value === undefined || value === null) return sum;
      return sum + (kind === 'probability' ? Math.log(value) : kind === 'logit' ? logSigmoid(value) : value);
    }, 0);
  const single = ({ scores }: RowHypothesis) => {
    const value = (first && scores[first[0]]) ?? 0;
    // A logistic curve keeps the order, and is no probability.
    return logSigmoid(first && (first[1] === 'cost' || first[1] === 'rank') ? -value : value);
  };
  return {
    domain,
    async rank(text, hypotheses) {
      const confidences = hypotheses.map((each) => Math.exp(probable.length > 0 ? product(each) : single(each)));
      const ranked = ordered(text, hypotheses, confidences);
      return { hypotheses: ranked, inDomain: ranked[0]?.confidence ?? 0, warnings: [] };
    },
    release: async () => {},
  };
}

function ordered(text: string, hypotheses: readonly RowHypothesis[], confidences: ArrayLike<number>) {
  const ranked = hypotheses.map(({ intent, slots }, index) => ({
    intent,
    slots: locateSlots(text, slotsWithoutOffsets(slots)),
    confidence: confidences[index],
  }));
  return ranked.sort((one, other) => other.confidence - one.confidence);
}
