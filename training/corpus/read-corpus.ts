import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { NluError } from '../../serving/errors.js';
import type { CorpusRow } from './corpus-row.js';
import { parseJsonlCorpus } from './jsonl-corpus.js';
import { parseSnipsJson } from './snips-json-corpus.js';
import { readSplitCorpus } from './split-corpus.js';

const PARTS = ['train', 'valid', 'test'];

/**
 * Reads a corpus whose form is recognised by its name: `*.jsonl` is ours, `*.json` the public SNIPS JSON, a folder is
 * a seq.in/seq.out/label split, or the folders train, valid and test of one (all that are there, in that order).
 * @throws NluError INVALID_ARGUMENT with file and line for the first row that is not as its form says.
 */
export function readCorpus(path: string): CorpusRow[] {
  if (!existsSync(path)) throw new NluError('NOT_FOUND', `corpus ${path}: no such file or folder`);
  const rows = statSync(path).isDirectory() ? readFolder(path) : readFile(path);
  if (rows.length === 0) throw new NluError('INVALID_ARGUMENT', `corpus ${path}: holds no rows`);
  return rows;
}

function readFile(path: string): CorpusRow[] {
  if (path.endsWith('.jsonl')) return parseJsonlCorpus(decode(path, 'utf-8'), path);
  // Some of the public SNIPS files are in windows-1252, which no UTF-8 decoder takes; see decode.
  if (path.endsWith('.json')) return parseSnipsJson(decode(path, 'windows-1252'), path);
  throw new NluError(
    'INVALID_ARGUMENT',
    `corpus ${path}: of no known form; give .jsonl, .json (SNIPS) or a split's folder`,
  );
}

function readFolder(path: string): CorpusRow[] {
  if (existsSync(join(path, 'seq.in'))) return readSplitCorpus(path);
  const parts = PARTS.map((part) => join(path, part)).filter((part) => existsSync(join(part, 'seq.in')));
  if (parts.length > 0) return parts.flatMap(readSplitCorpus);
  const found = readdirSync(path).slice(0, 5).join(', ') || 'nothing';
  throw new NluError(
    'INVALID_ARGUMENT',
    `corpus ${path}: neither seq.in nor folders ${PARTS.join(', ')} with one (found ${found})`,
  );
}

/** The file as UTF-8, or in `fallback` when its bytes are no UTF-8. */
function decode(path: string, fallback: 'utf-8' | 'windows-1252'): string {
  const bytes = readFileSync(path);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    if (fallback !== 'utf-8') return new TextDecoder(fallback).decode(bytes);
    throw new NluError('INVALID_ARGUMENT', `corpus ${path}: not UTF-8; convert it first`, { cause });
  }
}
