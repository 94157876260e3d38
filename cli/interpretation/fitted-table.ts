import Table from 'cli-table3';

/** A row of a table: its cells, or one text across all columns. */
export type TableRow = readonly string[] | string;

/** Width of what is no terminal, such as a file or a pipe, and of running text in a table. */
const USUAL_WIDTH = 80;
/** Narrower terminals get lines of this width, which they break themselves. */
const LEAST_WIDTH = 40;
/** Blanks on both sides of a cell. */
const PADDING = 2;

/** How many columns a stream shows: the terminal's, or 80 where it is none. */
export function widthOf({ isTTY, columns }: { readonly isTTY?: boolean; readonly columns?: number }): number {
  return isTTY && columns ? Math.max(LEAST_WIDTH, columns) : USUAL_WIDTH;
}

/**
 * A table that is no wider than `width`: where its cells would be wider, they are wrapped. Widest columns give way first, at
 * blanks as long as that is enough.
 */
export function fittedTable(head: readonly string[], rows: readonly TableRow[], width: number): string {
  const cells = [head, ...rows.filter((row) => typeof row !== 'string')];
  const spans = rows.filter((row) => typeof row === 'string');
  const borders = head.length + 1;
  const widths = columnWidths(cells, width - borders - PADDING * head.length);
  const across = () => widths.reduce((sum, one) => sum + one + PADDING + 1, -PADDING - 1);
  // A text across all columns may widen the table, up to what is read at ease: the widest column takes it.
  const wanted = Math.min(Math.min(width, USUAL_WIDTH) - 2 - PADDING, Math.max(0, ...spans.map(displayWidth)));
  if (wanted > across()) widths[widths.indexOf(Math.max(...widths))] += wanted - across();
  const table = new Table({
    head: wrapCells(head, widths),
    colWidths: widths.map((one) => one + PADDING),
    style: { head: [], border: [] },
  });
  for (const row of rows) {
    if (typeof row === 'string') table.push([{ colSpan: head.length, content: wrap(row, across()) }]);
    else table.push(wrapCells(row, widths));
  }
  return table.toString();
}

/** A text in lines of at most `width` columns, broken at blanks, and within words that are longer. */
export function wrap(text: string, width: number): string {
  const lines: string[] = [];
  let line = '';
  for (const word of wordsOf(text).flatMap((one) => pieces(one, width))) {
    if (line !== '' && displayWidth(line) + 1 + displayWidth(word) > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join('\n');
}

const wrapCells = (cells: readonly string[], widths: readonly number[]): string[] =>
  cells.map((cell, column) => wrap(cell, widths[column]));

/** The widths of columns without borders and padding: as wide as their cells where that fits into `room`. */
function columnWidths(rows: readonly (readonly string[])[], room: number): number[] {
  const widest = (measure: (cell: string) => number) =>
    rows[0].map((_, column) => Math.max(1, ...rows.map((row) => measure(row[column]))));
  const widths = widest(displayWidth);
  const words = widest((cell) => Math.max(0, ...wordsOf(cell).map(displayWidth)));
  for (let over = widths.reduce((sum, one) => sum + one, -room); over > 0; over--) {
    const breakable = widths.map((one, column) => (one > words[column] ? one : 0));
    const from = breakable.some((one) => one > 0) ? breakable : widths;
    widths[from.indexOf(Math.max(...from))]--;
  }
  return widths;
}

/** Words without blanks, and without control characters, which a terminal would obey. */
function wordsOf(text: string): string[] {
  return text.split(/[\s\u0000-\u001f\u007f-\u009f]+/u).filter((word) => word !== '');
}

function pieces(word: string, width: number): string[] {
  if (displayWidth(word) <= width) return [word];
  const parts: string[] = [''];
  for (const character of word) {
    const last = parts.length - 1;
    if (parts[last] !== '' && displayWidth(parts[last] + character) > width) parts.push(character);
    else parts[last] += character;
  }
  return parts;
}

/** Columns that a text takes at most: two for each character from Hangul on, since most of these scripts are wide. */
function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += (character.codePointAt(0) ?? 0) >= 0x1100 ? 2 : 1;
  return width;
}
