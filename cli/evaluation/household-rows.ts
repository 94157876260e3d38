import { z } from 'zod';
import { checkContext, type DeviceContext } from '../../gateway/answer/priors/context.js';
import { parseJsonLines } from '../../training/corpus/json-lines.js';
import { contextSchema } from '../../training/corpus/row-context.js';
import { rowError } from '../../training/corpus/row-error.js';
import type { HouseholdReference } from '../../training/evaluation/household.js';

/** A household request with its context. */
export interface HouseholdRow extends HouseholdReference {
  readonly text: string;
  readonly context: DeviceContext;
}

const outcome = z.strictObject({
  decision: z.enum(['ACCEPT', 'CLARIFY', 'REJECT']),
  domain: z.string().exactOptional(),
  intent: z.string().exactOptional(),
  slots: z.record(z.string(), z.string()).exactOptional(),
  domains: z.array(z.string()).exactOptional(),
});

const rowSchema = z.object({
  text: z.string().refine((text) => text.trim() !== '', 'must not be blank'),
  context: contextSchema.nullish(),
  kind: z.string().min(1),
  expect: z.array(outcome).min(1),
});

/**
 * The rows of a JSON Lines text, at least one; fields that are not ours are ignored.
 * @throws NluError INVALID_ARGUMENT with file, line and field
 */
export function parseHouseholdRows(text: string, file: string): HouseholdRow[] {
  const rows = parseJsonLines(text, file).map(({ line, value }): HouseholdRow => {
    const { data, error } = rowSchema.safeParse(value);
    if (!data) {
      const [issue] = error.issues;
      throw rowError(file, line, `field "${issue?.path.join('.')}": ${issue?.message}`);
    }
    try {
      return { ...data, context: checkContext(data.context ?? null) };
    } catch (cause) {
      throw rowError(file, line, (cause as Error).message, cause);
    }
  });
  if (rows.length === 0) throw rowError(file, 1, 'no row; one line is {"text", "context"?, "kind", "expect"}');
  return rows;
}
