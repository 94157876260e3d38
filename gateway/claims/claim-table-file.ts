import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseJsonText } from '../../serving/checks/json-text.js';
import { messageOf, NluError } from '../../serving/errors.js';
import { projectRoot } from '../../serving/project.js';
import { claimTableSchema, unpackClaims } from '../answer/claims/claim-table.js';

/**
 * Reads what domains claim from a JSON file; without a path, the table that ships.
 * @returns weights in natural-log odds, by domain
 * @throws NluError INVALID_ARGUMENT naming file, key and rule
 */
export function loadClaimTable(path = join(projectRoot(), 'gateway', 'claims.json')): Map<string, Float32Array> {
  let data: unknown;
  try {
    data = parseJsonText(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new NluError('INVALID_ARGUMENT', `table of claims ${path}: ${messageOf(cause)}`, { cause });
  }
  const result = claimTableSchema.safeParse(data);
  if (result.success) return unpackClaims(result.data);
  const faults = result.error.issues.map(
    ({ path: key, message }) => `table of claims ${path}: ${key.join('.')}: ${message}`,
  );
  throw new NluError('INVALID_ARGUMENT', faults.join('\n'));
}
