import { hasRecognizer, type Manifest } from '../../../../bundles/format/manifest.js';
import type { SentHypothesis } from '../../../../domains/core/interpreter/hypothesis.js';
import { locateSlots } from '../../../../domains/core/interpreter/slot-location.js';
import type { NamedScores } from '../../../../domains/core/own-scores/evidence.js';
import { isProbable, logSigmoid } from '../../../../domains/core/own-scores/scale.js';
import type { ScoreWarning } from '../../../../domains/core/own-scores/warnings.js';
import { NluError } from '../../../../serving/errors.js';
import type { Slot } from '../../../../serving/hypothesis.js';
import { type RowHypothesis, slotsWithoutOffsets } from '../../../../training/own-scores/hypothesis-row.js';
import type { ScoreKinds } from '../../../../training/own-scores/score-kinds.js';
import type { DomainModel } from '../domain-model.js';

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
 * A loaded bundle of either kind as what re-ranks rows: by the recognizer's own three scores, or by those that it declares.
 * What serves re-ranks them.
 */
export function hypothesisBundle({ manifest, servable }: DomainModel): HypothesisBundle {
  const scoresOf = hasRecognizer(manifest) ? recognizerScores : declaredScores;
  return {
    manifest,
    domain: manifest.domain,
    async rank(text, hypotheses) {
      const sent = hypotheses.map(({ intent, slots, scores }) => ({
        intent,
        slots: locateSlots(text, slotsWithoutOffsets(slots)),
        ...scoresOf(text, scores),
      }));
      const { warnings = [], ...reranked } = await servable.rerank(text, sent);
      return { ...reranked, warnings };
    },
    release: () => servable.release(),
  };
}

type SentScores = Pick<SentHypothesis, 'scores' | 'namedScores'>;

function recognizerScores(text: string, { domain, intent, slot }: NamedScores): SentScores {
  const isThere = (value: number | null | undefined): value is number => typeof value === 'number';
  if (isThere(domain) && isThere(intent) && isThere(slot)) return { scores: { domain, intent, slot } };
  const problem = 'a bundle with a recognizer re-ranks by the scores domain, intent and slot';
  throw new NluError('INVALID_ARGUMENT', `"${text}": ${problem}, and a hypothesis lacks one`);
}

function declaredScores(_text: string, scores: NamedScores): SentScores {
  const present = Object.entries(scores).filter((entry): entry is [string, number] => typeof entry[1] === 'number');
  return { namedScores: Object.fromEntries(present) };
}

/** Whether rows have the three scores that a recognizer's bundle re-ranks by. */
export function hasRecognizerScores(kinds: ScoreKinds): boolean {
  return ['domain', 'intent', 'slot'].every((name) => kinds.get(name) === 'probability');
}

/** What the caller's own order goes by. */
export interface OwnOrder {
  readonly scores: readonly string[];
  /** Scores that no rule makes comparable with these; the order leaves them out. */
  readonly leftOut: readonly string[];
  /** Whether the scores are probabilities, so that their calibration means something. */
  readonly isProbable: boolean;
}

/** The scores of the caller's own order (`callersOwn`). */
export function ownOrder(kinds: ScoreKinds): OwnOrder {
  const names = [...kinds.keys()];
  const probable = names.filter((name) => isProbable(kinds.get(name) ?? 'number'));
  const scores = probable.length > 0 ? probable : names.slice(0, 1);
  const leftOut = names.filter((name) => !scores.includes(name));
  return { scores, leftOut, isProbable: probable.length > 0 };
}

/** The same for people: `by p times q, without nll`. */
export function ownOrderText({ scores, leftOut }: OwnOrder): string {
  return `by ${scores.join(' times ')}${leftOut.length > 0 ? `, without ${leftOut.join(', ')}` : ''}`;
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
    return first && (first[1] === 'cost' || first[1] === 'rank') ? -value : value;
  };
  // An arc tangent keeps the order of costs in the thousands, and is no probability.
  const squashed = (value: number) => 0.5 + Math.atan(value) / Math.PI;
  const isProduct = probable.length > 0;
  return {
    domain,
    async rank(text, hypotheses) {
      const values = hypotheses.map(isProduct ? product : single);
      // By the values: of long products the exponential is 0, one like another.
      const order = [...values.keys()].sort((one, other) => values[other] - values[one] || 0);
      const ranked = order.map((index) => ({
        intent: hypotheses[index].intent,
        slots: locateSlots(text, slotsWithoutOffsets(hypotheses[index].slots)),
        confidence: isProduct ? Math.exp(values[index]) : squashed(values[index]),
      }));
      return { hypotheses: ranked, inDomain: ranked[0]?.confidence ?? 0, warnings: [] };
    },
    release: async () => {},
  };
}
