import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../serving/project.js';
import { dataFiles, dataFolder } from './data-folder.js';

/** A public corpus. */
interface PublicCorpus {
  readonly file: string;
  readonly name: string;
  /** The argument of the command `data` that makes it. */
  readonly madeBy: string;
}

/** A corpus, and how training uses it. */
export interface CorpusUse {
  readonly path: string;
  /** Share of its rows, in (0, 1], that are read, drawn by their texts; absent: all. */
  readonly share?: number | undefined;
  /** What is held out together: an intent's rows, all of them or none; absent: each text by itself. */
  readonly heldOutBy?: 'intent' | undefined;
  /** Its intents and slots are of another scheme: rows that no rule of ours relabels teach domains alone. */
  readonly foreign?: boolean | undefined;
  /** Intents whose rows are not read: what they say of domains is not what ours say. */
  readonly without?: readonly string[] | undefined;
}

/** The corpora that a command takes when none is named. */
export interface ChosenCorpora {
  readonly paths: readonly string[];
  /** The same for training, with those light corpora that are there beside them. */
  readonly uses: readonly CorpusUse[];
  /** The public corpora that the figures of the project stand on. */
  readonly wanted: readonly PublicCorpus[];
  /** Those of them that are not in the data folder; where there is one, the sample stands in for all. */
  readonly missing: readonly PublicCorpus[];
}

const TRAINING: readonly PublicCorpus[] = [
  { file: 'snips/train.jsonl', name: 'SNIPS train', madeBy: 'snips' },
  { file: 'clinc/train.jsonl', name: 'CLINC150 train', madeBy: 'clinc' },
];
const EVALUATION: readonly PublicCorpus[] = [{ file: 'snips/valid.jsonl', name: 'SNIPS valid', madeBy: 'snips' }];
/**
 * Corpora that say which domain is asked, in words that SNIPS never uses, without slots of ours. Left out is what says nothing
 * of a domain where one does not see the screen ("pause", "the next page"), and volume, which is nobody's here; MindMeld's
 * authors wrote for video alone, so that it weighs less.
 */
const LIGHT: readonly (Omit<CorpusUse, 'path'> & { readonly file: string })[] = [
  {
    file: 'requests/botframework.jsonl',
    heldOutBy: 'intent',
    without: [
      ...['Pause', 'AdjustVolume', 'Exclude'].map((intent) => `botframework.musicskill.${intent}`),
      ...['ShowNext', 'ShowPrevious', 'ReadAloud'].map((intent) => `botframework.emailskill.${intent}`),
      ...['ShowNextPage', 'ShowPreviousPage'].map((intent) => `botframework.todoskill.${intent}`),
      ...['ShowNextCalendar', 'ShowPreviousCalendar'].map((intent) => `botframework.calendarskill.${intent}`),
    ],
  },
  { file: 'requests/thingpedia.jsonl', heldOutBy: 'intent' },
  { file: 'requests/homeassistant.jsonl', heldOutBy: 'intent' },
  { file: 'requests/mindmeld.jsonl', share: 0.3, foreign: true },
];
const CATALOGUES = ['catalog/books.jsonl', 'catalog/movies.jsonl', 'catalog/songs.jsonl'];

/**
 * What is trained on when no corpus is named: SNIPS train, CLINC150 train and those light corpora that are there, or the
 * sample where either of the two is missing.
 */
export function trainingCorpora(folder = dataFolder()): ChosenCorpora {
  const chosen = choose(TRAINING, folder);
  if (chosen.missing.length > 0) return chosen;
  const light = LIGHT.map(({ file, ...use }) => ({ ...use, path: join(folder, file) }));
  return { ...chosen, uses: [...chosen.uses, ...light.filter(({ path }) => existsSync(path))] };
}

/** What is evaluated on when no corpus is named: SNIPS valid, or the sample where it is missing. */
export function evaluationCorpora(folder = dataFolder()): ChosenCorpora {
  return choose(EVALUATION, folder);
}

function choose(wanted: readonly PublicCorpus[], folder: string): ChosenCorpora {
  const missing = wanted.filter(({ file }) => !existsSync(join(folder, file)));
  const paths = missing.length === 0 ? wanted.map(({ file }) => join(folder, file)) : sampleCorpora();
  return { paths, uses: paths.map((path) => ({ path })), wanted, missing };
}

/**
 * Which corpora were chosen and why, as a sentence for people.
 * @param rows how many rows they hold together
 * @param invocation how a command is typed
 */
export function choiceText(
  { uses, wanted, missing }: ChosenCorpora,
  rows: number,
  invocation: (command: string, args: string) => string,
): string {
  const list = (corpora: readonly PublicCorpus[]) => corpora.map(({ name }) => name).join(' and ');
  if (missing.length === 0) {
    const light = uses.length > wanted.length ? ` and ${uses.length - wanted.length} light corpora` : '';
    return `No corpus was named; ${list(wanted)}${light} of the data folder: ${rows} rows.`;
  }
  const commands = missing.map(({ madeBy }) => `\`${invocation('data', madeBy)}\``).join(' and ');
  const [are, make] = missing.length > 1 ? ['are', 'make them'] : ['is', 'makes it'];
  return `${list(missing)} ${are} not here; the sample of ${rows} rows that ships was used; ${commands} ${make} (docs/reference/data.md).`;
}

/** The small authored corpus that ships with the project: enough to run everything, not to reach the figures. */
export function sampleCorpora(root = projectRoot()): string[] {
  return jsonlFiles(join(root, 'training', 'sample'));
}

/** The authored requests that candidates are judged by and that training reads only where it is told to. */
export function gateSetCorpora(root = projectRoot()): string[] {
  return jsonlFiles(join(root, 'training', 'gate-set'));
}

function jsonlFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .map((name) => join(folder, name));
}

/** The corpus.jsonl of each domain's folder that has one. */
export function ownCorpora(folders: readonly { readonly path: string }[]): string[] {
  return folders.map(({ path }) => join(path, 'corpus.jsonl')).filter((file) => existsSync(file));
}

/** The well-known works that the public catalogues lack (training/works/README.md). */
const WELL_KNOWN = join(projectRoot(), 'training', 'works', 'works.jsonl');

/** Those of the three public catalogues that are in the data folder. */
export function publicCatalogues(folder = dataFolder()): string[] {
  return dataFiles(CATALOGUES, folder);
}

/** The same, and what they lack; none where none of them is there. */
export function defaultCatalogues(folder = dataFolder()): string[] {
  const published = publicCatalogues(folder);
  return published.length === 0 ? [] : [...published, WELL_KNOWN];
}
