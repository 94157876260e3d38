import { basename, dirname, join } from 'node:path';
import { Command } from 'commander';
import { checkBundlesFolder } from '../../cli/access/bundles-folder.js';
import { share } from '../../cli/options.js';
import { bundledModels, releaseModels } from '../../cli/release/gates/active-models.js';
import { interpretTexts } from '../../cli/release/gates/interpret-texts.js';
import { answerRules } from '../../gateway/answer/answer-rules.js';
import { DEFAULT_MISSING_RISK } from '../../gateway/answer/decision.js';
import { loadClaimTable } from '../../gateway/claims/claim-table-file.js';
import { loadPriorTable } from '../../gateway/priors/prior-table-file.js';
import { NluError } from '../../serving/errors.js';
import { dataFiles, dataFolder } from '../../training/corpus/data-folder.js';
import { gateSetCorpora, sampleCorpora } from '../../training/corpus/default-corpora.js';
import { readCorpus } from '../../training/corpus/read-corpus.js';
import { absence, type Requests } from './outage/absence.js';
import { outageText, verdict } from './outage/tables.js';

interface Flags {
  bundles?: string;
  claims?: string;
  unfitted?: boolean;
  sample?: boolean;
  maxRisk: number;
  json?: boolean;
}

const { bundles, claims, unfitted, sample, maxRisk, json } = new Command('bench:outage')
  .description(
    'What is answered while one domain is away, each in turn, beside what is answered when all are there. Exit code 1 where ' +
      'more than 5 % of the requests that the absent domain wins are rejected or accepted for another, in the sample, or ' +
      "where the risk's calibration error is above .1.",
  )
  .option('--bundles <folder>', 'answer by the bundles in <folder>/<domain>/ instead of those that ship')
  .option('--claims <file>', 'the table of what domains claim (default: gateway/claims.json)')
  .option('--unfitted', 'without a table: a gateway that learns from the replies alone, from its start on')
  .option('--sample', 'measure the sample alone, which takes seconds and needs no data')
  .option('--max-risk <share>', 'bound of missing_domain_risk (missing.maxRisk)', share, DEFAULT_MISSING_RISK)
  .option('--json', 'print JSON instead of a table')
  .addHelpText('after', '\nSNIPS valid and CLINC val join where they are in the data folder (docs/reference/data.md).')
  .parse()
  .opts<Flags>();

try {
  if (bundles !== undefined) await checkBundlesFolder('--bundles', bundles);
  const fitted = unfitted ? undefined : loadClaimTable(claims);
  const rules = answerRules(loadPriorTable(), true, { missing: { maxRisk } });
  const figures = (await requests()).map((one) => absence(one, fitted, rules));
  process.stdout.write(json ? `${JSON.stringify(figures, null, 2)}\n` : outageText(figures));
  const missed = verdict(figures);
  for (const line of missed) process.stderr.write(`${line}\n`);
  if (missed.length > 0) process.exitCode = 1;
} catch (error) {
  process.stderr.write(`${error instanceof NluError ? error.message : (error as Error).stack}\n`);
  process.exitCode = 1;
}

/** The gate set, and the public corpora that are in the data folder. */
function furtherCorpora(): [string, readonly string[]][] {
  const data = dataFiles(['snips/valid.jsonl', 'clinc/val.jsonl'], dataFolder());
  return [
    ['gate-set', gateSetCorpora()],
    ...data.map((path): [string, string[]] => [join(basename(dirname(path)), basename(path, '.jsonl')), [path]]),
  ];
}

/** The requests of each corpus with what every domain makes of them. */
async function requests(): Promise<Requests[]> {
  const named: [string, readonly string[]][] = [['sample', sampleCorpora()], ...(sample ? [] : furtherCorpora())];
  const models = await bundledModels(bundles);
  try {
    const found: Requests[] = [];
    for (const [name, paths] of named) {
      const texts = [...new Set(paths.flatMap((path) => readCorpus(path)).map(({ text }) => text))];
      found.push({ name, texts, interpretations: await interpretTexts(models, texts) });
    }
    return found;
  } finally {
    await releaseModels(models.values());
  }
}
