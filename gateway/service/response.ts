import { type FoundEntities, writeEntity, writeStrategyRun } from '../../proto/codec/entity-fields.js';
import { WireWriter } from '../../proto/codec/wire-writer.js';
import type { Contribution } from '../../serving/hypothesis.js';
import type { Answer } from '../answer/answer.js';
import type { Decision } from '../answer/decision.js';
import type { WeighedHearing } from '../answer/hearings/weights.js';
import type { Preferred, ShiftedHypothesis } from '../answer/hypothesis.js';
import { boundedLogit } from '../answer/priors/context-priors.js';
import type { Reading } from '../answer/readings.js';
import type { DomainOutcome } from '../domains/outcome.js';
import type { EncodedHypothesis } from '../domains/replies/encoded-reply.js';
import { namedEntity } from '../domains/replies/found-entities.js';
import type { Question } from '../preferences/questions/question.js';
import type { Rewrite } from '../rewriting/rewrite.js';
import type { RewriteLayer } from '../rewriting/table/rewrite-layer.js';

/** An answer whose hypotheses have their bytes beside them. */
export type EncodedAnswer = Answer<EncodedHypothesis>;
type Shifted = ShiftedHypothesis<EncodedHypothesis>;

/** The numbers of the enums in gateway.proto. */
const DECISIONS: Readonly<Record<Decision, number>> = { ACCEPT: 1, CLARIFY: 2, REJECT: 3, UNDECIDED: 4 };
const LAYERS: Readonly<Record<RewriteLayer, number>> = { KNOWN: 1, GLOBAL: 2, PERSONAL: 3 };
const STATUSES: Readonly<Record<DomainOutcome['status'], number>> = {
  OK: 1,
  DEADLINE: 2,
  UNAVAILABLE: 3,
  OVERLOADED: 4,
  ERROR: 5,
  NO_RECOGNIZER: 6,
};

const writer = new WireWriter();

/** Fields of the response besides the answer. */
export interface ResponseFrame {
  readonly requestId: string;
  readonly outcomes: readonly DomainOutcome[];
  /** True when a domain that was asked did not reply. */
  readonly degraded: boolean;
  /** The version of the priors that were applied; empty where none was. */
  readonly priorsVersion: string;
  /** Those that the answer was made from, likeliest first; none where the utterance came as one text. */
  readonly hearings: readonly WeighedHearing[];
  /** What the user may be asked besides. */
  readonly question?: Question | undefined;
  /** What was interpreted instead; absent: the request as it was said. */
  readonly rewrite?: Rewrite | undefined;
}

/**
 * An answer as an encoded InterpretResponse. The domains' hypotheses go out as they came in, with what the gateway adds;
 * contributions are there when they were asked for, since the answer has none otherwise.
 */
export function encodeResponse(answer: EncodedAnswer, frame: ResponseFrame): Buffer {
  const { requestId, outcomes, degraded, priorsVersion, hearings, rewrite, question } = frame;
  writer.begin();
  writer.text(1, requestId);
  writer.uint32(2, DECISIONS[answer.decision]);
  for (const hypothesis of answer.hypotheses) writeHypothesis(3, hypothesis);
  for (const outcome of outcomes) writeStatus(outcome);
  writer.bool(5, degraded);
  writer.double(6, answer.missingRisk);
  writer.text(7, priorsVersion);
  for (const reading of answer.readings) writeReading(reading);
  if (answer.priorFlip) {
    const flip = writer.open(9);
    writer.text(1, answer.priorFlip.domain);
    writer.double(2, answer.priorFlip.logOdds);
    writer.close(flip);
  }
  writer.double(10, answer.none);
  writer.double(11, answer.answerProbability);
  for (const { text, weight } of hearings) {
    const start = writer.open(12);
    writer.text(1, text);
    writer.double(2, weight);
    writer.close(start);
  }
  if (rewrite) writeRewrite(rewrite);
  if (question) writeQuestion(question);
  return writer.finish();
}

/** The numbers of QuestionKind. */
const QUESTIONS = { satisfaction: 1, preference: 2 } as const;

function writeQuestion(question: Question): void {
  const start = writer.open(14);
  writer.uint32(1, QUESTIONS[question.kind]);
  if (question.kind === 'preference') {
    const { words, domain, kind, entity } = question.about;
    const about = writer.open(2);
    const meaning = writer.open(4);
    writer.text(1, words);
    writer.text(2, domain);
    writer.text(3, kind);
    writer.text(4, entity);
    writer.close(meaning);
    writer.close(about);
  }
  writer.double(3, question.propensity);
  writer.close(start);
}

function writeRewrite({ text, layer, probability, version }: Rewrite): void {
  const start = writer.open(13);
  writer.text(1, text);
  writer.uint32(2, LAYERS[layer]);
  writer.double(3, probability);
  writer.text(4, version);
  writer.close(start);
}

function writeHypothesis(field: number, shifted: Shifted): void {
  const { hypothesis, posterior, priorShift, priorContributions, heard } = shifted;
  const { encoded, contributions } = hypothesis;
  const start = writer.open(field);
  writer.encoded(encoded.bytes, encoded.start, encoded.end);
  writer.double(5, hypothesis.confidence);
  writer.double(6, posterior);
  writeContributions(7, contributions);
  // The parts sum to the confidence of one hearing; this one leads from there to that of all.
  if (heard && contributions.length > 0) {
    const value = boundedLogit(hypothesis.confidence) - boundedLogit(heard.confidence);
    writeContributions(7, [{ name: 'hearings', value }]);
  }
  writer.double(8, priorShift);
  writeContributions(9, priorContributions);
  writer.text(10, hypothesis.title);
  if (heard) writer.text(11, heard.text);
  writer.bool(12, hypothesis.forbidden ?? false);
  if (hypothesis.found) writeFound(hypothesis.found);
  if (shifted.preferred) writePreferred(shifted.preferred);
  writer.close(start);
}

function writeFound({ entities, entityNone, strategyRuns }: FoundEntities): void {
  for (const entity of entities) writeEntity(writer, 13, entity);
  if (entityNone !== undefined) writer.presentDouble(14, entityNone);
  for (const run of strategyRuns) writeStrategyRun(writer, 15, run);
}

function writePreferred({ shift, contributions, defaultSlots }: Preferred): void {
  writer.double(17, shift);
  writeContributions(18, contributions);
  for (const { name, value } of defaultSlots) {
    const start = writer.open(19);
    writer.text(1, name);
    writer.text(2, value);
    writer.close(start);
  }
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
  writer.uint32(2, STATUSES[outcome.status]);
  if (outcome.status === 'OK') {
    writer.text(3, outcome.reply.bundleVersion);
    writer.double(4, outcome.latencyMs);
    writer.double(6, outcome.reply.inDomain);
    for (const warning of outcome.reply.warnings) writer.text(7, warning);
    writer.text(8, outcome.reply.catalogueVersion);
  } else {
    writer.double(4, outcome.latencyMs);
    writer.text(5, outcome.error.message);
  }
  writer.close(start);
}

function writeReading({ domain, title, probability, hypothesis }: Reading<Shifted>): void {
  const start = writer.open(8);
  writer.text(1, domain);
  writer.text(2, title);
  writer.double(3, probability);
  writeHypothesis(4, hypothesis);
  const { found } = hypothesis.hypothesis;
  const entity = found && namedEntity(found);
  if (entity) writeEntity(writer, 5, entity);
  writer.close(start);
}
