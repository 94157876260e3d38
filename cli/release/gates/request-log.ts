import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { locateSlots } from '../../../domains/core/interpreter/slot-location.js';
import { checkHearings } from '../../../gateway/answer/hearings/check-hearings.js';
import { HEARING_RULES, weighHearings } from '../../../gateway/answer/hearings/weights.js';
import { checkHypothesis } from '../../../serving/checks/hypothesis.js';
import { codePointLength } from '../../../serving/checks/utterance.js';
import { NluError } from '../../../serving/errors.js';
import { type JsonLine, parseJsonLines } from '../../../training/corpus/json-lines.js';
import { contextSchema } from '../../../training/corpus/row-context.js';
import { rowError } from '../../../training/corpus/row-error.js';
import type { Question } from './question.js';

/** A request of a log. */
export interface LoggedRequest extends Question {
  readonly id: string | number;
}

const slotSchema = z.object({
  name: z.string(),
  value: z.string(),
  start: z.int().nonnegative().default(0),
  end: z.int().nonnegative().default(0),
});
const scoresSchema = z.object({ domain: z.number(), intent: z.number(), slot: z.number() });
const hypothesisSchema = z.object({
  domain: z.string().min(1),
  intent: z.string(),
  slots: z.array(slotSchema).default([]),
  scores: scoresSchema,
});
const hearingSchema = z.object({ text: z.string(), confidence: z.number().exactOptional() });
const rowSchema = z.object({
  id: z.union([z.string().min(1), z.number()]),
  text: z.string(),
  recognised: z.array(hearingSchema).nullish(),
  context: contextSchema.nullish(),
  hypotheses: z.array(hypothesisSchema).nullish(),
});

/**
 * Reads the requests of a JSON Lines file: rows as `predict` takes them, with `hypotheses` where raw ones are to be re-ranked,
 * or `recognised` where a recogniser's n-best list is to be interpreted by the gateway's default rules; or the gateway's own log, whose other lines are skipped.
 * @throws NluError INVALID_ARGUMENT with file and line for a row that is wrong, and for a gateway's log that kept no utterances;
 *   NOT_FOUND for a file that cannot be read
 */
export function readRequestLog(file: string): LoggedRequest[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new NluError('NOT_FOUND', `${file} cannot be read: ${(cause as NodeJS.ErrnoException).code}`, { cause });
  }
  return parseJsonLines(text, file).flatMap((line) => {
    const row = rowOf(line, file);
    return row ? [parseRow({ ...line, value: row }, file)] : [];
  });
}

/** The row of a line; undefined for a line of a service's log that is no request of a caller. */
function rowOf({ line, value }: JsonLine, file: string): JsonLine['value'] | undefined {
  const { level, message, method, code, requestId, utterance, recognised, context, hypotheses } = value;
  if (typeof level !== 'string' || typeof message !== 'string') return value;
  if (message !== 'request' || !/^\/nlu\.v1\.Gateway\/(Interpret|Rerank)$/u.test(String(method))) return undefined;
  if (utterance === undefined) {
    throw rowError(file, line, 'the request is logged without its utterance; set log.requests to utterances');
  }
  // What the gateway refused has no answer that could flip.
  if (code === 'INVALID_ARGUMENT') return undefined;
  // A caller need not give an id.
  return { id: requestId || line, text: utterance, recognised, context, hypotheses };
}

function parseRow({ line, value }: JsonLine, file: string): LoggedRequest {
  const parsed = rowSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw rowError(file, line, `field "${issue.path.join('.')}": ${issue.message}`);
  }
  const { id, text, recognised, context, hypotheses } = parsed.data;
  if (recognised && recognised.length > 0 && !hypotheses) {
    const sent = inRow(file, line, () => checkHearings(recognised, text, Number.POSITIVE_INFINITY));
    const hearings = weighHearings(sent, HEARING_RULES);
    return { id, text: hearings[0]?.text ?? text, hearings, context: context ?? undefined };
  }
  const length = codePointLength(text);
  const located = hypotheses?.map((raw, index) => {
    const checked = inRow(file, line, () => checkHypothesis(`hypotheses[${index}]`, raw, length));
    return { ...checked, slots: locateSlots(text, checked.slots), scores: raw.scores };
  });
  return { id, text, context: context ?? undefined, hypotheses: located };
}

function inRow<Value>(file: string, line: number, check: () => Value): Value {
  try {
    return check();
  } catch (cause) {
    throw rowError(file, line, (cause as Error).message, cause);
  }
}
