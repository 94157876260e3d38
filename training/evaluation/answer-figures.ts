import { type BootstrapOptions, type Interval, pairedBootstrap } from '../metrics/bootstrap.js';
import { hasRightIntent, isRight } from '../metrics/interpretation-match.js';
import { ratioValue } from '../metrics/ratio.js';
import { isInDomain, isOutOfDomain, isScorable, type Reference } from '../metrics/scored.js';
import type { Answered } from './answered.js';

/** What an utterance means beside what a gateway would answer. */
export interface AnsweredReference {
  readonly reference: Reference;
  readonly answer: Answered;
}

/** Calibration of the top hypotheses of one domain's utterances under one device. */
export interface DeviceCalibration {
  /** A device type; empty for none. */
  readonly device: string;
  /** The domain whose utterances these are. */
  readonly domain: string;
  readonly utterances: number;
  /** Mean posterior of the top hypotheses, in [0, 1]; an utterance without one counts as 0. */
  readonly posterior: number;
  /** Share whose top hypothesis has the right domain, intent and slots. */
  readonly right: number;
  /** posterior - right */
  readonly difference: number;
}

/** The calibration of one device's answers, for each domain that has annotated utterances, by the domain's name. */
export function deviceCalibration(device: string, rows: readonly AnsweredReference[]): DeviceCalibration[] {
  const annotated = rows.filter(({ reference }) => isInDomain(reference));
  const domains = [...new Set(annotated.map(({ reference }) => reference.domain))].sort();
  return domains.map((domain) => {
    const own = annotated.filter(({ reference }) => reference.domain === domain);
    const posterior = own.reduce((sum, { answer }) => sum + (answer.top?.confidence ?? 0), 0) / own.length;
    const rights = own.filter(({ reference, answer: { top } }) => top !== undefined && isRight(reference, top)).length;
    const right = rights / own.length;
    return { device, domain, utterances: own.length, posterior, right, difference: posterior - right };
  });
}

/** The calibration that is furthest off, either way; undefined of none. */
export function worstCalibration(all: readonly DeviceCalibration[]): DeviceCalibration | undefined {
  return [...all].sort((one, other) => Math.abs(other.difference) - Math.abs(one.difference))[0];
}

/** How many answers there are of each decision. */
export interface DecisionCounts {
  readonly accept: number;
  readonly clarifySeveral: number;
  /** Asked about with a single reading: "did you mean this?" */
  readonly clarifyOne: number;
  readonly reject: number;
}

export function decisionCounts(answers: readonly Answered[]): DecisionCounts {
  const of = (decision: Answered['decision']) => answers.filter((answer) => answer.decision === decision);
  const clarifyOne = of('CLARIFY').filter(({ readings }) => readings.length === 1).length;
  return {
    accept: of('ACCEPT').length,
    clarifySeveral: of('CLARIFY').length - clarifyOne,
    clarifyOne,
    reject: of('REJECT').length,
  };
}

/** The decisions on utterances of which it is known what is right. */
export interface DecisionFigures {
  readonly counts: DecisionCounts;
  /** Ambiguous utterances, and those of a domain whose slots are not annotated. */
  readonly leftOut: number;
  /** Share of the accepted whose first reading has a wrong domain, intent or slots. */
  readonly wrong: Interval;
  /** The same by domain and intent alone. */
  readonly wrongIntent: Interval;
}

export function decisionFigures(rows: readonly AnsweredReference[], options?: BootstrapOptions): DecisionFigures {
  const known = rows.filter(({ reference }) => isScorable(reference));
  const wrong = known.map(({ reference, answer }) => !answer.readings.slice(0, 1).some((it) => isRight(reference, it)));
  const wrongIntent = known.map(({ reference, answer }) => {
    if (isOutOfDomain(reference)) return true;
    return !answer.readings.slice(0, 1).some((it) => hasRightIntent(reference, it));
  });
  const answers = known.map(({ answer }) => answer);
  return {
    counts: decisionCounts(answers),
    leftOut: rows.length - known.length,
    wrong: shareOfAccepted(answers, wrong, options),
    wrongIntent: shareOfAccepted(answers, wrongIntent, options),
  };
}

/** The share of the accepted answers for which something holds, with its bootstrap interval; NaN where none is accepted. */
export function shareOfAccepted(
  answers: readonly Answered[],
  holds: readonly boolean[],
  options?: BootstrapOptions,
): Interval {
  const denominators = Float64Array.from(answers, ({ decision }) => Number(decision === 'ACCEPT'));
  const numerators = denominators.map((accepted, index) => accepted * Number(holds[index]));
  const system = (weights: ArrayLike<number>) => ratioValue({ numerators, denominators }, weights);
  return pairedBootstrap(answers.length, { share: { system, baseline: () => 0 } }, options).share.difference;
}
