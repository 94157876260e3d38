import { loadInterpreter } from '../../../domains/core/interpreter/load-interpreter.js';
import { anyDomain } from '../../../gateway/answer/decision.js';
import { merge } from '../../../gateway/answer/merge.js';
import type { CorpusRow } from '../../../training/corpus/corpus-row.js';
import type { Interpreted } from '../../../training/evaluation/interpreted.js';
import type { Shipped } from './shipped.js';

/** Rows, with their domains assigned, as all shipped domains interpret them; merged as the gateway merges, no prior. */
export async function interpretRows(shipped: readonly Shipped[], rows: readonly CorpusRow[]): Promise<Interpreted[]> {
  const servables = await Promise.all(
    shipped.map(async ({ domain, bundle }) => ({ domain, servable: await loadInterpreter(bundle) })),
  );
  const interpreted: Interpreted[] = [];
  for (const { id, text, domain, intent, slots } of rows) {
    const answers = [];
    const shares: number[] = [];
    for (const each of servables) {
      const { hypotheses, inDomain } = await each.servable.interpret(text);
      shares.push(inDomain);
      for (const hypothesis of hypotheses) {
        answers.push({ ...hypothesis, domain: each.domain, posterior: hypothesis.confidence });
      }
    }
    const hypotheses = merge(answers, { maxHypotheses: answers.length, minConfidence: 0 });
    const reference = { domain, intent, slots };
    interpreted.push({ id, text, reference, hypotheses, inDomain: anyDomain(shares), accepted: false });
  }
  await Promise.all(servables.map(({ servable }) => servable.release()));
  return interpreted;
}
