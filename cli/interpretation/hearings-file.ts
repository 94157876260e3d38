import { z } from 'zod';
import type { Hearing } from '../../proto/gen/nlu/v1/Hearing.js';
import { NluError } from '../../serving/errors.js';

const FORM = '[{"text": "play jazz", "confidence": 0.7}, ...], best first; confidences may be left out';

const schema = z.array(z.strictObject({ text: z.string(), confidence: z.number().exactOptional() })).min(1);

/**
 * Reads a speech recogniser's n-best list. The gateway checks what the numbers and texts may be.
 * @param name of the file, for messages
 * @throws NluError INVALID_ARGUMENT naming the file and the entry
 */
export function parseHearings(text: string, name: string): Hearing[] {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/u, ''));
  } catch (cause) {
    throw refusal(name, (cause as Error).message, cause);
  }
  const { data, error } = schema.safeParse(value);
  if (data) return data;
  const [issue] = error.issues;
  const path = issue?.path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  throw refusal(name, `${path && `${path}: `}${issue?.message}`, error);
}

function refusal(name: string, problem: string, cause: unknown): NluError {
  return new NluError('INVALID_ARGUMENT', `--recognised ${name}: ${problem}; it must be ${FORM}`, { cause });
}

/** Splits `text=confidence` at its last "="; without one it is all text. @throws NluError INVALID_ARGUMENT */
export function parseHearing(option: string): Hearing {
  const at = option.lastIndexOf('=');
  if (at < 0) return { text: option };
  const number = option.slice(at + 1).trim();
  const confidence = Number(number);
  if (number !== '' && Number.isFinite(confidence)) return { text: option.slice(0, at), confidence };
  throw new NluError('INVALID_ARGUMENT', `--hearing "${option}": "${number}" is no number; give it as "text=0.7"`);
}
