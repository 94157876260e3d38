import { basename, join } from 'node:path';
import { Command } from 'commander';
import writeFileAtomic from 'write-file-atomic';
import { domainFolders } from '../../../domains/core/schema/domain-folders.js';
import { loadPriorTable } from '../../../gateway/priors/prior-table-file.js';
import { NluError } from '../../../serving/errors.js';
import { projectRoot } from '../../../serving/project.js';
import { seeded } from '../../../training/numeric/random.js';
import { fitPriors, type TrainedPriors } from '../../../training/priors/fit-priors.js';
import { readInteractionLog } from '../../../training/priors/interaction-log.js';
import { simulatedLog } from '../../../training/priors/simulated-log.js';
import { positiveInteger, share } from '../../options.js';
import { bundledModels, releaseModels } from '../../release/gates/active-models.js';
import { interpretTexts } from '../../release/gates/interpret-texts.js';

interface Flags {
  log?: string;
  simulated?: number;
  bundles?: string;
  coverage: number;
  maxShift: number;
  seed: number;
  out: string;
  ship?: boolean;
  json?: boolean;
}

/** `train priors`: context priors and the threshold for asking, from an interaction log. */
export function trainPriorsCommand(): Command {
  return new Command('priors')
    .description('Learn P(domain | context) and when to ask, from an interaction log.')
    .option('--log <file>', 'JSON Lines with context, domain (the one that was meant) and, where kept, text')
    .option('--simulated <rows>', 'draw the log from training/simulation/parameters.json instead', positiveInteger)
    .option(
      '--bundles <folder>',
      'interpret the texts with the bundles in <folder>/<domain>/ instead of those that ship',
    )
    .option('--coverage <share>', 'how often the meant reading must be among those offered', share, 0.95)
    .option('--max-shift <nats>', 'bound of a prior, in natural-log odds', Number, 3)
    .option('--seed <n>', 'same log, bundles and seed: same table', positiveInteger, 1)
    .option('--out <file>', 'where to write the table', 'priors.json')
    .option('--ship', 'write gateway/priors.json, the table that ships')
    .option('--json', 'print the figures as JSON')
    .addHelpText(
      'after',
      `
Rows with text give, besides, the weights of listed titles, and the threshold for asking: half of them each, 24,000 in all
at most. Without texts those of gateway/priors.json stand. \`nlu-reranker priors --table <file>\` makes a bundle.

Examples:
  nlu-reranker train priors --log interactions.jsonl --out priors.json
  nlu-reranker train priors --log interactions.jsonl
  nlu-reranker train priors --simulated 24000 --ship`,
    )
    .action((flags: Flags) => runTrainPriors(flags));
}

async function runTrainPriors(flags: Flags): Promise<void> {
  const { seed, coverage, maxShift } = flags;
  const domains = domainFolders().map(({ name }) => name);
  if (!(maxShift >= 0 && maxShift <= 10)) throw new NluError('INVALID_ARGUMENT', '--max-shift: a number from 0 to 10');
  if (!(coverage > 0 && coverage < 1)) throw new NluError('INVALID_ARGUMENT', '--coverage: between 0 and 1');
  const source = readSource(flags, domains);
  const trained = await fitPriors({
    ...source,
    domains,
    coverage,
    maxShift,
    fallback: loadPriorTable(),
    random: seeded(seed),
    interpret: async (texts) => {
      if (texts.length === 0) return [];
      const models = await bundledModels(flags.bundles);
      try {
        return await interpretTexts(models, texts);
      } finally {
        await releaseModels(models.values());
      }
    },
  });
  const file = flags.ship ? join(projectRoot(), 'gateway', 'priors.json') : flags.out;
  await writeFileAtomic(file, `${JSON.stringify(trained.table, null, 2)}\n`);
  process.stdout.write(flags.json ? `${JSON.stringify({ file, ...trained.figures })}\n` : report(file, trained));
}

/** The log that the flags name, or a simulated one. @throws NluError INVALID_ARGUMENT for none and for both */
function readSource({ log, simulated, seed }: Flags, domains: readonly string[]) {
  if (log !== undefined && simulated === undefined) {
    return { interactions: readInteractionLog(log, domains), origin: `the interaction log ${basename(log)}` };
  }
  if (simulated !== undefined && log === undefined) return simulatedLog(simulated, seed);
  throw new NluError('INVALID_ARGUMENT', 'name a log by --log <file>, or draw one by --simulated <rows>');
}

function report(file: string, { table, figures }: TrainedPriors): string {
  const { rows, titleRows, thresholdRows, loss, mixLoss } = figures;
  const lines = [
    `${rows} rows: -log P(domain | context) ${loss.toFixed(4)} nats where kept back; by the mix alone ${mixLoss.toFixed(4)}`,
    `an activity counts half after ${table.halfLifeMinutes} minutes`,
    titleRows > 0 ? `title weights from ${titleRows} texts` : 'no texts: title weights and threshold as they ship',
    ...(table.clarify
      ? [
          `offered from a share of ${table.clarify.minShare}: coverage ${table.clarify.coverage}, ${thresholdRows} texts`,
        ]
      : []),
    file,
  ];
  return `${lines.join('\n')}\n`;
}
