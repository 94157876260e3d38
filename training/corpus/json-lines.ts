import { rowError } from './row-error.js';

/** One line of a JSON Lines file: its number (from 1) and the object that it holds. */
export interface JsonLine {
  readonly line: number;
  readonly value: Readonly<Record<string, unknown>>;
}

/** The objects of a JSON Lines text. Blank lines are skipped; anything but an object is an error with file and line. */
export function parseJsonLines(text: string, file: string): JsonLine[] {
  const rows: JsonLine[] = [];
  // A byte order mark is what some editors put in front of UTF-8; it is no part of the first row.
  const lines = text.replace(/^\uFEFF/, '').split('\n');
  for (const [index, source] of lines.entries()) {
    if (source.trim() === '') continue;
    rows.push(parseJsonLine(source, file, index + 1));
  }
  return rows;
}

/** The object that one line holds, or an error with file and line. */
export function parseJsonLine(source: string, file: string, line: number): JsonLine {
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch (cause) {
    throw rowError(file, line, `not valid JSON (${(cause as Error).message}); write one JSON object per line`, cause);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw rowError(
      file,
      line,
      'not a JSON object; write one object per line, such as {"id": "1", "text": "play jazz"}',
    );
  }
  return { line, value: value as Record<string, unknown> };
}

/** The field as a non-empty string, or an error that names it. */
export function requireString({ line, value }: JsonLine, field: string, file: string): string {
  const found = value[field];
  if (found === undefined) throw rowError(file, line, `field "${field}" is missing`);
  if (typeof found !== 'string') throw rowError(file, line, `field "${field}" must be a string`);
  if (found.trim() === '') throw rowError(file, line, `field "${field}" must not be blank`);
  return found;
}

/** The field as an array of strings, undefined when it is absent, or an error that names it. */
export function optionalStrings({ line, value }: JsonLine, field: string, file: string): string[] | undefined {
  const found = value[field];
  if (found === undefined) return undefined;
  if (!Array.isArray(found) || found.some((item) => typeof item !== 'string')) {
    throw rowError(file, line, `field "${field}" must be an array of strings`);
  }
  return found as string[];
}
