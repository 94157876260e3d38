import type { Interpretation } from '../../../domains/core/interpreter/hypothesis.js';
import { loadInterpreter } from '../../../domains/core/interpreter/load-interpreter.js';
import { answerInterpretations, plainQuery } from '../../../gateway/answer/answer-interpretations.js';
import { answerRules } from '../../../gateway/answer/answer-rules.js';
import { anyDomain } from '../../../gateway/answer/any-domain.js';
import type { CorpusRow } from '../../../training/corpus/corpus-row.js';
import type { Interpreted } from '../../../training/evaluation/interpreted.js';
import type { Shipped } from './shipped.js';

/** Rows, with their domains assigned, as all shipped domains interpret them in full; answered as by a gateway, no prior. */
export async function interpretRows(shipped: readonly Shipped[], rows: readonly CorpusRow[]): Promise<Interpreted[]> {
  const servables = await Promise.all(
    shipped.map(async ({ domain, bundle }) => ({ domain, servable: await loadInterpreter(bundle) })),
  );
  const interpreted: Interpreted[] = [];
  for (const { id, text, domain, intent, slots } of rows) {
    const interpretations = new Map<string, Interpretation>();
    for (const each of servables) interpretations.set(each.domain, await each.servable.interpret(text));
    const query = { ...plainQuery(), skipScreened: false };
    const answer = answerInterpretations(query, interpretations, answerRules(undefined));
    const hypotheses = answer.hypotheses.map(({ domain, hypothesis }) => ({ ...hypothesis, domain }));
    const inDomain = anyDomain([...interpretations.values()].map((each) => each.inDomain));
    const reference = { domain, intent, slots };
    interpreted.push({ id, text, reference, hypotheses, inDomain, accepted: false });
  }
  await Promise.all(servables.map(({ servable }) => servable.release()));
  return interpreted;
}
