import type { Bundle } from '../../../bundles/format/open.js';
import type { Interpretation } from '../../../domains/core/interpreter/hypothesis.js';
import { toReply } from '../../../domains/core/service/reply.js';
import { encodeReply } from '../../../domains/core/service/reply-encoder.js';
import { answer } from '../../../gateway/answer/answer.js';
import { answerRules } from '../../../gateway/answer/answer-rules.js';
import { checkContext } from '../../../gateway/answer/priors/context.js';
import type { DomainOutcome } from '../../../gateway/domains/outcome.js';
import { checkReply } from '../../../gateway/domains/replies/reply-check.js';
import { loadPriorTable } from '../../../gateway/priors/prior-table-file.js';
import { encodeResponse } from '../../../gateway/service/response.js';
import type { Stage } from './stage-timer.js';

/** The gateway's own work on an utterance: decoding and checking each domain's reply, then merge and decision. */
export function gatewayStages(
  texts: readonly string[],
  answersByDomain: readonly { readonly bundle: Bundle; readonly answers: readonly Interpretation[] }[],
): Stage[] {
  const inputs = texts.length;
  const replies = texts.map((_, index) =>
    answersByDomain.map(({ bundle, answers }) => toReply(String(index), bundle.manifest, answers[index])),
  );
  const firsts = replies.map((list) => list[0]);
  const bytes = firsts.map((reply) => encodeReply(reply));
  const check = (index: number, place: number, wire: Buffer) =>
    checkReply(wire, {
      domain: answersByDomain[place].bundle.manifest.domain,
      utterance: texts[index],
      textLength: Array.from(texts[index]).length,
      version: undefined,
      resolve: false,
      maxHypotheses: 100,
      explain: false,
    });
  const outcomes = replies.map((list, index) =>
    list.map((reply, place): DomainOutcome => {
      const { domain } = answersByDomain[place].bundle.manifest;
      const checked = check(index, place, encodeReply(reply));
      return { status: 'OK', domain, latencyMs: 1, reply: checked };
    }),
  );
  const replied = outcomes.map(
    (list) => new Map(list.flatMap((outcome) => (outcome.status === 'OK' ? [[outcome.domain, outcome.reply]] : []))),
  );
  const query = {
    context: checkContext({ deviceType: 'tv', foregroundDomain: 'video' }),
    maxHypotheses: 10,
    minConfidence: 0,
    explain: false,
  };
  const rules = answerRules(loadPriorTable(), true, { rejection: { inDomain: 0.5 } });
  const answers = replied.map((replies) => answer(query, replies, rules));
  return [
    { name: 'encode a reply', inputs, run: (index) => encodeReply(firsts[index]) },
    { name: 'decode and check a reply', inputs, run: (index) => check(index, 0, bytes[index]) },
    { name: 'priors, merge, decision', inputs, run: (index) => answer(query, replied[index], rules) },
    {
      name: 'encode the response',
      inputs,
      run: (index) =>
        encodeResponse(answers[index], {
          requestId: String(index),
          outcomes: outcomes[index],
          degraded: false,
          priorsVersion: '',
          hearings: [],
        }),
    },
  ];
}
