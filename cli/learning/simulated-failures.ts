import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { ANY_SIGNER } from '../../bundles/format/trust.js';
import { hashText } from '../../domains/core/numeric/hash.js';
import { openCatalogue } from '../../domains/core/resolution/bundle/catalogue-bundle.js';
import type { Entity } from '../../domains/core/resolution/entities/entity.js';
import { domainFolders } from '../../domains/core/schema/domain-folders.js';
import { intentTitleSlots } from '../../domains/core/schema/schema.js';
import { answerRules } from '../../gateway/answer/answer-rules.js';
import { loadPriorTable } from '../../gateway/priors/prior-table-file.js';
import { NluError } from '../../serving/errors.js';
import type { CatalogueRow } from '../../training/catalogue/catalogue.js';
import { dataFiles } from '../../training/corpus/data-folder.js';
import { defaultCatalogues } from '../../training/corpus/default-corpora.js';
import { assigned } from '../../training/corpus/domain-assignment.js';
import { readCorpus } from '../../training/corpus/read-corpus.js';
import { buildCatalogue } from '../../training/entities/build-catalogue.js';
import { entityOf } from '../../training/entities/catalogue-files.js';
import { cataloguePlan } from '../../training/entities/catalogue-plan.js';
import type { GoalSource, OtherWords } from '../../training/learning/failures/simulation/goal-source.js';
import { isGap, KnownWorks } from '../../training/learning/failures/simulation/known-works.js';
import type { FailureParameters } from '../../training/learning/failures/simulation/parameters.js';
import type { GoalDomain } from '../../training/learning/failures/simulation/typed-goals.js';
import { generateRows } from '../../training/recipes/generated-corpus.js';
import { readRecipe } from '../../training/recipes/recipe.js';
import { contextModel } from '../../training/simulation/context-model.js';
import { readParameters } from '../../training/simulation/parameters.js';
import { defaultDataPaths, readSimulationData } from '../../training/simulation/simulation-data.js';
import { bundledModels, releaseModels } from '../release/gates/active-models.js';
import { type LineCatalogue, ServedLine } from './served-line.js';

/** The line with what is said to it. */
export interface SimulatedWorld {
  readonly line: ServedLine;
  readonly source: GoalSource;
  close(): Promise<void>;
}

/** Generated rows are drawn by this seed, which no bundle is trained with. */
const SEED = 7_741;
/** Longer talk is no utterance. */
const LONGEST_TALK = 14;

/**
 * The bundles and priors that ship, catalogues with gaps, and goals of everything that is said.
 * @param most works that are taken of each file, the most popular ones: catalogues of all take minutes
 * @throws NluError FAILED_PRECONDITION where the data folder lacks what goals are drawn from
 */
export async function simulatedWorld(
  data: string,
  parameters: FailureParameters,
  most: number,
  progress: (text: string) => void,
): Promise<SimulatedWorld> {
  const files = defaultCatalogues(data);
  const talk = dataFiles(['clinc/val.jsonl', 'feedback/iard.jsonl'], data);
  if (files.length === 0 || talk.length < 2) {
    const problem = 'catalogues, clinc/val.jsonl and feedback/iard.jsonl are needed, from which goals are drawn';
    throw new NluError('FAILED_PRECONDITION', `${data}: ${problem} (docs/reference/data.md)`);
  }
  const rows = await catalogueRows(files, most);
  const folder = await mkdtemp(join(tmpdir(), 'failures-'));
  try {
    const catalogues = new Map<string, LineCatalogue>();
    const domains = new Map<string, GoalDomain>();
    const folders = domainFolders().map(({ schema, path }) => ({ schema, recipe: readRecipe(path, schema) }));
    for (const { schema, recipe } of folders) {
      progress(`catalogue of ${schema.domain}`);
      const plan = cataloguePlan(recipe.catalogue);
      const titleSlots = intentTitleSlots(schema);
      const own = rows.filter(({ entity }) => plan.kinds.includes(entity.kind));
      const listed = own.filter(({ entity }) => !isGap(entity, parameters.gaps));
      const path = join(folder, `${schema.domain}.jsonl`);
      await writeFile(path, listed.map(({ line }) => line).join('\n'));
      const built = await buildCatalogue({
        ...{ domain: schema.domain, paths: [path], plan, bytes: 0, progress: () => {} },
        pack: { version: '20260101-00000001' },
      });
      const { catalogue } = await openCatalogue(built.bytes, ANY_SIGNER);
      const worksOf = (some: typeof own) => new KnownWorks(entitiesOf(some), plan);
      catalogues.set(schema.domain, { resolver: catalogue.resolver, titleSlots, works: worksOf(listed) });
      domains.set(schema.domain, { domain: schema.domain, titleSlots, plan, works: worksOf(own) });
    }
    progress('goals');
    const known: CatalogueRow[] = rows.map(({ entity: { kind, title, creators } }) => ({ kind, title, creators }));
    const made = generateRows(folders, [], known, { perCarrier: 1, folds: 5, seed: SEED });
    const simulation = readParameters();
    const source: GoalSource = {
      // Every row of a domain's recipe, its negatives too.
      rows: new Map([...domains.keys()].map((domain) => [domain, made.filter(({ id }) => id.includes(`-${domain}-`))])),
      domains,
      shared: readSimulationData(defaultDataPaths(data), simulation).log,
      others: clincWords(talk[0]),
      overheard: [...(await iardWords(talk[1])), ...clincWords(talk[0])],
      model: contextModel(simulation),
    };
    const models = await bundledModels();
    return {
      line: new ServedLine(models, answerRules(loadPriorTable()), catalogues),
      source,
      close: () => releaseModels(models.values()),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface CatalogueLine {
  readonly line: string;
  readonly entity: Entity;
}

async function catalogueRows(files: readonly string[], most: number): Promise<CatalogueLine[]> {
  const rows: CatalogueLine[] = [];
  for (const file of files) {
    const own = (await readFile(file, 'utf8'))
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => {
        const row = JSON.parse(line);
        const id = `${basename(file)}:${row.id}`;
        return { line: JSON.stringify({ ...row, id }), entity: { ...entityOf(row), id } };
      })
      .filter(({ entity }) => entity.title.trim() !== '');
    // A file without popularity: any of them.
    const rank = ({ id, popularity }: Entity) => popularity ?? hashText(id) / 2 ** 32;
    own.sort((one, other) => rank(other.entity) - rank(one.entity));
    rows.push(...own.slice(0, most));
  }
  return rows;
}

function* entitiesOf(rows: readonly CatalogueLine[]): Generator<Entity> {
  for (const { entity } of rows) yield entity;
}

/** Requests that are none of ours. */
function clincWords(path: string): OtherWords[] {
  const schemas = domainFolders().map(({ schema }) => schema);
  return readCorpus(path)
    .map((row) => assigned(row, schemas))
    .flatMap(({ domain, text }) => (domain === 'other' ? { text, group: text } : []));
}

/** What people say to each other of films, by dialogue. */
async function iardWords(path: string): Promise<OtherWords[]> {
  const dialogues = (await readFile(path, 'utf8'))
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as { id: string; turns: { text: string }[] });
  return dialogues.flatMap(({ id, turns }) =>
    turns
      .map(({ text }) =>
        text
          .toLowerCase()
          .replace(/\(\d+\)/gu, '')
          .trim(),
      )
      .filter((text) => /\p{L}/u.test(text) && text.split(/\s+/u).length <= LONGEST_TALK)
      .map((text) => ({ text, group: `talk ${id}` })),
  );
}
