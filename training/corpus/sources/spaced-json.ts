/**
 * A value as JSON on one line with a space after every comma and colon, as Python's `json.dumps(value,
 * ensure_ascii=False)` writes it: the form of the files whose checksums are known. Undefined fields are left out.
 */
export function spacedJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spacedJson).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}: ${spacedJson(field)}`).join(', ')}}`;
}

/** The rows as JSON Lines: one object per line, each line ended. */
export function jsonLinesText(rows: readonly object[]): string {
  return rows.map((row) => `${spacedJson(row)}\n`).join('');
}
