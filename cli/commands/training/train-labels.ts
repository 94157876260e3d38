import { join } from 'node:path';
import { Command } from 'commander';
import writeFileAtomic from 'write-file-atomic';
import { NluError } from '../../../serving/errors.js';
import { projectRoot } from '../../../serving/project.js';
import { dataFolder } from '../../../training/corpus/data-folder.js';
import {
  checkLabelData,
  trainDissatisfactionModel,
  trainRephraseModel,
} from '../../../training/learning/label-training.js';
import {
  DISSATISFACTION_FILE,
  dissatisfactionText,
  REPHRASE_FILE,
  rephraseText,
} from '../../../training/learning/model-files.js';
import { SAME_MEANING_FILE, sameMeaningText } from '../../../training/rewriting/same-meaning-file.js';
import { trainSameMeaning } from '../../../training/rewriting/same-meaning-trainer.js';
import { spokenPairs } from '../../../training/rewriting/spoken-pairs.js';
import { dataOption, positiveInteger } from '../../options.js';

interface Flags {
  data?: string;
  seed: number;
  out: string;
  ship?: boolean;
}

/** `train labels`: which request says the one before again, and what dissatisfied users say. */
export function trainLabelsCommand(): Command {
  return new Command('labels')
    .description('Learn from public data which request says the one before again, and what users say of failures.')
    .addOption(dataOption())
    .option('--seed <n>', 'same data and seed: same files', positiveInteger, 1)
    .option('--out <folder>', 'where to write the models', '.')
    .option('--ship', `write them where they ship: ${REPHRASE_FILE} and others`)
    .addHelpText(
      'after',
      `
Pairs of requests are made of the domains' own carriers, of SNIPS train and of what a recogniser heard; dialogues are IARD
and GetGoing. \`npm run bench:feedback\` says how good the models are. Some minutes.

Examples:
  nlu-reranker train labels --out trial
  nlu-reranker train labels --ship`,
    )
    .action((flags: Flags) => runTrainLabels(flags));
}

async function runTrainLabels({ data = dataFolder(), seed, out, ship }: Flags): Promise<void> {
  const begun = performance.now();
  const say = (text: string) =>
    process.stdout.write(`${((performance.now() - begun) / 1000).toFixed(1).padStart(6)} s  ${text}\n`);
  checkLabelData(data);
  say('what is heard of what is said');
  const alike = trainSameMeaning(spokenPairs(data), seed);
  const { model, pairs } = trainRephraseModel(data, seed, say);
  const dissatisfaction = trainDissatisfactionModel(data, ['iard', 'getGoing'], model);
  const made = `made by train-labels, seed ${seed}`;
  const files = [
    [REPHRASE_FILE, 'rephrase.json', rephraseText(model, `${made}, from ${pairs.length} pairs of requests`)],
    [DISSATISFACTION_FILE, 'dissatisfaction.json', dissatisfactionText(dissatisfaction, `${made}, IARD and GetGoing`)],
    [SAME_MEANING_FILE, 'same-meaning.json', sameMeaningText(alike.model, `${made}, from ${alike.rows} found texts`)],
  ] as const;
  for (const [shipped, name, text] of files) {
    const file = ship ? join(projectRoot(), shipped) : join(out, name);
    try {
      await writeFileAtomic(file, text);
    } catch (cause) {
      const problem = `${file}: cannot be written (${(cause as Error).message})`;
      throw new NluError('INVALID_ARGUMENT', `--out ${problem}`, { cause });
    }
    say(`${file}: ${(text.length / 1024).toFixed(0)} KiB`);
  }
}
