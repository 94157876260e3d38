import { AMBIGUOUS, OTHER } from '../corpus/corpus-row.js';
import { brierScore, expectedCalibrationError, negativeLogLikelihood } from '../metrics/calibration.js';
import {
  domainErrorRatio,
  intentErrorRatio,
  interpretationErrorRatio,
  oracleErrorRatio,
} from '../metrics/interpretation-errors.js';
import { allOutcomes, domainOutcomes, type Outcomes, topOutcomes, winningOutcomes } from '../metrics/outcomes.js';
import { ratioValue } from '../metrics/ratio.js';
import {
  falsePositivesAt,
  inDomainRejectionScores,
  type RejectionScores,
  rejectionAuroc,
  rejectionScores,
  truePositivesAt,
} from '../metrics/rejection.js';
import { areaUnderRiskCoverage } from '../metrics/risk-coverage.js';
import { isInDomain, isOutOfDomain, type Scored } from '../metrics/scored.js';
import { semerRatio } from '../metrics/semer.js';
import { slotF1Ratio } from '../metrics/slot-f1.js';

/** How far confidences are from frequencies: shares in [0, 1], NLL in nats, NaN without outcomes. */
export interface CalibrationFigures {
  /** How many hypotheses the figures stand on. */
  readonly outcomes: number;
  readonly ece: number;
  readonly brier: number;
  readonly nll: number;
}

/** How well a score tells what one of our domains should answer from what none should. */
export interface RejectionFigures {
  readonly auroc: number;
  /** FPR at 95% TPR. */
  readonly falsePositivesAt95: number;
  /** TPR at 1% FPR. */
  readonly truePositivesAt1: number;
}

/** Shares of utterances that were accepted. */
export interface AcceptanceFigures {
  /** Share of the utterances that one of our domains should answer, slots annotated or not. */
  readonly accepted: number;
  /** Share of the utterances that none of our domains should answer. */
  readonly falselyAccepted: number;
}

/**
 * Every figure that docs/reference/quality-metrics.md defines, on one list of utterances: shares in [0, 1], NLL in nats,
 * NaN where nothing counts.
 */
export interface Figures {
  readonly utterances: { readonly inDomain: number; readonly outOfDomain: number; readonly leftOut: number };
  readonly semer: number;
  readonly irer: number;
  readonly dcer: number;
  readonly icer: number;
  readonly slotF1: number;
  /** IRER if the best hypothesis of the list were always first. */
  readonly oracleIrer: number;
  /** Calibration of the merged list's top hypotheses. */
  readonly top: CalibrationFigures;
  /** Calibration of every hypothesis. */
  readonly all: CalibrationFigures;
  /** Calibration of each domain: of its own best hypothesis of every utterance, and of those that came first. */
  readonly domains: Readonly<
    Record<string, { readonly best: CalibrationFigures; readonly winning: CalibrationFigures }>
  >;
  /** Rejection by the confidence of the top hypothesis. */
  readonly rejection: RejectionFigures;
  /** Rejection by P(in domain), the probability that the utterance is any domain's; absent where it is not known. */
  readonly rejectionByInDomain?: RejectionFigures;
  /** Shares of accepted utterances; absent where no decisions were made. */
  readonly decisions?: AcceptanceFigures;
  readonly areaUnderRiskCoverage: number;
}

/** The figures of one system's hypotheses. */
export function measure(scored: readonly Scored[]): Figures {
  const inDomain = scored.filter((row) => isInDomain(row.reference)).length;
  const outOfDomain = scored.filter((row) => isOutOfDomain(row.reference)).length;
  const top = topOutcomes(scored);
  const inDomainScores = inDomainRejectionScores(scored);
  const decided = scored.length > 0 && scored.every((row) => row.accepted !== undefined);
  return {
    utterances: { inDomain, outOfDomain, leftOut: scored.length - inDomain - outOfDomain },
    semer: ratioValue(semerRatio(scored)),
    irer: ratioValue(interpretationErrorRatio(scored)),
    dcer: ratioValue(domainErrorRatio(scored)),
    icer: ratioValue(intentErrorRatio(scored)),
    slotF1: ratioValue(slotF1Ratio(scored)),
    oracleIrer: ratioValue(oracleErrorRatio(scored)),
    top: calibrationOf(top),
    all: calibrationOf(allOutcomes(scored)),
    domains: Object.fromEntries(
      domainsOf(scored).map((domain) => [
        domain,
        {
          best: calibrationOf(domainOutcomes(scored, domain)),
          winning: calibrationOf(winningOutcomes(scored, domain)),
        },
      ]),
    ),
    rejection: rejectionOf(rejectionScores(scored)),
    ...(inDomainScores && { rejectionByInDomain: rejectionOf(inDomainScores) }),
    ...(decided && { decisions: acceptanceOf(rejectionScores(scored, (row) => (row.accepted ? 1 : 0))) }),
    areaUnderRiskCoverage: areaUnderRiskCoverage(top),
  };
}

/** The domains that the references or the hypotheses name, in alphabetical order; `other` and `ambiguous` are none. */
export function domainsOf(scored: readonly Scored[]): string[] {
  const names = new Set(scored.flatMap((row) => [row.reference, ...row.hypotheses].map(({ domain }) => domain)));
  return [...names].filter((name) => name !== OTHER && name !== AMBIGUOUS).sort();
}

function calibrationOf(outcomes: Outcomes): CalibrationFigures {
  return {
    outcomes: outcomes.confidences.length,
    ece: expectedCalibrationError(outcomes),
    brier: brierScore(outcomes),
    nll: negativeLogLikelihood(outcomes),
  };
}

function rejectionOf(scores: RejectionScores): RejectionFigures {
  return {
    auroc: rejectionAuroc(scores),
    falsePositivesAt95: falsePositivesAt(scores),
    truePositivesAt1: truePositivesAt(scores),
  };
}

function acceptanceOf({ positives, negatives }: RejectionScores): AcceptanceFigures {
  const share = (accepted: Float64Array) => accepted.reduce((sum, one) => sum + one, 0) / accepted.length;
  return { accepted: share(positives), falselyAccepted: share(negatives) };
}
