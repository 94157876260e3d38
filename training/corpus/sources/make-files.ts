import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { NluError } from '../../../serving/errors.js';
import type { KnownFile, MadeFile, Source } from './source.js';
import { jsonLinesText } from './spaced-json.js';

/**
 * A file of the source with its checksum, to be told to people: none of the published files' checksums is known here.
 */
export interface SourceFile {
  readonly path: string;
  readonly sha256: string;
}

/** A file that was written, beside the one that figures stand on. */
export interface WrittenFile {
  readonly path: string;
  readonly rows: number;
  readonly sha256: string;
  readonly known: KnownFile;
  /** Whether it is that file to the byte. */
  readonly matches: boolean;
}

/**
 * Converts a source that the user has downloaded into files of the data folder, whole or not at all each.
 * @throws NluError NOT_FOUND where a file of the source is not at `from`, INVALID_ARGUMENT where one is of another
 * form, FAILED_PRECONDITION where the file that figures stand on would be replaced by another.
 */
export async function makeFiles(
  source: Source,
  from: string,
  folder: string,
): Promise<{ read: SourceFile[]; written: WrittenFile[] }> {
  const read = readSources(source, from);
  const made = source.convert(from).map((file) => madeFile(file, source, folder));
  const worse = made.find(({ known, matches }) => !matches && presenceOf(known, folder) === 'matches');
  if (worse) {
    throw new NluError(
      'FAILED_PRECONDITION',
      `${worse.path} is the file that the figures stand on, and ${from} makes another: nothing was written; name another folder with --data`,
    );
  }
  for (const { path, text } of made) {
    mkdirSync(dirname(path), { recursive: true });
    await writeFileAtomic(path, text);
  }
  return { read, written: made.map(({ text: _, ...written }) => written) };
}

function madeFile({ file, rows }: MadeFile, source: Source, folder: string): WrittenFile & { readonly text: string } {
  const known = source.makes.find((one) => one.file === file);
  if (!known) throw new Error(`${source.name} makes ${file}, of which nothing is known`);
  const text = jsonLinesText(rows);
  const sha256 = digest(text);
  return { path: join(folder, file), rows: rows.length, sha256, known, matches: sha256 === known.sha256, text };
}

/** A known file in the data folder: absent, the one that figures stand on, or another. */
export type Presence = 'absent' | 'matches' | 'differs';

/** What lies in the data folder where a known file belongs. */
export function presenceOf({ file, sha256 }: KnownFile, folder: string): Presence {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(join(folder, file));
  } catch {
    return 'absent';
  }
  return digest(bytes) === sha256 ? 'matches' : 'differs';
}

function readSources({ name, wanted, reads }: Source, from: string): SourceFile[] {
  try {
    const files = reads(from).map((path) => ({ path, sha256: digest(readFileSync(path)) }));
    if (files.length > 0) return files;
  } catch (cause) {
    throw new NluError('NOT_FOUND', `${name}: --from is ${wanted} (${(cause as Error).message})`, { cause });
  }
  throw new NluError('NOT_FOUND', `${name}: --from is ${wanted}; ${from} holds none of it`);
}

function digest(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}
