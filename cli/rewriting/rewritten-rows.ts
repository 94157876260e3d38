import { z } from 'zod';
import { HEARING_RULES, weighHearings } from '../../gateway/answer/hearings/weights.js';
import { NO_CONTEXT } from '../../gateway/answer/priors/context.js';
import { normalisedValue } from '../../gateway/answer/readings.js';
import { NearTexts } from '../../gateway/rewriting/near/near-texts.js';
import type { RewriteIndex, SucceedingText } from '../../gateway/rewriting/table/rewrite-table.js';
import type { RewriteTexts } from '../../gateway/rewriting/weak-rewrite.js';
import { readJsonLines } from '../../training/corpus/json-lines.js';
import { rowError } from '../../training/corpus/row-error.js';
import type { Line, LineRequest } from '../../training/learning/failures/simulation/line.js';
import type { ToldSuccess } from '../../training/learning/told-success.js';
import { succeededTexts } from '../../training/rewriting/personal-texts.js';
import type { SaidTurn } from '../../training/rewriting/said-turn.js';
import { likelyRewrite } from './likely-rewrite.js';

const rowSchema = z.object({
  id: z.union([z.string().min(1), z.number()]),
  text: z.string().min(1).optional(),
  recognised: z.array(z.object({ text: z.string().min(1), confidence: z.number().min(0).optional() })).optional(),
  customer: z.string().optional(),
});
type Row = z.output<typeof rowSchema>;

/** Rows that are answered together. */
const TOGETHER = 256;

/** What a gateway would interpret instead of each row of a file, a JSON line each. */
export async function* rewrittenRows(
  file: string,
  line: Line,
  index: RewriteIndex,
  turns: readonly SaidTurn[],
  told: ToldSuccess,
): AsyncGenerator<string> {
  const turnsOf = byCustomer(turns);
  const personal = new Map<string, RewriteTexts>();
  let rows: Row[] = [];
  for await (const { value, line: number } of readJsonLines(file)) {
    const parsed = rowSchema.safeParse(value);
    if (!parsed.success) {
      const { path = [], message = 'is wrong' } = parsed.error.issues[0] ?? {};
      throw rowError(file, number, `${path.join('.') || 'the row'}: ${message}`);
    }
    if (parsed.data.text === undefined && !parsed.data.recognised?.length)
      throw rowError(file, number, 'text: give it, or recognised');
    rows.push(parsed.data);
    if (rows.length < TOGETHER) continue;
    yield* toldOf(rows);
    rows = [];
  }
  yield* toldOf(rows);

  async function* toldOf(batch: readonly Row[]) {
    const answers = await answersTo(batch.map(heardOf));
    const found = batch.map((row, place) => {
      return likelyRewrite(
        { heard: weighHearings(heardOf(row), HEARING_RULES), answer: answers[place] },
        index,
        own(row.customer),
      );
    });
    // As in a gateway, known words count unless they are rejected, and words that are like what was heard if they are accepted.
    const tried = [...new Set(found.flatMap((each) => each?.text ?? []))];
    const again = await answersTo(tried.map((text) => [{ text }]));
    const decisions = new Map(tried.map((text, place) => [text, again[place].decision]));
    for (const [place, { id }] of batch.entries()) {
      const rewrite = found[place];
      const decision = rewrite && decisions.get(rewrite.text);
      const isTaken = rewrite?.layer === 'KNOWN' ? decision !== 'REJECT' : decision === 'ACCEPT';
      yield `${JSON.stringify({ id, rewrite: isTaken ? rewrite : null })}\n`;
    }
  }

  async function answersTo(heard: readonly LineRequest['hearings'][]) {
    const requests = heard.map((hearings, place) => ({ id: `${place}`, hearings, context: NO_CONTEXT }));
    return (await line.answer(requests)).map(({ event }) => event);
  }

  function own(customer: string | undefined): RewriteTexts | undefined {
    if (customer === undefined) return undefined;
    let layer = personal.get(customer);
    if (!layer) {
      const texts: readonly SucceedingText[] = succeededTexts(turnsOf.get(customer) ?? [], told);
      layer = { layer: 'PERSONAL', texts, near: new NearTexts(texts.map(({ text }) => text)) };
      personal.set(customer, layer);
    }
    return layer;
  }
}

function byCustomer(turns: readonly SaidTurn[]): Map<string, SaidTurn[]> {
  const turnsOf = new Map<string, SaidTurn[]>();
  for (const turn of turns) {
    const own = turnsOf.get(turn.customer);
    if (own) own.push(turn);
    else turnsOf.set(turn.customer, [turn]);
  }
  return turnsOf;
}

function heardOf({ text, recognised }: Row) {
  return recognised?.length ? recognised : [{ text: normalisedValue(text!) }];
}
