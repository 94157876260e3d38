import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseJsonText } from '../../serving/checks/json-text.js';
import { NluError } from '../../serving/errors.js';
import { projectRoot } from '../../serving/project.js';
import { type PriorTable, priorTableSchema } from '../answer/priors/prior-table.js';

/**
 * Reads a table of priors from a JSON file; without a path, the table that ships.
 * @throws NluError INVALID_ARGUMENT naming file, key and rule
 */
export function loadPriorTable(path = join(projectRoot(), 'gateway', 'priors.json')): PriorTable {
  let data: unknown;
  try {
    data = parseJsonText(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new NluError('INVALID_ARGUMENT', `prior table ${path}: ${(cause as Error).message}`, { cause });
  }
  const result = priorTableSchema.safeParse(data);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => `prior table ${path}: ${issue.path.join('.')}: ${issue.message}`);
  throw new NluError('INVALID_ARGUMENT', faults.join('\n'));
}
