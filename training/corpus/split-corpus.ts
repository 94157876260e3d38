import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { slotsOfTags, TagProblem } from './bio-tags.js';
import type { CorpusRow } from './corpus-row.js';
import { rowError } from './row-error.js';

/** A row of a split with the tokens and tags that it was made of. */
export interface TaggedRow {
  readonly tokens: readonly string[];
  readonly tags: readonly string[];
  readonly row: CorpusRow;
}

/**
 * The rows of a split as Goo et al. 2018 (slot-gated SLU) publish it: a folder with three parallel files, `seq.in`
 * (tokens separated by spaces), `seq.out` (a BIO tag for each) and `label` (the intent). It names no domain.
 * @throws NluError INVALID_ARGUMENT naming file and line where the files are not parallel or a line is wrong.
 */
export function readSplitCorpus(folder: string): CorpusRow[] {
  return readTaggedRows(folder).map(({ row }) => row);
}

/** The same rows, each with its tokens and tags. @throws as readSplitCorpus. */
export function readTaggedRows(folder: string): TaggedRow[] {
  const files = { texts: join(folder, 'seq.in'), tags: join(folder, 'seq.out'), labels: join(folder, 'label') };
  const texts = readLines(files.texts);
  const tags = readParallel(files.tags, texts.length);
  const labels = readParallel(files.labels, texts.length);
  return texts.map((text, index) => {
    const line = index + 1;
    const tokens = splitOnSpaces(text);
    const rowTags = splitOnSpaces(tags[index]);
    const intent = labels[index];
    if (tokens.length === 0) throw rowError(files.texts, line, 'the line is blank');
    if (!intent) throw rowError(files.labels, line, 'the line is blank; write the intent');
    try {
      const slots = slotsOfTags(text, tokens, rowTags);
      const place = `${files.tags}:${line}`;
      const row = { id: `${folder}:${line}`, text, intent, domain: '', slots, source: folder, place };
      return { tokens, tags: rowTags, row };
    } catch (error) {
      if (!(error instanceof TagProblem)) throw error;
      throw rowError(files.tags, line, error.message, error);
    }
  });
}

/** The lines of a file that has one for each of the `count` lines of seq.in. */
function readParallel(file: string, count: number): string[] {
  const lines = readLines(file);
  if (lines.length === count) return lines;
  const problem = `${basename(file)} has ${lines.length} lines but seq.in ${count}; they are parallel`;
  throw rowError(file, Math.min(lines.length, count) + 1, problem);
}

function readLines(file: string): string[] {
  const lines = readFileSync(file, 'utf8').replaceAll('\r', '').split('\n');
  while (lines.at(-1)?.trim() === '') lines.pop();
  return lines.map((line) => line.trim());
}

function splitOnSpaces(line: string): string[] {
  return line.split(/\s+/u).filter((token) => token !== '');
}
