import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readActive, readBundle } from '../../bundles/sources/bundle-directory.js';
import { domainFolders } from '../../domains/core/schema/domain-folders.js';
import type { DomainSchema } from '../../domains/core/schema/schema.js';
import { NluError } from '../../serving/errors.js';
import type { identifyCorpus } from '../../training/corpus/corpus-identity.js';
import type { CorpusRow } from '../../training/corpus/corpus-row.js';
import { dataFiles } from '../../training/corpus/data-folder.js';
import { gateSetCorpora } from '../../training/corpus/default-corpora.js';
import { assigned } from '../../training/corpus/domain-assignment.js';
import { readCorpus } from '../../training/corpus/read-corpus.js';
import { readCorrections } from '../../training/learning/year/corrections.js';
import type { YearParameters } from '../../training/learning/year/parameters.js';
import { QUICK_N_BEST, QUICK_RECOGNIZER } from '../../training/learning/year/quick-training.js';
import { type YearRows, yearRows } from '../../training/learning/year/year-goals.js';
import { type WorksOf, worksBy } from '../../training/learning/year/year-works.js';
import type { OppositePair } from '../../training/opposites/opposite-pairs.js';
import type { MeasuredCorpus } from '../../training/overlap/overlap.js';
import type { DomainRecipe } from '../../training/recipes/generated-corpus.js';
import { readRecipe } from '../../training/recipes/recipe.js';
import { inRowOrder } from '../../training/recognizer/recognizer-trainer.js';
import { RERANKER_DEFAULTS } from '../../training/reranker/reranker-trainer.js';
import type { TrainingPool } from '../../training/run/training-pool.js';
import { runTraining, type TrainingCorpora } from '../../training/run/training-run.js';
import { invocation } from '../invocation.js';
import { gateCorpora } from '../release/gate-options.js';
import { domainPairs } from '../release/gates/opposites/domain-pairs.js';

/** What every life through the year has in common. */
export interface YearWorld {
  readonly rows: YearRows;
  readonly schemas: readonly DomainSchema[];
  readonly recipes: readonly DomainRecipe[];
  readonly worksOf: WorksOf;
  /** The labels of people, as training takes them. */
  readonly labelled: TrainingCorpora;
  /** What gates measure on besides use. */
  readonly corpora: readonly MeasuredCorpus[];
  /** By domain, for the gate on opposites. */
  readonly opposites: ReadonlyMap<string, readonly OppositePair[]>;
  /**
   * Trains domains as `learn` does, quickly. The same rows make the same bundle, so that they are trained once.
   * @param date the day that the versions are named by
   */
  train(corpora: TrainingCorpora, domains: readonly string[], date: Date): Promise<Map<string, Uint8Array>>;
}

/**
 * The rows that people say, in the data folder; what a recogniser made of them, without which nobody is misheard; and real
 * corrections, without which nobody says it again in their words.
 */
const [SAID, HEARD, CORRECTED] = ['snips/train.jsonl', 'asr/snips-train.jsonl', 'feedback/sgd-corrections.jsonl'];
/** Folds of the re-rankers' lists. */
const FOLDS = 2;

/** @throws NluError NOT_FOUND where the data folder lacks what people say */
export async function yearWorld(
  data: string,
  parameters: YearParameters,
  seed: number,
  folder: string,
  pool: TrainingPool,
): Promise<YearWorld> {
  const [[said], [heard], [corrected]] = [SAID, HEARD, CORRECTED].map((name) => dataFiles([name], data));
  if (said === undefined) {
    const problem = `${SAID} is needed, which people say; \`${invocation('data', 'snips')}\` makes it (docs/reference/data.md)`;
    throw new NluError('NOT_FOUND', `--data ${data}: ${problem}`);
  }
  const folders = domainFolders();
  const recipes: DomainRecipe[] = folders.map(({ schema, path }) => ({ schema, recipe: readRecipe(path, schema) }));
  const schemas = folders.map(({ schema }) => schema);
  const all = readCorpus(said).map((row) => assigned({ ...row, source: 'year' }, schemas));
  const corrections = corrected === undefined ? undefined : readCorrections(corrected);
  const rows = yearRows(all, heard === undefined ? new Map() : hearings(heard), parameters, seed, corrections);
  const bundles = new Map<string, Promise<Uint8Array>>();
  const trainOne = async (corpora: TrainingCorpora, recipe: DomainRecipe, date: Date) => {
    const made = await mkdtemp(join(folder, 'trained-'));
    try {
      await runTraining(
        {
          ...corpora,
          domains: [recipe],
          negatives: new Map(),
          form: 'list-wise',
          folds: FOLDS,
          nBest: QUICK_N_BEST,
          recognizer: inRowOrder({ ...QUICK_RECOGNIZER, seed }),
          reranker: RERANKER_DEFAULTS,
          directoryOf: () => made,
          version: date,
        },
        pool,
        () => () => {},
      );
      return await readBundle(made, (await readActive(made)).version);
    } finally {
      await rm(made, { recursive: true, force: true });
    }
  };
  return {
    rows,
    schemas,
    recipes,
    worksOf: worksBy(recipes),
    labelled: {
      rows: rows.labelled,
      corpora: [identityOf('year/labelled', rows.labelled)],
      catalogue: [],
      requestWords: new Set(),
    },
    corpora: [...gateCorpora(gateSetCorpora()), { identity: identityOf('year/gates', rows.gated), rows: rows.gated }],
    opposites: new Map(folders.map(({ name }) => [name, domainPairs(name)])),
    async train(corpora, domains, date) {
      const made = await Promise.all(
        recipes
          .filter(({ schema }) => domains.includes(schema.domain))
          .map(async (recipe) => {
            const key = JSON.stringify([recipe.schema.domain, corpora.corpora]);
            const training = bundles.get(key) ?? trainOne(corpora, recipe, date);
            bundles.set(key, training);
            return [recipe.schema.domain, await training] as const;
          }),
      );
      return new Map(made);
    },
  };
}

function identityOf(name: string, rows: readonly CorpusRow[]): ReturnType<typeof identifyCorpus> {
  return { name, rows: rows.length, sha256: createHash('sha256').update(JSON.stringify(rows)).digest('hex') };
}

/** What a recogniser made of rows, by their ids. */
function hearings(path: string): Map<string, string> {
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '');
  return new Map(
    lines.map((line) => {
      const { id, heard } = JSON.parse(line) as { id: string; heard: string };
      return [id, heard];
    }),
  );
}
