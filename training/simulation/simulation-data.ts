import { domainFolders } from '../../domains/core/schema/domain-folders.js';
import { NluError } from '../../serving/errors.js';
import { readCatalogue } from '../catalogue/catalogue.js';
import { dataFiles, dataFolder } from '../corpus/data-folder.js';
import { publicCatalogues } from '../corpus/default-corpora.js';
import { assigned } from '../corpus/domain-assignment.js';
import { readCorpus } from '../corpus/read-corpus.js';
import { realCarriers } from '../corpus/real-carriers.js';
import { readRecipe } from '../recipes/recipe.js';
import { splitCarriers } from './carriers.js';
import { contextModel } from './context-model.js';
import type { Parameters } from './parameters.js';
import type { RequestSource } from './requests.js';
import { isForBenchmark, type SharedTitle, sharedTitles } from './shared-titles.js';

/** The files that titles and carriers come from. */
export interface SimulationDataPaths {
  /** JSON Lines catalogues. */
  readonly catalogues: readonly string[];
  /** Corpora whose ambiguous rows give the carriers. */
  readonly corpora: readonly string[];
}

/** The catalogues and SNIPS files that are in the data folder; empty lists where none is. */
export function defaultDataPaths(folder = dataFolder()): SimulationDataPaths {
  const corpora = dataFiles(['snips/train.jsonl', 'snips/valid.jsonl'], folder);
  return { catalogues: publicCatalogues(folder), corpora };
}

/**
 * The titles and carriers that simulated logs are drawn from, and those that are kept for benchmarks: the two share no title
 * and no carrier, and neither has one that a domain was trained on.
 */
export interface SimulationData {
  readonly log: RequestSource;
  readonly benchmark: RequestSource;
}

/**
 * Reads titles and carriers.
 * @throws NluError FAILED_PRECONDITION when there are none, telling where they are looked for
 */
export function readSimulationData(
  { catalogues, corpora }: SimulationDataPaths,
  parameters: Parameters,
): SimulationData {
  if (catalogues.length === 0 || corpora.length === 0) {
    throw new NluError(
      'FAILED_PRECONDITION',
      'titles and carriers are needed: name them with --catalogue and --corpus, or make them by `npm run data` (docs/reference/data.md)',
    );
  }
  const kinds = Object.values(parameters.domains).map(({ kind }) => kind);
  const titles = sharedTitles(catalogues.flatMap(readCatalogue), kinds);
  const folders = domainFolders();
  const schemas = folders.map(({ schema }) => schema);
  const rows = corpora.flatMap(readCorpus).map((row) => assigned(row, schemas));
  const recipes = folders.map(({ path, schema }) => readRecipe(path, schema));
  const carriers = splitCarriers(realCarriers(rows), recipes, parameters);
  const model = contextModel(parameters);
  const source = (own: readonly SharedTitle[], ways: RequestSource['carriers']): RequestSource => {
    if (own.length > 0 && ways.length > 0) return { model, parameters, titles: own, carriers: ways };
    throw new NluError(
      'FAILED_PRECONDITION',
      `${own.length} shared titles and ${ways.length} carriers: both are needed`,
    );
  };
  return {
    log: source(
      titles.filter(({ text }) => !isForBenchmark(text)),
      carriers.log,
    ),
    benchmark: source(
      titles.filter(({ text }) => isForBenchmark(text)),
      carriers.benchmark,
    ),
  };
}
