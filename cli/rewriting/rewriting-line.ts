import { answerRules } from '../../gateway/answer/answer-rules.js';
import { loadPriorTable } from '../../gateway/priors/prior-table-file.js';
import { ServedLine } from '../learning/served-line.js';
import { bundledModels, releaseModels } from '../release/gates/active-models.js';

/** The line as the bundles that ship serve it, without catalogues. */
export async function servedLine(): Promise<ServedLine & { close(): Promise<void> }> {
  const models = await bundledModels();
  const line = new ServedLine(models, answerRules(loadPriorTable()), new Map());
  return Object.assign(line, { close: () => releaseModels(models.values()) });
}
