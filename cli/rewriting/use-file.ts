import { existsSync, statSync } from 'node:fs';
import { z } from 'zod';
import { checkContext, NO_CONTEXT } from '../../gateway/answer/priors/context.js';
import type { FeedbackEvent } from '../../gateway/feedback/events/event.js';
import { whatSchema } from '../../gateway/feedback/events/outcome-event.js';
import { quote } from '../../serving/checks/quote.js';
import { NluError } from '../../serving/errors.js';
import { readJsonLines } from '../../training/corpus/json-lines.js';
import { contextSchema } from '../../training/corpus/row-context.js';
import { rowError } from '../../training/corpus/row-error.js';
import type { Line, LineRequest } from '../../training/learning/failures/simulation/line.js';

const name = z.string().min(1).max(128);
const hearing = z.object({ text: z.string().min(1), confidence: z.number().min(0).optional() });

/** A request as a caller sends it. */
const requestSchema = z.object({
  requestId: name,
  time: z.iso.datetime({ offset: true }),
  customer: z.string().min(1).max(64),
  session: z.string().max(64).default(''),
  text: z.string().min(1).optional(),
  recognised: z.array(hearing).min(1).max(100).optional(),
  context: contextSchema.optional(),
});

/** What came of a request. */
const outcomeSchema = z.object({
  requestId: name,
  what: whatSchema,
  time: z.iso.datetime({ offset: true }).optional(),
});

type RequestRow = z.output<typeof requestSchema>;

/** Requests that are answered together: several seconds of work. */
const TOGETHER = 10_000;

/** Whether a place of events is a file that nobody sealed, and no folder of a gateway's. */
export function isUseFile(place: string): boolean {
  return existsSync(place) && statSync(place).isFile();
}

/**
 * Reads requests and outcomes of a JSON Lines file, and answers the requests as the bundles at hand would: they are events then,
 * as a gateway keeps them.
 * @param say told how far it is, where there is more than a few seconds' work
 * @throws NluError INVALID_ARGUMENT naming file, line and field
 */
export async function readUseFile(
  file: string,
  line: Line,
  say: (text: string) => void = () => {},
): Promise<FeedbackEvent[]> {
  const requests: RequestRow[] = [];
  const lines = new Map<string, number>();
  const outcomes: FeedbackEvent[] = [];
  for await (const row of readJsonLines(file)) {
    if ('what' in row.value) {
      const { requestId, what, time } = parsed(outcomeSchema, row.value, file, row.line);
      const at = iso(time) ?? new Date(0).toISOString();
      outcomes.push({ kind: 'outcome', id: `${requestId} ${row.line}`, requestId, time: at, received: at, what });
      continue;
    }
    const request = parsed(requestSchema, row.value, file, row.line);
    if (request.text === undefined && !request.recognised) {
      throw rowError(file, row.line, 'text: give it, or recognised, a list of hearings');
    }
    const before = lines.get(request.requestId);
    if (before !== undefined) {
      const problem = `${quote(request.requestId)} is that of line ${before} too; give each request its own`;
      throw rowError(file, row.line, `requestId: ${problem}`);
    }
    lines.set(request.requestId, row.line);
    requests.push(request);
  }
  if (requests.length === 0) {
    const example = '{"requestId": "r1", "time": "2026-01-02T20:15:00Z", "customer": "anna", "text": "play some jazz"}';
    throw new NluError('FAILED_PRECONDITION', `${file}: has no requests; one line is ${example}`);
  }
  const asked: FeedbackEvent[] = [];
  for (let from = 0; from < requests.length; from += TOGETHER) {
    const rows = requests.slice(from, from + TOGETHER);
    const answers = await line.answer(rows.map(lineRequest));
    for (const [index, { event }] of answers.entries()) {
      const { requestId, time, customer, session } = rows[index];
      asked.push({ ...event, requestId, time: iso(time)!, customer, ...(session !== '' && { session }) });
    }
    if (requests.length > TOGETHER) say(`${asked.length} of ${requests.length} requests answered`);
  }
  return [...asked, ...outcomes];
}

function lineRequest({ requestId, text, recognised, context }: RequestRow): LineRequest {
  const hearings = recognised ?? [{ text: text! }];
  return { id: requestId, hearings, context: context ? checkContext(context as never) : NO_CONTEXT };
}

function iso(time: string | undefined): string | undefined {
  return time === undefined ? undefined : new Date(time).toISOString();
}

function parsed<T>(schema: z.ZodType<T>, value: unknown, file: string, line: number): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const { path = [], message = 'is wrong' } = result.error.issues[0] ?? {};
  throw rowError(file, line, `${path.join('.') || 'the row'}: ${message}`);
}
