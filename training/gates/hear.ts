import type { Interpretation } from '../../domains/core/hypothesis.js';
import type { InterpretOptions } from '../../domains/core/servable.js';
import type { ActiveModels } from './active-models.js';
import { interpretAll } from './domain-model.js';

/** As a gateway asks: no hypotheses of what is all but surely another domain's. */
export const AS_A_GATEWAY_ASKS: InterpretOptions = { skipScreened: true };

/** What every domain says of every text, in the texts' order. */
export async function hear(
  models: ActiveModels,
  texts: readonly string[],
  options: InterpretOptions = AS_A_GATEWAY_ASKS,
): Promise<Map<string, Interpretation>[]> {
  const heard = texts.map(() => new Map<string, Interpretation>());
  for (const [domain, model] of models) {
    const column = await interpretAll(model, texts, options);
    for (const [index, interpretation] of column.entries()) heard[index]!.set(domain, interpretation);
  }
  return heard;
}
