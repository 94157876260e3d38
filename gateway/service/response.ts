import { WireWriter } from '../../proto/codec/wire-writer.js';
import type { Answer } from '../answer/answer.js';
import type { Decision } from '../answer/decision.js';
import type { Contribution, WeighedHypothesis } from '../answer/hypothesis.js';
import type { DomainOutcome } from '../answer/outcome.js';
import type { Reading } from '../answer/readings.js';

/** Numbers of gateway.proto. */
const decisions: Readonly<Record<Decision, number>> = { ACCEPT: 1, CLARIFY: 2, REJECT: 3 };
const statuses: Readonly<Record<DomainOutcome['status'], number>> = {
  OK: 1,
  DEADLINE: 2,
  UNAVAILABLE: 3,
  OVERLOADED: 4,
  ERROR: 5,
};

const writer = new WireWriter();

/**
 * An answer as an encoded InterpretResponse. The domains' hypotheses go out as they came in, with what the gateway adds;
 * contributions are there when they were asked for, since the answer has none otherwise.
 */
export function encodeResponse(
  requestId: string,
  answer: Answer,
  outcomes: readonly DomainOutcome[],
  missingDomainRisk: number,
  priorsVersion: string,
): Buffer {
  writer.begin();
  writer.text(1, requestId);
  writer.uint32(2, decisions[answer.decision]);
  for (const hypothesis of answer.hypotheses) writeHypothesis(3, hypothesis);
  for (const outcome of outcomes) writeStatus(outcome);
  writer.bool(5, answer.degraded);
  writer.double(6, missingDomainRisk);
  writer.text(7, priorsVersion);
  for (const reading of answer.readings) writeReading(reading);
  if (answer.priorFlip) {
    const flip = writer.open(9);
    writer.text(1, answer.priorFlip.domain);
    writer.double(2, answer.priorFlip.logOdds);
    writer.close(flip);
  }
  return writer.finish();
}

function writeHypothesis(field: number, hypothesis: WeighedHypothesis): void {
  const { encoded } = hypothesis;
  const start = writer.open(field);
  writer.encoded(encoded.bytes, encoded.start, encoded.end);
  writer.double(6, hypothesis.posterior);
  writeContributions(7, hypothesis.contributions);
  writer.double(8, hypothesis.priorShift);
  writeContributions(9, hypothesis.priorContributions);
  writer.close(start);
}

function writeContributions(field: number, contributions: readonly Contribution[]): void {
  for (const { name, value } of contributions) {
    const start = writer.open(field);
    writer.text(1, name);
    writer.double(2, value);
    writer.close(start);
  }
}

function writeStatus(outcome: DomainOutcome): void {
  const start = writer.open(4);
  writer.text(1, outcome.domain);
  writer.uint32(2, statuses[outcome.status]);
  if (outcome.status === 'OK') {
    writer.text(3, outcome.reply.bundleVersion);
    writer.double(4, outcome.latencyMs);
    writer.double(6, outcome.reply.inDomain);
  } else {
    writer.double(4, outcome.latencyMs);
    writer.text(5, outcome.error.message);
  }
  writer.close(start);
}

function writeReading({ domain, title, probability, hypothesis }: Reading): void {
  const start = writer.open(8);
  writer.text(1, domain);
  writer.text(2, title);
  writer.double(3, probability);
  writeHypothesis(4, hypothesis);
  writer.close(start);
}
