import { basename } from 'node:path';
import { z } from 'zod';
import { slotAt } from './bio-tags.js';
import type { CorpusRow, Slot } from './corpus-row.js';
import { rowError } from './row-error.js';

const chunkSchema = z.object({ text: z.string(), entity: z.string().min(1).optional() });
const utteranceSchema = z.object({ data: z.array(chunkSchema).min(1) });

/**
 * The public SNIPS form (custom-intent-engines): `{Intent: [{data: [{text, entity?}]}]}`, the chunks of an utterance
 * in order and those with an entity its slots. It names no domain. Ids are the file's name, the intent and the place.
 */
export function parseSnipsJson(text: string, file: string): CorpusRow[] {
  const document = parseDocument(text, file);
  let place = 0;
  return Object.entries(document).flatMap(([intent, utterances]) => {
    if (!Array.isArray(utterances)) throw rowError(file, 1, `"${intent}" must hold an array of {"data": [...]}`);
    return utterances.map((utterance: unknown, index) => {
      const ordinal = place++;
      const line = () => lineOfUtterance(text, ordinal);
      const parsed = utteranceSchema.safeParse(utterance);
      if (!parsed.success) {
        const issue = parsed.error.issues[0];
        throw rowError(file, line(), `${[intent, index, ...issue.path].join('.')}: ${issue.message}`);
      }
      const row = readUtterance(parsed.data.data);
      if (row.text.trim() === '') throw rowError(file, line(), `${intent}.${index}: the utterance is blank`);
      return { id: `${basename(file)}:${intent}:${index}`, ...row, intent, domain: '', source: file };
    });
  });
}

function parseDocument(text: string, file: string): Record<string, unknown> {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const message = (cause as Error).message;
    const position = Number(/position (\d+)/.exec(message)?.[1] ?? 0);
    throw rowError(file, text.slice(0, position).split('\n').length, `not valid JSON (${message})`, cause);
  }
}

/** The line where the n-th utterance starts: JSON.parse keeps no lines, but each utterance has one "data" key. */
function lineOfUtterance(text: string, place: number): number {
  const keys = [...text.matchAll(/"data"\s*:/gu)];
  return text.slice(0, keys[place]?.index ?? text.length).split('\n').length;
}

function readUtterance(chunks: readonly z.infer<typeof chunkSchema>[]): { text: string; slots: Slot[] } {
  const text = chunks.map((chunk) => chunk.text).join('');
  const slots: Slot[] = [];
  let from = 0;
  for (const { text: chunk, entity } of chunks) {
    const value = chunk.trim();
    // Some chunks carry the space beside the value; the slot is the value.
    const start = from + chunk.indexOf(value);
    if (entity && value) slots.push(slotAt(text, entity, start, start + value.length));
    from += chunk.length;
  }
  return { text, slots };
}
