import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Identifies the corpus behind some figures, so that readers can tell whether they have the same. */
export interface CorpusIdentity {
  readonly name: string;
  readonly rows: number;
  /** SHA-256 of the file, in hex; of a folder, of its files one after another in the order of their paths. */
  readonly sha256: string;
}

/** The identity of the corpus or catalogue at `path`, which holds `rows` rows. */
export function identifyCorpus(path: string, rows: number): CorpusIdentity {
  return { name: corpusName(path), rows, sha256: corpusDigest(path) };
}

/** The last two parts of a path: tells `snips/train.jsonl` from `clinc/train.jsonl`, and no machine from another. */
export function corpusName(path: string): string {
  return join(basename(dirname(path)), basename(path));
}

function corpusDigest(path: string): string {
  const hash = createHash('sha256');
  if (statSync(path).isDirectory()) {
    const entries = readdirSync(path, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    for (const file of files.sort()) hash.update(readFileSync(file));
  } else hash.update(readFileSync(path));
  return hash.digest('hex');
}
