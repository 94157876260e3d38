import { join } from 'node:path';
import { Command } from 'commander';
import writeFileAtomic from 'write-file-atomic';
import { domainFolders } from '../../../domains/core/schema/domain-folders.js';
import { packClaims } from '../../../gateway/answer/claims/claim-table.js';
import { projectRoot } from '../../../serving/project.js';
import { fitClaims } from '../../../training/claims/fit-claims.js';
import { choiceText, defaultCatalogues, trainingCorpora } from '../../../training/corpus/default-corpora.js';
import { seeded } from '../../../training/numeric/random.js';
import { readRecipe } from '../../../training/recipes/recipe.js';
import { TRAINING_DEFAULTS } from '../../../training/run/training-defaults.js';
import { readTrainingCorpora } from '../../../training/run/training-run.js';
import { checkBundlesFolder } from '../../access/bundles-folder.js';
import { invocation } from '../../invocation.js';
import { collect, dataOption, positiveInteger } from '../../options.js';
import { bundledModels, releaseModels } from '../../release/gates/active-models.js';
import { interpretTexts } from '../../release/gates/interpret-texts.js';

interface Flags {
  corpus?: string[];
  data?: string;
  bundles?: string;
  seed: number;
  out: string;
  ship?: boolean;
}

/** `train claims`: what each domain says of utterances, for the time that it is away. */
export function trainClaimsCommand(): Command {
  return new Command('claims')
    .description('Learn what each domain claims for its own, so that a gateway knows what is missing while it is away.')
    .option('--corpus <path>', 'utterances; repeat it (default: as `train` has them)', collect)
    .addOption(dataOption())
    .option('--bundles <folder>', 'learn from the bundles in <folder>/<domain>/ instead of those that ship')
    .option('--seed <n>', 'same corpora, bundles and seed: same table', positiveInteger, 1)
    .option('--out <file>', 'where to write the table', 'claims.json')
    .option('--ship', 'write gateway/claims.json, the table that ships')
    .addHelpText(
      'after',
      `
Labels are not read: what counts is what the bundles say. A gateway reads the table at its start (missing.claims) and
goes on learning from its domains' replies. Takes a minute for 40,000 utterances.

Examples:
  nlu-reranker train claims --out claims.json
  nlu-reranker train claims --corpus my-requests.jsonl --bundles trained`,
    )
    .action((flags: Flags) => runTrainClaims(flags));
}

async function runTrainClaims({ corpus, data, bundles, seed, out, ship }: Flags): Promise<void> {
  if (bundles !== undefined) await checkBundlesFolder('--bundles', bundles);
  const folders = domainFolders();
  const chosen = trainingCorpora(data);
  const { rows, corpora } = await readTrainingCorpora({
    corpora: corpus?.map((path) => ({ path })) ?? chosen.uses,
    catalogues: corpus ? [] : defaultCatalogues(data),
    domains: folders.map((folder) => ({ schema: folder.schema, recipe: readRecipe(folder.path, folder.schema) })),
    perCarrier: corpus ? 0 : TRAINING_DEFAULTS.perCarrier,
    folds: TRAINING_DEFAULTS.folds,
    seed,
  });
  if (!corpus) process.stderr.write(`${choiceText(chosen, rows.length, invocation)}\n`);
  const texts = [...new Set(rows.map(({ text }) => text))];
  const models = await bundledModels(bundles);
  try {
    const interpretations = await interpretTexts(models, texts);
    const utterances = texts.map((text, index) => ({ text, interpretations: interpretations[index] }));
    const origin = `${texts.length} utterances of ${corpora.map(({ name }) => name).join(', ')}, seed ${seed}`;
    const table = packClaims(fitClaims(utterances, [...models.keys()], seeded(seed)), origin.slice(0, 1024));
    const file = ship ? join(projectRoot(), 'gateway', 'claims.json') : out;
    await writeFileAtomic(file, `${JSON.stringify(table, null, 2)}\n`);
    process.stdout.write(
      `claims of ${Object.keys(table.domains).join(', ')} from ${texts.length} utterances\n${file}\n`,
    );
  } finally {
    await releaseModels(models.values());
  }
}
