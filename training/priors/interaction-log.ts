import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { checkContext, type DeviceContext } from '../../gateway/answer/priors/context.js';
import { NluError } from '../../serving/errors.js';
import { parseJsonLines } from '../corpus/json-lines.js';
import { contextSchema } from '../corpus/row-context.js';
import { rowError } from '../corpus/row-error.js';

/** One logged request: the context it was made in, and the domain that the user meant. */
export interface Interaction {
  readonly context: DeviceContext;
  readonly domain: string;
  /** The utterance, where the log keeps it: title weights and threshold are fitted on those rows. */
  readonly text: string | undefined;
}

const rowSchema = z.object({
  context: contextSchema,
  domain: z.string().min(1),
  text: z.string().min(1).nullish(),
});

/**
 * Reads a JSON Lines log of `context`, `domain` and, optionally, `text`; other fields are ignored.
 * @throws NluError INVALID_ARGUMENT with file and line for a row that is wrong, or a domain that is none of `domains`; NOT_FOUND
 *   for a file that cannot be read
 */
export function readInteractionLog(file: string, domains: readonly string[]): Interaction[] {
  let source: string;
  try {
    source = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new NluError('NOT_FOUND', `--log ${file}: cannot be read`, { cause });
  }
  const rows = parseJsonLines(source, file).map(({ line, value }) => {
    const parsed = rowSchema.safeParse(value);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      throw rowError(file, line, `field "${issue.path.join('.')}": ${issue.message}`);
    }
    const { context, domain, text } = parsed.data;
    if (!domains.includes(domain)) {
      throw rowError(file, line, `field "domain": ${JSON.stringify(domain)} is none of ${domains.join(', ')}`);
    }
    try {
      return { context: checkContext(context), domain, text: text ?? undefined };
    } catch (error) {
      throw error instanceof NluError ? rowError(file, line, error.message, error) : error;
    }
  });
  if (rows.length === 0) throw new NluError('INVALID_ARGUMENT', `--log ${file}: has no rows`);
  return rows;
}
