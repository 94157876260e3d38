import type { Interpretation } from '../../../domains/core/interpreter/hypothesis.js';
import type { ActiveModels } from './active-models.js';
import { interpretAll } from './domain-model.js';

/** Every domain's interpretation of every text, by domain, in the texts' order. */
export async function interpretTexts(
  models: ActiveModels,
  texts: readonly string[],
): Promise<Map<string, Interpretation>[]> {
  const interpretations = texts.map(() => new Map<string, Interpretation>());
  for (const [domain, model] of models) {
    const column = await interpretAll(model, texts);
    for (const [index, interpretation] of column.entries()) interpretations[index].set(domain, interpretation);
  }
  return interpretations;
}
