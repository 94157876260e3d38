import { basename, join } from 'node:path';
import { Command } from 'commander';
import writeFileAtomic from 'write-file-atomic';
import { NluError } from '../../../serving/errors.js';
import { projectRoot } from '../../../serving/project.js';
import { dataFiles } from '../../../training/corpus/data-folder.js';
import { learnSounds } from '../../../training/entities/phonetic/learn-sounds.js';
import { SOUNDS_FILE, soundModelText } from '../../../training/entities/phonetic/sound-model.js';
import { alignSegments } from '../../../training/recognition-noise/alignment.js';
import { learnNoise } from '../../../training/recognition-noise/learn-noise.js';
import { NOISE_FILE, noiseText } from '../../../training/recognition-noise/noise-model.js';
import { readSpokenPairs } from '../../../training/recognition-noise/spoken-pairs.js';
import { dataOption } from '../../options.js';

interface Flags {
  pairs?: string;
  data?: string;
  out: string;
  sounds: string;
  ship?: boolean;
  json?: boolean;
}

/** The pairs that the model that ships was learned from, in the data folder. */
const PAIRS = 'asr/phoneme.jsonl';

/** `train noise`: how a speech recogniser mistakes words, from pairs of what was said and what was heard. */
export function trainNoiseCommand(): Command {
  return new Command('noise')
    .description('Learn how a speech recogniser mistakes words, from pairs of what was said and what it heard.')
    .option('--pairs <file>', `JSON Lines with text and heard (default: ${PAIRS} of the data folder)`)
    .addOption(dataOption())
    .option('--out <file>', 'where to write the model', 'noise.json')
    .option('--sounds <file>', 'where to write which letters it mistakes', 'sounds.json')
    .option('--ship', `write ${NOISE_FILE}, which \`train\` takes, and ${SOUNDS_FILE}, which \`catalogue\` takes`)
    .option('--json', 'print the figures as JSON')
    .addHelpText(
      'after',
      `
Kept are counts of words and of runs of up to three words, never a sentence. \`train --noise\` says how many copies of
training rows are made by the model that ships. With pairs of your own recogniser and --ship the copies sound like it, and
catalogues find the names that it mishears. 23,000 pairs take about three minutes.

Examples:
  nlu-reranker train noise --pairs heard.jsonl --out noise.json
  nlu-reranker train noise --ship`,
    )
    .action((flags: Flags) => runTrainNoise(flags));
}

async function runTrainNoise({ data, ...flags }: Flags): Promise<void> {
  const file = flags.pairs ?? dataFiles([PAIRS], data)[0];
  if (file === undefined) {
    throw new NluError('NOT_FOUND', `${PAIRS} is not in the data folder; name pairs by --pairs <file>`);
  }
  const pairs = readSpokenPairs(file);
  const model = learnNoise(pairs, `learned from ${basename(file)}`);
  const out = flags.ship ? join(projectRoot(), NOISE_FILE) : flags.out;
  await writeFileAtomic(out, noiseText(model));
  const costs = learnSounds(pairs.flatMap(({ said, heard }) => alignSegments(said, heard)));
  const sounds = flags.ship ? join(projectRoot(), SOUNDS_FILE) : flags.sounds;
  await writeFileAtomic(sounds, soundModelText(costs, model.description, pairs.length));
  const [mistaken, lexicon] = [Object.keys(model.said).length, Object.keys(model.lexicon).length];
  const { wordErrorRate } = model;
  if (flags.json) {
    process.stdout.write(
      `${JSON.stringify({ file: out, sounds, pairs: pairs.length, wordErrorRate, mistaken, lexicon })}\n`,
    );
    return;
  }
  process.stdout.write(
    `${pairs.length} pairs; ${(100 * wordErrorRate).toFixed(1)} % of the words were mistaken or lost, besides lost tails\n` +
      `${mistaken} words and runs that are mistaken, ${lexicon} words that the recogniser knows\n` +
      `written to ${out} and ${sounds}\n`,
  );
}
