import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { slotsOfTags, TagProblem } from './bio-tags.js';
import type { CorpusRow } from './corpus-row.js';
import { rowError } from './row-error.js';

/**
 * The split of Goo et al. 2018 (slot-gated SLU): a folder with three parallel files, `seq.in` (tokens separated by
 * spaces), `seq.out` (a BIO tag for each) and `label` (the intent). It names no domain.
 */
export function readSplitCorpus(folder: string): CorpusRow[] {
  const [texts, tags, labels] = ['seq.in', 'seq.out', 'label'].map((name) => readLines(join(folder, name))) as [
    string[],
    string[],
    string[],
  ];
  for (const [name, lines] of [
    ['seq.out', tags],
    ['label', labels],
  ] as const) {
    if (lines.length !== texts.length) {
      const line = Math.min(lines.length, texts.length) + 1;
      throw rowError(
        join(folder, name),
        line,
        `${name} has ${lines.length} lines but seq.in ${texts.length}; they are parallel`,
      );
    }
  }
  return texts.map((text, index) => {
    const tokens = splitOnSpaces(text);
    if (tokens.length === 0) throw rowError(join(folder, 'seq.in'), index + 1, 'the line is blank');
    if (!labels[index]) throw rowError(join(folder, 'label'), index + 1, 'the line is blank; write the intent');
    try {
      const slots = slotsOfTags(text, tokens, splitOnSpaces(tags[index]!));
      return { id: `${folder}:${index + 1}`, text, intent: labels[index]!, domain: '', slots, source: folder };
    } catch (error) {
      if (!(error instanceof TagProblem)) throw error;
      throw rowError(join(folder, 'seq.out'), index + 1, error.message, error);
    }
  });
}

function readLines(file: string): string[] {
  const lines = readFileSync(file, 'utf8').replaceAll('\r', '').split('\n');
  while (lines.at(-1)?.trim() === '') lines.pop();
  return lines.map((line) => line.trim());
}

function splitOnSpaces(line: string): string[] {
  return line.split(/\s+/u).filter((token) => token !== '');
}
