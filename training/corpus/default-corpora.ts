import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../serving/process/project.js';
import { dataFiles, dataFolder } from './data-folder.js';

/** Corpora that a command takes when none is named. */
export interface ChosenCorpora {
  readonly paths: readonly string[];
  /** The public corpora that are not in the data folder, for which the sample stands in; absent where they are there. */
  readonly missing?: { readonly names: readonly string[]; readonly commands: readonly string[] };
}

const TRAINING = [
  { file: 'snips/train.jsonl', name: 'SNIPS train', command: 'npm run data -- snips' },
  { file: 'clinc/train.jsonl', name: 'CLINC150 train', command: 'npm run data -- clinc' },
];
const EVALUATION = [{ file: 'snips/valid.jsonl', name: 'SNIPS valid', command: 'npm run data -- snips' }];
const CATALOGUES = ['catalog/books.jsonl', 'catalog/movies.jsonl', 'catalog/songs.jsonl'];

/** What is trained on when no corpus is named: SNIPS train and CLINC150 train, or the sample where either is missing. */
export function trainingCorpora(folder = dataFolder()): ChosenCorpora {
  return choose(TRAINING, folder);
}

/** What is evaluated on when no corpus is named: SNIPS valid, or the sample where it is missing. */
export function evaluationCorpora(folder = dataFolder()): ChosenCorpora {
  return choose(EVALUATION, folder);
}

function choose(wanted: typeof TRAINING, folder: string): ChosenCorpora {
  const missing = wanted.filter(({ file }) => !existsSync(join(folder, file)));
  if (missing.length === 0) return { paths: wanted.map(({ file }) => join(folder, file)) };
  return {
    paths: sampleCorpora(),
    missing: { names: missing.map(({ name }) => name), commands: missing.map(({ command }) => command) },
  };
}

/** Why the corpora were chosen, as a sentence for people; `rows` is how many rows they hold together. */
export function choiceText({ missing }: ChosenCorpora, rows: number): string {
  if (!missing) return `No corpus was named; the public corpora of the data folder were used, ${rows} rows.`;
  const are = missing.names.length > 1 ? 'are' : 'is';
  const make = missing.commands.map((command) => `\`${command}\``).join(' and ');
  return `${missing.names.join(' and ')} ${are} not here; the sample of ${rows} rows that ships was used; ${make} ${
    missing.commands.length > 1 ? 'make them' : 'makes it'
  } (docs/reference/data.md).`;
}

/** The small authored corpus that ships with the project: enough to run everything, not to reach the figures. */
export function sampleCorpora(root = projectRoot()): string[] {
  const folder = join(root, 'training', 'sample');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .map((name) => join(folder, name));
}

/** Those of the three public catalogues that are in the data folder. */
export function defaultCatalogues(folder = dataFolder()): string[] {
  return dataFiles(CATALOGUES, folder);
}
