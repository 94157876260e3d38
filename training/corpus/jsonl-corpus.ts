import { basename } from 'node:path';
import { slotsOfTags, TagProblem } from './bio-tags.js';
import type { CorpusRow, Slot } from './corpus-row.js';
import { type JsonLine, optionalStrings, parseJsonLines, requireString } from './json-lines.js';
import { rowError } from './row-error.js';

/**
 * Our own form, one object per line: `text` and `intent`; `domain` where it is known; `tokens` and `tags` (BIO, one per
 * token) where slots are annotated; `id`, or the file's name and the line stand in for it. Other fields are ignored.
 */
export function parseJsonlCorpus(text: string, file: string): CorpusRow[] {
  const lineOfId = new Map<string, number>();
  return parseJsonLines(text, file).map((row) => {
    const id = row.value.id === undefined ? `${basename(file)}:${row.line}` : requireString(row, 'id', file);
    const earlier = lineOfId.get(id);
    if (earlier) throw rowError(file, row.line, `field "id": "${id}" is taken by line ${earlier}; ids must be unique`);
    lineOfId.set(id, row.line);
    return jsonlRow(row, id, file);
  });
}

/** The corpus row of one line. @throws NluError INVALID_ARGUMENT naming file, line and field */
export function jsonlRow(row: JsonLine, id: string, file: string): CorpusRow {
  return {
    id,
    text: requireString(row, 'text', file),
    intent: requireString(row, 'intent', file),
    domain: row.value.domain === undefined ? '' : requireString(row, 'domain', file),
    slots: readSlots(row, file),
    source: file,
    place: `${file}:${row.line}`,
  };
}

function readSlots(row: JsonLine, file: string): Slot[] | undefined {
  const tokens = optionalStrings(row, 'tokens', file);
  const tags = optionalStrings(row, 'tags', file);
  if (!tokens && !tags) return undefined;
  if (!tokens || !tags) throw rowError(file, row.line, 'fields "tokens" and "tags" go together; give both or neither');
  try {
    return slotsOfTags(row.value.text as string, tokens, tags);
  } catch (error) {
    if (!(error instanceof TagProblem)) throw error;
    throw rowError(file, row.line, `field "tags": ${error.message}`, error);
  }
}
