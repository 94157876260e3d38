import { z } from 'zod';
import { NO_CONTEXT } from '../../gateway/answer/priors/context.js';
import { normalisedValue } from '../../gateway/answer/readings.js';
import { NearTexts } from '../../gateway/rewriting/near/near-texts.js';
import { knownRewrite } from '../../gateway/rewriting/rewrite.js';
import type { RewriteIndex, SucceedingText } from '../../gateway/rewriting/table/rewrite-table.js';
import { isWeak, type RewriteTexts, weakRewrite } from '../../gateway/rewriting/weak-rewrite.js';
import { readJsonLines } from '../../training/corpus/json-lines.js';
import { rowError } from '../../training/corpus/row-error.js';
import type { Line } from '../../training/learning/failures/simulation/line.js';
import { succeededTexts } from '../../training/rewriting/personal-texts.js';
import type { SaidTurn } from '../../training/rewriting/said-turn.js';
import type { ToldSuccess } from '../../training/rewriting/told-success.js';

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
    const answers = await line.answer(
      batch.map((row, place) => ({ id: `${place}`, hearings: heardOf(row), context: NO_CONTEXT })),
    );
    for (const [place, row] of batch.entries()) {
      const { decision, readings, hypotheses } = answers[place].event;
      const probability = readings[0]?.probability ?? hypotheses[0]?.posterior ?? 0;
      const rewrite = rewriteOf(row, { decision, probability });
      yield `${JSON.stringify({ id: row.id, rewrite })}\n`;
    }
  }

  function rewriteOf(
    row: Row,
    answer: { decision: 'ACCEPT' | 'CLARIFY' | 'REJECT' | 'UNDECIDED'; probability: number },
  ) {
    const [first] = heardOf(row);
    const { rewrite } = knownRewrite({ utterance: first.text }, index, '');
    if (rewrite) return { text: rewrite.text, layer: rewrite.layer, probability: rewrite.probability };
    const { search, near } = index;
    if (!search || !isWeak(answer)) return null;
    const heard = heardOf(row).map(({ text, confidence = 1 }) => ({ text, weight: confidence }));
    const layers = [...own(row.customer), { layer: 'GLOBAL' as const, near, texts: search.texts }];
    return weakRewrite({ ...answer, heard }, layers, search) ?? null;
  }

  function own(customer: string | undefined): RewriteTexts[] {
    if (customer === undefined) return [];
    let layer = personal.get(customer);
    if (!layer) {
      const texts: readonly SucceedingText[] = succeededTexts(turnsOf.get(customer) ?? [], told);
      layer = { layer: 'PERSONAL', texts, near: new NearTexts(texts.map(({ text }) => text)) };
      personal.set(customer, layer);
    }
    return [layer];
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
