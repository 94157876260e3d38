import { basename, join } from 'node:path';
import { Command } from 'commander';
import writeFileAtomic from 'write-file-atomic';
import { NluError } from '../../serving/errors.js';
import { projectRoot } from '../../serving/project.js';
import { dataFiles } from '../../training/corpus/data-folder.js';
import { learnSounds } from '../../training/entities/learn-sounds.js';
import { SOUNDS_FILE, soundModelText } from '../../training/entities/sound-model.js';
import { alignSegments } from '../../training/recognition-noise/alignment.js';
import { readSpokenPairs } from '../../training/recognition-noise/spoken-pairs.js';
import { dataOption } from '../options.js';

interface Flags {
  pairs?: string;
  data?: string;
  out: string;
  ship?: boolean;
}

/** The pairs that the model that ships was learned from, in the data folder. */
const PAIRS = 'asr/phoneme.jsonl';

/** `train sounds`: which letters a speech recogniser takes for which, from pairs of what was said and what was heard. */
export function trainSoundsCommand(): Command {
  return new Command('sounds')
    .description('Learn which letters a speech recogniser mistakes, from pairs of what was said and what it heard.')
    .option('--pairs <file>', `JSON Lines with text and heard (default: ${PAIRS} of the data folder)`)
    .addOption(dataOption())
    .option('--out <file>', 'where to write the model', 'sounds.json')
    .option('--ship', `write ${SOUNDS_FILE}, the model that catalogues are built with`)
    .addHelpText(
      'after',
      `
Kept are the costs of single letters, never a word. Catalogues that are built with them find names that your recogniser
misheard. 23,000 pairs take about two minutes.

Examples:
  nlu-reranker train sounds --pairs heard.jsonl --out sounds.json
  nlu-reranker train sounds --ship`,
    )
    .action((flags: Flags) => runTrainSounds(flags));
}

async function runTrainSounds({ data, ...flags }: Flags): Promise<void> {
  const file = flags.pairs ?? dataFiles([PAIRS], data)[0];
  if (file === undefined) {
    throw new NluError('NOT_FOUND', `${PAIRS} is not in the data folder; name pairs by --pairs <file>`);
  }
  const pairs = readSpokenPairs(file);
  const costs = learnSounds(pairs.flatMap(({ said, heard }) => alignSegments(said, heard)));
  const out = flags.ship ? join(projectRoot(), SOUNDS_FILE) : flags.out;
  await writeFileAtomic(out, soundModelText(costs, `learned from ${basename(file)}`, pairs.length));
  process.stdout.write(`${pairs.length} pairs\nwritten to ${out}\n`);
}
