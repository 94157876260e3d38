import { createHash } from 'node:crypto';
import type { Manifest } from '../../bundles/format/manifest.js';
import { datedVersion, packBundle } from '../../bundles/format/pack.js';
import { removeOtherBundles, writeActiveBundle } from '../../bundles/sources/bundle-directory.js';
import { catalogueParts } from '../../domains/core/catalogue/parts.js';
import { type CatalogueRow, readCatalogue } from '../catalogue/catalogue.js';
import { trainNameModel } from '../catalogue/name-model-trainer.js';
import { buildTitleIndex } from '../catalogue/title-index-builder.js';
import { corpusName, identifyCorpus } from '../corpus/corpus-identity.js';
import type { CorpusRow } from '../corpus/corpus-row.js';
import { GENERATED } from '../corpus/corpus-row.js';
import { type CorpusUse, gateSetCorpora } from '../corpus/default-corpora.js';
import { assigned } from '../corpus/domain-assignment.js';
import { drawOf, groupKey } from '../corpus/folds.js';
import { readCorpus } from '../corpus/read-corpus.js';
import { frameRows } from '../recipes/framed-corpus.js';
import { type DomainRecipe, generateRows } from '../recipes/generated-corpus.js';
import { requestWords } from '../recipes/request-words.js';
import { catalogueKinds, catalogueValues } from '../recipes/slot-pools.js';
import type { TrainingInputs } from '../recognizer/domain-models.js';
import type { RecognizerSettings } from '../recognizer/recognizer-trainer.js';
import { checkRows } from './row-check.js';
import { type DomainTraining, type Progress, type TrainedDomain, trainDomain } from './train-domain.js';
import type { TrainingPool } from './training-pool.js';

/** Corpora ready for training: rows with their domains, and the sources as a manifest lists them. */
export interface TrainingCorpora {
  readonly rows: readonly CorpusRow[];
  readonly corpora: Manifest['training']['corpora'];
  readonly catalogue: readonly CatalogueRow[];
  /** Request words, with which people ask for a title, by the rows and by every domain's recipe. */
  readonly requestWords: ReadonlySet<string>;
}

/** The corpora and catalogues of a run by their paths, and the domains with their schemas and recipes. */
export interface CorporaRequest {
  readonly corpora: readonly CorpusUse[];
  readonly catalogues: readonly string[];
  readonly domains: readonly DomainRecipe[];
  /** Times that each carrier of a recipe is filled; 0 generates nothing. */
  readonly perCarrier: number;
  /** 'text': generated rows are held out one by one, so that every model has seen their carriers; absent: whole carriers. */
  readonly heldOutBy?: 'text' | undefined;
  readonly folds: number;
  readonly seed: number;
}

/** Reads corpora and catalogues and generates the recipes' rows. */
export async function readTrainingCorpora({
  domains,
  perCarrier,
  heldOutBy,
  folds,
  seed,
  ...paths
}: CorporaRequest): Promise<TrainingCorpora> {
  const schemas = domains.map(({ schema }) => schema);
  const rows: CorpusRow[] = [];
  const corpora: Manifest['training']['corpora'] = [];
  for (const use of paths.corpora) {
    const read = usedRows(use, seed);
    for (const row of read) {
      const own = assigned({ ...row, source: corpusName(use.path) }, schemas);
      rows.push(use.foreign && own.intent === row.intent ? { ...own, slots: undefined } : own);
    }
    corpora.push(identifyCorpus(use.path, read.length));
  }
  const catalogue: CatalogueRow[] = [];
  for (const path of paths.catalogues) {
    const read = readCatalogue(path);
    catalogue.push(...read);
    corpora.push(identifyCorpus(path, read.length));
  }
  const made =
    perCarrier > 0
      ? [...generateRows(domains, rows, catalogue, { perCarrier, folds, seed }), ...frameRows(domains, rows, seed)]
      : [];
  const kept = gateSetTexts();
  const generated = made.filter(({ text }) => !kept.has(groupKey(text)));
  if (generated.length > 0) {
    const sha256 = createHash('sha256').update(JSON.stringify(generated)).digest('hex');
    corpora.push({ name: GENERATED, rows: generated.length, sha256 });
  }
  const all = [...rows, ...(heldOutBy ? generated.map((row) => ({ ...row, group: row.text })) : generated)];
  const words = requestWords(
    all,
    domains.map(({ recipe }) => recipe),
  );
  return { rows: all, corpora, catalogue, requestWords: words };
}

/** The requests that candidates are judged by, as keys: nothing that is generated may be one of them. */
function gateSetTexts(): ReadonlySet<string> {
  return new Set(gateSetCorpora().flatMap((path) => readCorpus(path).map(({ text }) => groupKey(text))));
}

/** The rows of a corpus that training takes, with the group that each is held out with. */
function usedRows({ path, share = 1, heldOutBy, without = [] }: CorpusUse, seed: number): CorpusRow[] {
  const read = readCorpus(path).filter(
    ({ text, intent }) => !without.includes(intent) && (share === 1 || drawOf(text, `share of ${seed}`) < share),
  );
  return heldOutBy === 'intent' ? read.map((row) => ({ ...row, group: `${corpusName(path)} ${row.intent}` })) : read;
}

/** The inputs of every domain's training besides rows, in the order of the domains. */
export function trainingInputs(
  domains: readonly DomainRecipe[],
  { catalogue, requestWords }: Pick<TrainingCorpora, 'catalogue' | 'requestWords'>,
  settings: RecognizerSettings,
): TrainingInputs[] {
  const names = catalogue.length > 0 ? trainNameModel(catalogue, settings.seed) : undefined;
  return domains.map(({ schema, recipe }) => ({
    schema,
    settings,
    catalogue: catalogueParts({
      names,
      titles: catalogue.length > 0 ? buildTitleIndex(catalogue, catalogueKinds(recipe), requestWords) : undefined,
    }),
    slotValues: catalogueValues(recipe, catalogue),
    sharedSlots: recipe.sharedSlots,
  }));
}

/** Everything that a run of one or several domains depends on. */
export interface TrainingRun
  extends TrainingCorpora,
    Omit<DomainTraining, 'schema' | 'rows' | 'corpora' | 'catalogue' | 'slotValues' | 'sharedSlots'> {
  readonly domains: readonly DomainRecipe[];
  /** Where a domain's bundle goes; the one it replaces there is removed. */
  readonly directoryOf: (domain: string) => string;
  /** A version, or the date for `<yyyymmdd>-<digest prefix>`. */
  readonly version: string | Date;
  /** Names of all domains that there are: a row of another one may be a slip; absent: any. */
  readonly known?: readonly string[] | undefined;
  /** Takes what is told of rows that are no fault and may be a slip (`checkRows`). */
  readonly notice?: ((text: string) => void) | undefined;
}

/** A trained domain whose bundle is written. */
export interface FinishedDomain extends TrainedDomain {
  readonly domain: string;
  readonly version: string;
  readonly digest: string;
  readonly bytes: number;
}

/**
 * Trains domains side by side over one pool and writes each one's bundle as soon as it is made.
 * @throws NluError INVALID_ARGUMENT where a domain cannot learn from the rows (`checkRows`), before anything is trained
 */
export async function runTraining(
  { domains, directoryOf, version, catalogue, requestWords, known, notice, ...training }: TrainingRun,
  pool: TrainingPool,
  progress: (domain: string) => Progress,
): Promise<FinishedDomain[]> {
  for (const { schema } of domains) {
    for (const text of checkRows(training.rows, schema, known)) notice?.(text);
  }
  return Promise.all(
    trainingInputs(domains, { catalogue, requestWords }, training.recognizer).map(async (inputs) => {
      const { schema } = inputs;
      const trained = await trainDomain({ ...training, ...inputs }, pool, progress(schema.domain));
      let digest = '';
      let name = '';
      const bytes = packBundle(trained.contents, {
        version: (contentsDigest) => {
          digest = contentsDigest;
          name = version instanceof Date ? datedVersion(version)(digest) : version;
          return name;
        },
      });
      const directory = directoryOf(schema.domain);
      await writeActiveBundle(directory, { version: name, digest }, bytes);
      await removeOtherBundles(directory, [name]);
      return { ...trained, domain: schema.domain, version: name, digest, bytes: bytes.length };
    }),
  );
}
