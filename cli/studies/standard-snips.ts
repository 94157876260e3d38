import { domainFolders } from '../../domains/core/schema/domain-folders.js';
import { NluError } from '../../serving/errors.js';
import type { CorpusRow } from '../../training/corpus/corpus-row.js';
import { OTHER } from '../../training/corpus/corpus-row.js';
import { dataFiles } from '../../training/corpus/data-folder.js';
import { assigned } from '../../training/corpus/domain-assignment.js';
import { readCorpus } from '../../training/corpus/read-corpus.js';
import type { StandardFigures } from '../../training/metrics/standard-figures.js';
import { RERANKER_DEFAULTS } from '../../training/reranker/reranker-trainer.js';
import { trainDomain } from '../../training/run/train-domain.js';
import { startTrainingPool } from '../../training/run/training-pool.js';
import { STANDARD_SNIPS, STANDARD_TRAINING, scoreStandardSnips } from '../../training/studies/standard-snips.js';
import { printProgress, readStudy, type StudyFlags } from './study-options.js';

interface Flags extends StudyFlags {
  corpus?: string[];
  json?: boolean;
}

/** `evaluate --standard-snips`: the seven intents of SNIPS as published systems are scored on them. */
export async function standardSnips({ corpus, json, ...flags }: Flags): Promise<void> {
  const folders = domainFolders(STANDARD_SNIPS);
  const schemas = folders.map(({ schema }) => schema);
  // The corpus's own domains are those of the product; here a row is the domain's that has its intent.
  const owned = (rows: readonly CorpusRow[]) => rows.map((row) => assigned({ ...row, domain: '' }, schemas));
  const held = owned((corpus ?? [snips('valid', flags.data)]).flatMap(readCorpus));
  const trainOn = flags.trainOn ?? [snips('train', flags.data)];
  const study = await readStudy({ ...flags, trainOn, catalogue: flags.catalogue ?? [], generate: 0 }, folders);
  const rows = owned(study.rows);
  const stranger = [...rows, ...held].find(({ domain }) => domain === OTHER);
  if (stranger)
    throw new NluError('INVALID_ARGUMENT', `row ${stranger.id}: none of the seven intents is ${stranger.intent}`);
  const pool = startTrainingPool();
  try {
    const trained = await Promise.all(
      study.domainInputs.map(async ({ settings: recognizer, ...inputs }) => {
        const { domain } = inputs.schema;
        const { folds, nBest = STANDARD_TRAINING.nBest } = flags;
        const settings = { ...recognizer, ...STANDARD_TRAINING.recognizer };
        const { ngramOrders } = STANDARD_TRAINING;
        const training = {
          ...inputs,
          ngramOrders,
          folds,
          nBest,
          recognizer: settings,
          rows,
          corpora: study.corpora,
          negatives: new Map(),
        };
        const progress = (message: string) => printProgress(`${domain.padEnd(14)} ${message}`);
        const done = await trainDomain({ ...training, form: 'list-wise', reranker: RERANKER_DEFAULTS }, pool, progress);
        return [domain, done] as const;
      }),
    );
    const figures = await scoreStandardSnips(new Map(trained), rows, held);
    if (json) process.stdout.write(`${JSON.stringify({ seed: flags.seed, ...figures })}\n`);
    else {
      process.stdout.write(
        `Standard SNIPS, seven intents of ${folders.length} domains, seed ${flags.seed}, per cent\n`,
      );
      process.stdout.write(`${line(`${rows.length} rows, out of fold`, figures.outOfFold)}\n`);
      process.stdout.write(`${line(`${held.length} held rows`, figures.held)}\n`);
    }
  } finally {
    await pool.close();
  }
}

function line(what: string, { intentAccuracy, slotF1, sentenceAccuracy }: StandardFigures): string {
  const [intent, f1, sentence] = [intentAccuracy, slotF1, sentenceAccuracy].map((share) => (100 * share).toFixed(2));
  return `${what.padEnd(24)} intent accuracy ${intent}, slot F1 ${f1}, sentence accuracy ${sentence}`;
}

function snips(part: 'train' | 'valid', folder?: string): string {
  const [path] = dataFiles([`snips/${part}.jsonl`], folder);
  if (path !== undefined) return path;
  throw new NluError(
    'NOT_FOUND',
    `SNIPS ${part} is not in the data folder; \`nlu-reranker data snips\` makes it, or give --train-on and --corpus`,
  );
}
