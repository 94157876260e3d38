import type { Command } from 'commander';
import { type DomainFolder, domainFolders } from '../../domains/core/schema/domain-folders.js';
import { NluError } from '../../serving/errors.js';
import { defaultCatalogues, trainingCorpora } from '../../training/corpus/default-corpora.js';
import { readRecipe } from '../../training/recipes/recipe.js';
import type { TrainingInputs } from '../../training/recognizer/domain-models.js';
import { RECOGNIZER_DEFAULTS } from '../../training/recognizer/recognizer-trainer.js';
import { TRAINING_DEFAULTS } from '../../training/run/training-defaults.js';
import { readTrainingCorpora, type TrainingCorpora, trainingInputs } from '../../training/run/training-run.js';
import { collect, dataOption, positiveInteger, wholeNumber } from '../options.js';

/** Options of a study; `seed` is for training and for the bootstrap. */
export interface StudyFlags {
  /** The data folder, where corpora and catalogues are that are not named. */
  data?: string;
  trainOn?: string[];
  catalogue?: string[];
  folds: number;
  /** Absent: as the study has it. */
  nBest?: number;
  generate: number;
  seed: number;
}

/** Adds the options of those evaluations that train. */
export function withStudyOptions(command: Command): Command {
  return command
    .addOption(dataOption())
    .option(
      '--train-on <path>',
      'a corpus for the evaluations that train; repeat it (default: SNIPS train and CLINC150 train of the data folder, else the sample)',
      collect,
    )
    .option('--catalogue <path>', 'a catalogue for them; repeat it (default: those of the data folder)', collect)
    .option('--folds <n>', 'their folds, at least 2', positiveInteger, TRAINING_DEFAULTS.folds)
    .option('--n-best <n>', 'hypotheses that their recognizers offer', positiveInteger)
    .option(
      '--generate <n>',
      'times that each carrier of a recipe is filled',
      wholeNumber,
      TRAINING_DEFAULTS.perCarrier,
    );
}

/** Everything that a study trains domains from. */
export interface Study extends TrainingCorpora {
  readonly domainInputs: readonly TrainingInputs[];
}

/** Reads the data that the flags name. @throws NluError INVALID_ARGUMENT for a single fold */
export async function readStudy(
  { data, trainOn, catalogue, folds, generate, seed }: StudyFlags,
  folders: readonly DomainFolder[] = domainFolders(),
): Promise<Study> {
  if (folds < 2) throw new NluError('INVALID_ARGUMENT', '--folds: at least 2, or no score is out of fold');
  const domains = folders.map(({ schema, path }) => ({ schema, recipe: readRecipe(path, schema) }));
  const read = await readTrainingCorpora({
    corpora: trainOn?.map((path) => ({ path })) ?? trainingCorpora(data).uses,
    catalogues: catalogue ?? defaultCatalogues(data),
    domains,
    perCarrier: generate,
    folds,
    seed,
  });
  return { ...read, domainInputs: trainingInputs(domains, read, { ...RECOGNIZER_DEFAULTS, seed }) };
}

/** Prints how far a study is, on standard error. */
export function printProgress(text: string): void {
  process.stderr.write(`${text}\n`);
}
