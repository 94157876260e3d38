import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { checkBundlesFolder } from '../../cli/access/bundles-folder.js';
import { plainTable } from '../../cli/evaluation/evaluation-text.js';
import { parseHouseholdRows } from '../../cli/evaluation/household-rows.js';
import { checkInputFile } from '../../cli/option-file.js';
import { positiveInteger } from '../../cli/options.js';
import { bundledModels, releaseModels } from '../../cli/release/gates/active-models.js';
import { interpretTexts } from '../../cli/release/gates/interpret-texts.js';
import { answerInterpretations, plainQuery } from '../../gateway/answer/answer-interpretations.js';
import { answerRules } from '../../gateway/answer/answer-rules.js';
import { loadPriorTable } from '../../gateway/priors/prior-table-file.js';
import { projectRoot } from '../../serving/project.js';
import { type Answered, answered } from '../../training/evaluation/answered.js';
import { householdFigures, householdOutcome } from '../../training/evaluation/household.js';

interface Flags {
  file: string;
  bundles?: string;
  verbose?: boolean;
  seed: number;
  resamples: number;
  json?: boolean;
}

const { file, bundles, verbose, seed, resamples, json } = new Command('bench:household')
  .description(
    "How a household's requests are answered, each in its context, by the bundles and priors that ship: right, harmful " +
      '(a wrong domain or intent is accepted) and opposite (the opposite is accepted), by kind.',
  )
  .option(
    '--file <file>',
    'rows {"text", "context"?, "kind", "expect"}',
    join(projectRoot(), 'test/bench/household/dev.jsonl'),
  )
  .option('--bundles <folder>', 'answer by the bundles in <folder>/<domain>/ instead of those that ship')
  .option('--seed <n>', 'of the bootstrap', positiveInteger, 1)
  .option('--resamples <n>', 'resamples of the bootstrap', positiveInteger, 10_000)
  .option('-v, --verbose', 'print the answers that come out wrong, to standard error')
  .option('--json', 'print JSON instead of a table')
  .addHelpText(
    'after',
    '\nExamples:\n  npm run bench:household\n  npm run bench:household -- -v\n  npm run bench:household -- --file my-household.jsonl --json',
  )
  .parse()
  .opts<Flags>();

checkInputFile('--file', file);
if (bundles !== undefined) await checkBundlesFolder('--bundles', bundles);
const rows = parseHouseholdRows(readFileSync(file, 'utf8'), file);
const models = await bundledModels(bundles);
const interpretations = await interpretTexts(
  models,
  rows.map(({ text }) => text),
);
await releaseModels(models.values());
const rules = answerRules(loadPriorTable());
const answers = rows.map(({ context }, index) =>
  answered(answerInterpretations(plainQuery(context), interpretations[index]!, rules)),
);
const figures = householdFigures(rows, answers, { seed, resamples });

if (verbose) {
  for (const [index, row] of rows.entries()) {
    const outcome = householdOutcome(row, answers[index]!);
    if (outcome.right) continue;
    const flaw = outcome.opposite ? 'OPPOSITE' : outcome.harmful ? 'harmful' : 'wrong';
    process.stderr.write(
      `${flaw} ${row.kind}: "${row.text}": ${answerText(answers[index]!)}; right: ${JSON.stringify(row.expect)}\n`,
    );
  }
}
process.stdout.write(json ? `${JSON.stringify(figures, null, 2)}\n` : figuresText());

function answerText({ decision, readings }: Answered): string {
  const texts = readings.map(({ domain, intent, slots, confidence }) => {
    const values = slots.map(({ name, value }) => `${name}=${value}`).join(', ');
    return `${domain} ${intent} {${values}} ${confidence.toFixed(2)}`;
  });
  return [decision, ...texts].join(' ');
}

/** Counts and shares in per cent, by kind and of all; of all with their 95 % bootstrap intervals. */
function figuresText(): string {
  const names = ['right', 'harmful', 'opposite'] as const;
  const table = plainTable(['kind', 'n', ...names]);
  for (const [kind, shares] of [...Object.entries(figures.kinds), ['all', figures] as const]) {
    const cells = names.map((name) => `${Math.round(shares[name] * shares.requests)} (${percent(shares[name])} %)`);
    table.push([kind, shares.requests, ...cells]);
  }
  const intervals = names.map((name) => {
    const { value, low, high } = figures.intervals[name];
    return `${name} ${percent(value)} % (95 % interval ${percent(low)} to ${percent(high)})`;
  });
  const { accept, clarifySeveral, clarifyOne, reject } = figures.counts;
  return `${[
    `Answers to ${rows.length} household requests, each in its context`,
    table.toString(),
    ...intervals,
    `ACCEPT ${accept}, CLARIFY ${clarifySeveral + clarifyOne}, REJECT ${reject}`,
  ].join('\n')}\n`;
}

function percent(share: number): string {
  return (100 * share).toFixed(1);
}
