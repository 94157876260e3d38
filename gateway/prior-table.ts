import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { NluError } from '../proto/errors.js';
import { projectRoot } from '../proto/project.js';
import { domainName } from './config.js';

/** A distribution over domains; zero is not allowed, since a prior never removes a hypothesis. */
const distribution = z.record(domainName, z.number().gt(0).lte(1)).refine((row) => {
  const sum = Object.values(row).reduce((total, share) => total + share, 0);
  return Math.abs(sum - 1) < 1e-6;
}, 'the shares of a row must sum to 1');

const rows = z.record(z.string().min(1), distribution).default({});

/** Context priors as data: P(domain), and P(domain | one thing known of the device). */
export const priorTableSchema = z
  .strictObject({
    /** Largest shift either way, in natural-log odds. */
    maxShift: z.number().min(0).max(10).default(3),
    base: distribution,
    deviceType: rows,
    hasScreen: z.partialRecord(z.enum(['true', 'false']), distribution).default({}),
    foregroundDomain: rows,
  })
  .superRefine((table, context) => {
    const domains = Object.keys(table.base).sort().join(', ');
    for (const group of ['deviceType', 'hasScreen', 'foregroundDomain'] as const) {
      for (const [key, row] of Object.entries(table[group])) {
        if (Object.keys(row).sort().join(', ') === domains) continue;
        context.addIssue({ code: 'custom', path: [group, key], message: `must have the domains of base: ${domains}` });
      }
    }
  });

export type PriorTable = z.output<typeof priorTableSchema>;

/** Reads a table; without a path, the one that ships. @throws NluError INVALID_ARGUMENT naming file, key and rule. */
export function loadPriorTable(path = join(projectRoot(), 'gateway', 'priors.json')): PriorTable {
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new NluError('INVALID_ARGUMENT', `prior table ${path}: ${(cause as Error).message}`, { cause });
  }
  const result = priorTableSchema.safeParse(data);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => `prior table ${path}: ${issue.path.join('.')}: ${issue.message}`);
  throw new NluError('INVALID_ARGUMENT', faults.join('\n'));
}
