import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { NluError } from '../../serving/errors.js';
import { projectRoot } from '../../serving/process/project.js';
import { readCatalogue } from '../corpus/catalogue.js';
import { defaultCatalogues } from '../corpus/default-corpora.js';
import { assignDomain } from '../corpus/domain-assignment.js';
import { readCorpus } from '../corpus/read-corpus.js';
import { realCarriers } from '../corpus/real-carriers.js';
import { readRecipe } from '../corpus/recipe.js';
import { domainFolders } from '../run/domain-folders.js';
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

/** The files of the public data beside the project; an empty list where there are none. */
export function defaultDataPaths(root = projectRoot()): SimulationDataPaths {
  const corpora = ['train', 'valid'].map((split) => join(root, '..', 'shared', 'data', 'snips', `${split}.jsonl`));
  return { catalogues: defaultCatalogues(root), corpora: corpora.filter((file) => existsSync(file)) };
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
      'titles and carriers are needed: ../shared/data/catalog and ../shared/data/snips, or --catalogue and --corpus (docs/ambiguity.md names the sources)',
    );
  }
  const kinds = Object.values(parameters.domains).map(({ kind }) => kind);
  const titles = sharedTitles(catalogues.flatMap(readCatalogue), kinds);
  const folders = domainFolders();
  const schemas = folders.map(({ schema }) => schema);
  const rows = corpora.flatMap(readCorpus).map((row) => ({ ...row, domain: assignDomain(row, schemas) }));
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
