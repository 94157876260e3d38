import { createReadStream } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { NluError } from '../../serving/errors.js';
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

/**
 * Reads the objects of a JSON Lines file one by one, in memory that does not grow with it. Blank lines are skipped; a file
 * whose name ends in .gz is expanded.
 * @param onBytes told the bytes of the file as they are read
 * @param onWrong told of each line that is no object, and then the next is read; absent: the first one ends it
 * @throws NluError INVALID_ARGUMENT with file and line for anything but an object, for bytes that are no UTF-8, and for a
 * line of more than 16 MiB
 */
export async function* readJsonLines(
  file: string,
  onBytes: (bytes: Buffer) => void = () => {},
  onWrong: (error: NluError) => void = rethrow,
): AsyncGenerator<JsonLine> {
  for await (const { text, line } of linesOf(file, onBytes)) {
    if (text.trim() === '') continue;
    const row = objectOr(text, file, line, onWrong);
    if (row) yield row;
  }
}

function objectOr(text: string, file: string, line: number, onWrong: (error: NluError) => void): JsonLine | undefined {
  try {
    return parseJsonLine(text, file, line);
  } catch (error) {
    if (!(error instanceof NluError)) throw error;
    onWrong(error);
    return undefined;
  }
}

function rethrow(error: NluError): never {
  throw error;
}

/** The object that one line holds, or an error with file and line. */
export function parseJsonLine(source: string, file: string, line: number): JsonLine {
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch (cause) {
    const problem = noNumber(source) ?? `not valid JSON (${(cause as Error).message}); write one JSON object per line`;
    throw rowError(file, line, problem, cause);
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

/** What to say of a line that has NaN or Infinity, which some libraries write, and JSON does not have. */
function noNumber(source: string): string | undefined {
  const [, field, value] = /"([^"\\]*)"\s*:\s*(NaN|-?Infinity)\b/u.exec(source) ?? [];
  if (field === undefined) return undefined;
  return `not valid JSON: field "${field}" is ${value}; write a finite number, or null where there is none`;
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

/** A line of a file, without its end. */
interface FileLine {
  readonly text: string;
  /** From 1. */
  readonly line: number;
}

/** Far more than a row takes: what is longer is a file that was not written as one row a line. */
const LONGEST_LINE_BYTES = 16 * 1024 * 1024;

const LINE_FEED = 0x0a;

/** Lines end with LF or CR LF; a byte order mark in front is left out. */
async function* linesOf(file: string, onBytes: (bytes: Buffer) => void): AsyncGenerator<FileLine> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let line = 0;
  const take = (bytes: Uint8Array): FileLine => {
    line++;
    let text: string;
    try {
      text = decoder.decode(bytes);
    } catch (cause) {
      throw rowError(file, line, 'not UTF-8; save the file in that encoding', cause);
    }
    const begun = line === 1 && text.startsWith('\uFEFF') ? text.slice(1) : text;
    return { text: begun.endsWith('\r') ? begun.slice(0, -1) : begun, line };
  };
  let parts: Buffer[] = [];
  let length = 0;
  const add = (part: Buffer) => {
    parts.push(part);
    length += part.length;
    if (length > LONGEST_LINE_BYTES)
      throw rowError(file, line + 1, `longer than ${LONGEST_LINE_BYTES / 2 ** 20} MiB; write one row a line`);
  };
  for await (const chunk of contentsOf(file, onBytes)) {
    let from = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, from)) {
      add(chunk.subarray(from, end));
      yield take(parts.length === 1 ? parts[0] : Buffer.concat(parts));
      parts = [];
      length = 0;
      from = end + 1;
    }
    if (from < chunk.length) add(chunk.subarray(from));
  }
  if (length > 0) yield take(Buffer.concat(parts));
}

/** The bytes of a file, expanded where its name ends in .gz. @param onBytes told the bytes as they are stored */
async function* contentsOf(file: string, onBytes: (bytes: Buffer) => void): AsyncGenerator<Buffer> {
  if (!file.endsWith('.gz')) {
    yield* storedBytes(file, onBytes);
    return;
  }
  // What goes wrong is thrown where the expanded bytes are read.
  const expanded = pipeline(Readable.from(storedBytes(file, onBytes)), createGunzip(), () => {});
  try {
    yield* expanded as AsyncIterable<Buffer>;
  } catch (cause) {
    const { code = '', message } = cause as NodeJS.ErrnoException;
    if (!code.startsWith('Z_')) throw cause;
    throw new NluError('INVALID_ARGUMENT', `${file}: not a whole gzip file (${message})`, { cause });
  }
}

async function* storedBytes(file: string, onBytes: (bytes: Buffer) => void): AsyncGenerator<Buffer> {
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    onBytes(chunk);
    yield chunk;
  }
}
