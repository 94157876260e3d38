import { beforeAll, describe, expect, it } from 'vitest';
import { catalogueParts } from '../../domains/core/catalogue/parts.js';
import type { Hypothesis } from '../../domains/core/interpreter/hypothesis.js';
import { loadInterpreter } from '../../domains/core/interpreter/load-interpreter.js';
import { domainFolders } from '../../domains/core/schema/domain-folders.js';
import type { CatalogueRow } from '../../training/catalogue/catalogue.js';
import { trainNameModel } from '../../training/catalogue/name-model-trainer.js';
import { buildTitleIndex } from '../../training/catalogue/title-index-builder.js';
import type { CorpusRow } from '../../training/corpus/corpus-row.js';
import { generateRows } from '../../training/recipes/generated-corpus.js';
import { readRecipe } from '../../training/recipes/recipe.js';
import { requestWords } from '../../training/recipes/request-words.js';
import { catalogueKinds, catalogueValues, isHeldOutTitle } from '../../training/recipes/slot-pools.js';
import { type TrainedDomain, trainDomain } from '../../training/run/train-domain.js';
import { TRAINING_DEFAULTS } from '../../training/run/training-defaults.js';
import { musicCatalogue } from '../support/corpora/music-catalogue.js';
import { ownThread, sampleTraining } from '../support/corpora/sample-training.js';

const { path, schema } = domainFolders().find(({ name }) => name === 'music')!;
const shippedRecipe = readRecipe(path, schema);
const catalogue = musicCatalogue();
/** What training never sees: the titles that generated rows leave out, and one more. */
const isNew = ({ title }: CatalogueRow) => isHeldOutTitle(title) || title === 'Abbey Road';
const known = catalogue.filter((work) => !isNew(work));
/** The recipe without what names such a work. */
const newTitles = new Set(catalogue.filter(isNew).map(({ title }) => title.toLowerCase()));
const recipe = {
  ...shippedRecipe,
  // What names a work or an artist: of few rows, stations and genres could have any name.
  carriers: shippedRecipe.carriers.filter(
    (carrier) =>
      carrier.intent === 'PlayMusic' &&
      /\{(?:track|album|artist)\}/.test(carrier.text) &&
      !JSON.stringify(carrier).includes('abbey road'),
  ),
  values: Object.fromEntries(
    Object.entries(shippedRecipe.values ?? {}).map(([slot, values]) => [
      slot,
      values.filter((value) => !newTitles.has(value) && !value.includes('abbey road')),
    ]),
  ),
};
/** The same works, with every new song an album and every new album a song. */
const exchanged = catalogue.map((work) => {
  if (!isNew(work)) return work;
  return { ...work, kind: work.kind === 'song' ? 'album' : 'song' };
});

let rows: readonly CorpusRow[];
let trained: TrainedDomain;

function knowledge(works: readonly CatalogueRow[]): Map<string, Uint8Array> {
  return catalogueParts({
    names: trainNameModel(known, 1),
    titles: buildTitleIndex(works, catalogueKinds(recipe), requestWords(rows, [recipe])),
  });
}

beforeAll(async () => {
  const sample = sampleTraining('music', 1);
  const settings = { perCarrier: TRAINING_DEFAULTS.perCarrier, folds: sample.folds, seed: 1 };
  rows = [...sample.rows, ...generateRows([{ schema, recipe }], sample.rows, known, settings)];
  const slotValues = catalogueValues(recipe, known);
  trained = await trainDomain({ ...sample, rows, slotValues, catalogue: knowledge(catalogue) }, ownThread, () => {});
});

/** The best hypothesis of "play <title>" for every new work, by one training on another catalogue. */
async function playNew(works: readonly CatalogueRow[]): Promise<{ work: CatalogueRow; best: Hypothesis }[]> {
  const { manifest, parts } = trained.contents;
  const servable = await loadInterpreter({ manifest, parts: new Map([...parts, ...knowledge(works)]) });
  const played: { work: CatalogueRow; best: Hypothesis }[] = [];
  for (const work of works.filter(isNew)) {
    const { hypotheses } = await servable.interpret(`play ${work.title.toLowerCase()}`);
    played.push({ work, best: hypotheses[0] });
  }
  await servable.release();
  return played;
}

/** Whether a title is the one value, in the slot for its kind. */
function isUnderstoodAsListed({ work, best }: { work: CatalogueRow; best: Hypothesis }): boolean {
  const [slot] = best.slots;
  const name = work.kind === 'album' ? 'album' : 'track';
  return best.slots.length === 1 && slot!.name === name && slot!.value === work.title.toLowerCase();
}

describe('music with songs and albums in its catalogue', () => {
  it('learned nothing of the works that are asked for', () => {
    const values = new Set(rows.flatMap(({ slots = [] }) => slots.map(({ value }) => value)));
    for (const { title } of catalogue.filter(isNew)) expect(values).not.toContain(title.toLowerCase());
    expect(rows.filter(({ text }) => text.includes('abbey road'))).toEqual([]);
  });

  it.each([
    ['an album, because it is listed as one', catalogue, 'album'],
    ['a track where a song has that name', exchanged, 'track'],
  ])('takes "play abbey road" for %s', async (_, works, slot) => {
    const played = await playNew(works);
    const { best } = played.find(({ work }) => work.title === 'Abbey Road')!;
    expect(best.intent).toBe('PlayMusic');
    expect(best.slots).toMatchObject([{ name: slot, value: 'abbey road' }]);
    // A word such as "song" in a title may still be taken for what is played.
    const right = played.filter(isUnderstoodAsListed);
    expect(played.length).toBeGreaterThan(30);
    expect(right.length / played.length).toBeGreaterThanOrEqual(0.9);
    for (const kind of ['song', 'album']) expect(right.some(({ work }) => work.kind === kind)).toBe(true);
  });
});
