import { writeEntity, writeStrategyRun } from '../../../proto/codec/entity-fields.js';
import { writeScores } from '../../../proto/codec/score-fields.js';
import { writeSlot } from '../../../proto/codec/slot-fields.js';
import { WireWriter } from '../../../proto/codec/wire-writer.js';
import type { Contribution } from '../../../proto/gen/nlu/v1/Contribution.js';
import type { DomainInterpretResponse } from '../../../proto/gen/nlu/v1/DomainInterpretResponse.js';
import type { Hypothesis } from '../../../proto/gen/nlu/v1/Hypothesis.js';

const writer = new WireWriter();

/**
 * A reply's bytes by nlu/v1/domain.proto; the definition's own codec would check and copy every hypothesis before it
 * writes.
 */
export function encodeReply(reply: DomainInterpretResponse): Buffer {
  writer.begin();
  writer.text(1, reply.requestId ?? '');
  for (const hypothesis of reply.hypotheses ?? []) {
    const start = writer.open(2);
    writeHypothesis(hypothesis);
    writer.close(start);
  }
  writer.double(3, Number(reply.inDomain ?? 0));
  writer.text(4, reply.bundleVersion ?? '');
  writer.text(5, reply.bundleDigest ?? '');
  if (reply.listedPopularity !== undefined) writer.presentDouble(6, Number(reply.listedPopularity));
  writer.bool(7, reply.screened ?? false);
  if (reply.aroundTitle !== undefined) writer.presentDouble(8, Number(reply.aroundTitle));
  for (const word of reply.media ?? []) writer.text(9, word);
  for (const warning of reply.warnings ?? []) writer.text(10, warning);
  writer.bool(11, reply.controlsPlayback ?? false);
  writer.text(12, reply.catalogueVersion ?? '');
  return writer.finish();
}

function writeHypothesis(hypothesis: Hypothesis): void {
  writer.text(1, hypothesis.domain ?? '');
  writer.text(2, hypothesis.intent ?? '');
  for (const slot of hypothesis.slots ?? []) writeSlot(writer, slot);
  if (hypothesis.scores) writeScores(writer, hypothesis.scores);
  writer.double(5, Number(hypothesis.confidence ?? 0));
  writer.double(6, Number(hypothesis.posterior ?? 0));
  writeContributions(7, hypothesis.contributions);
  writer.double(8, Number(hypothesis.priorShift ?? 0));
  writeContributions(9, hypothesis.priorContributions);
  writer.text(10, hypothesis.title ?? '');
  writer.text(11, hypothesis.hearing ?? '');
  writer.bool(12, hypothesis.forbidden ?? false);
  for (const entity of hypothesis.entities ?? []) writeEntity(writer, 13, entity);
  if (hypothesis.entityNone !== undefined) writer.presentDouble(14, Number(hypothesis.entityNone));
  for (const run of hypothesis.strategyRuns ?? []) writeStrategyRun(writer, 15, run);
  writer.double(17, Number(hypothesis.preferenceShift ?? 0));
  writeContributions(18, hypothesis.preferenceContributions);
  for (const { name = '', value = '' } of hypothesis.defaultSlots ?? []) {
    const start = writer.open(19);
    writer.text(1, name);
    writer.text(2, value);
    writer.close(start);
  }
}

function writeContributions(field: number, contributions: readonly Contribution[] = []): void {
  for (const { name = '', value = 0 } of contributions) {
    const contribution = writer.open(field);
    writer.text(1, name);
    writer.double(2, Number(value));
    writer.close(contribution);
  }
}
