import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCatalogue } from '../../../training/catalogue/catalogue.js';
import { dataFiles, dataFolder } from '../../../training/corpus/data-folder.js';
import {
  choiceText,
  defaultCatalogues,
  evaluationCorpora,
  publicCatalogues,
  sampleCorpora,
  trainingCorpora,
} from '../../../training/corpus/default-corpora.js';
import { temporaryFolder } from '../../support/files.js';

/** A folder with empty files of these names in it. */
function folderWith(...names: string[]): string {
  const folder = temporaryFolder();
  for (const name of names) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), '');
  }
  return folder;
}

describe('the data folder', () => {
  it('is ../shared/data where that is there, else data in the project', () => {
    const parent = folderWith('project/package.json');
    const root = join(parent, 'project');
    expect(dataFolder(root)).toBe(join(root, 'data'));
    mkdirSync(join(parent, 'shared', 'data'), { recursive: true });
    expect(dataFolder(root)).toBe(join(root, '..', 'shared', 'data'));
  });

  it('gives those files that are in it, in the order asked for', () => {
    const folder = folderWith('b.jsonl', 'c.jsonl');
    expect(dataFiles(['c.jsonl', 'a.jsonl', 'b.jsonl'], folder)).toEqual([
      join(folder, 'c.jsonl'),
      join(folder, 'b.jsonl'),
    ]);
  });
});

/** How a command is typed in a clone. */
const typed = (command: string, args: string) => `npm run ${command} -- ${args}`;

describe('without a corpus named', () => {
  it('takes the public corpora where they are', () => {
    const folder = folderWith('snips/train.jsonl', 'snips/valid.jsonl', 'clinc/train.jsonl');
    expect(evaluationCorpora(folder).paths).toEqual([join(folder, 'snips/valid.jsonl')]);
    const training = trainingCorpora(folder);
    expect(training.paths).toEqual([join(folder, 'snips/train.jsonl'), join(folder, 'clinc/train.jsonl')]);
    expect(training.missing).toEqual([]);
    expect(choiceText(training, 7, typed)).toBe(
      'No corpus was named; SNIPS train and CLINC150 train of the data folder: 7 rows.',
    );
  });

  it('trains on those light corpora that are there, too, each as it is declared', () => {
    const names = ['snips/train.jsonl', 'clinc/train.jsonl', 'requests/mindmeld.jsonl', 'requests/thingpedia.jsonl'];
    const folder = folderWith(...names);
    const training = trainingCorpora(folder);
    expect(training.uses.slice(2)).toEqual([
      { path: join(folder, 'requests/thingpedia.jsonl'), heldOutBy: 'intent' },
      { path: join(folder, 'requests/mindmeld.jsonl'), share: 0.3, foreign: true },
    ]);
    expect(choiceText(training, 7, typed)).toBe(
      'No corpus was named; SNIPS train and CLINC150 train and 2 light corpora of the data folder: 7 rows.',
    );
  });

  it('takes the sample on a bare clone, and says what is missing and what makes it', () => {
    const chosen = evaluationCorpora(temporaryFolder());
    expect(chosen.paths).toEqual(sampleCorpora());
    expect(choiceText(chosen, 533, typed)).toBe(
      'SNIPS valid is not here; the sample of 533 rows that ships was used; `npm run data -- snips` makes it (docs/reference/data.md).',
    );
  });

  it('does not train on SNIPS alone', () => {
    const chosen = trainingCorpora(folderWith('snips/train.jsonl'));
    expect(chosen.paths).toEqual(sampleCorpora());
    expect(chosen.missing.map(({ name, madeBy }) => [name, madeBy])).toEqual([['CLINC150 train', 'clinc']]);
    expect(choiceText(trainingCorpora(temporaryFolder()), 533, typed)).toMatch(
      /^SNIPS train and CLINC150 train are not here; .* make them/,
    );
  });

  it('takes those catalogues that are there, and the works that they lack beside them', () => {
    const folder = folderWith('catalog/songs.jsonl', 'catalog/books.jsonl');
    const published = [join(folder, 'catalog/books.jsonl'), join(folder, 'catalog/songs.jsonl')];
    expect(publicCatalogues(folder)).toEqual(published);
    const [lacking, ...others] = defaultCatalogues(folder).filter((path) => !published.includes(path));
    expect(others).toEqual([]);
    expect(readCatalogue(lacking).length).toBeGreaterThan(0);
    expect(defaultCatalogues(folderWith())).toEqual([]);
  });
});
