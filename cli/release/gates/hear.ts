import type { Interpretation } from '../../../domains/core/interpreter/hypothesis.js';
import type { ActiveModels } from './active-models.js';
import { interpretAll } from './domain-model.js';

/** What every domain says of every text, in the texts' order. */
export async function hear(models: ActiveModels, texts: readonly string[]): Promise<Map<string, Interpretation>[]> {
  const heard = texts.map(() => new Map<string, Interpretation>());
  for (const [domain, model] of models) {
    const column = await interpretAll(model, texts);
    for (const [index, interpretation] of column.entries()) heard[index]!.set(domain, interpretation);
  }
  return heard;
}
