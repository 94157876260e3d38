import { join } from 'node:path';
import { Command } from 'commander';
import { checkInputFile } from '../../cli/option-file.js';
import { positiveInteger } from '../../cli/options.js';
import { NluError } from '../../serving/errors.js';
import { dataFolder } from '../../training/corpus/data-folder.js';
import { startTrainingPool } from '../../training/run/training-pool.js';
import { study } from './learning/study.js';
import { studyText } from './learning/tables.js';

interface Flags {
  corpus: string;
  seed: number;
  resamples: number;
  share: string;
  json?: boolean;
}

const flags = new Command('bench:learning')
  .description(
    'How much of what labels teach feedback teaches alone: domains that know a tenth of the labels of SNIPS serve the rest, ' +
      'simulated customers tell what was right, and the domains learn from it; out of fold.',
  )
  .option('--corpus <file>', 'annotated rows', join(dataFolder(), 'snips/train.jsonl'))
  .option('--share <share>', 'of the rows that are read, for a quicker look', '1')
  .option('--seed <n>', 'of draws, training and bootstrap', positiveInteger, 1)
  .option('--resamples <n>', 'resamples of the paired bootstrap', positiveInteger, 2_000)
  .option('--json', 'print JSON instead of a table')
  .addHelpText('after', '\ndocs/results/bench-learning.md tells what is measured.')
  .parse()
  .opts<Flags>();

try {
  const share = Number(flags.share);
  if (!(share > 0 && share <= 1)) throw new NluError('INVALID_ARGUMENT', '--share: above 0, at most 1');
  checkInputFile('--corpus', flags.corpus);
  const begun = performance.now();
  const pool = startTrainingPool();
  try {
    const figures = await study({ ...flags, share }, pool, (text, done) => {
      const passed = (performance.now() - begun) / 1000;
      const left = done > 0.02 ? `, ${Math.round((passed / done) * (1 - done))} s left` : '';
      process.stderr.write(`${passed.toFixed(0).padStart(5)} s ${Math.round(100 * done)} %  ${text}${left}\n`);
    });
    process.stdout.write(flags.json ? `${JSON.stringify(figures, null, 2)}\n` : studyText(figures));
  } finally {
    await pool.close();
  }
} catch (error) {
  process.stderr.write(`${error instanceof NluError ? error.message : (error as Error).stack}\n`);
  process.exitCode = 1;
}
