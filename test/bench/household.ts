import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { checkBundlesFolder } from '../../cli/access/bundles-folder.js';
import { plainTable } from '../../cli/evaluation/evaluation-text.js';
import { type HouseholdRow, parseHouseholdRows } from '../../cli/evaluation/household-rows.js';
import { checkInputFile } from '../../cli/option-file.js';
import { positiveInteger } from '../../cli/options.js';
import { bundledModels, releaseModels } from '../../cli/release/gates/active-models.js';
import { interpretTexts } from '../../cli/release/gates/interpret-texts.js';
import { answerInterpretations, plainQuery } from '../../gateway/answer/answer-interpretations.js';
import { answerRules } from '../../gateway/answer/answer-rules.js';
import { loadPriorTable } from '../../gateway/priors/prior-table-file.js';
import { NluError } from '../../serving/errors.js';
import { projectRoot } from '../../serving/project.js';
import { type Answered, answered } from '../../training/evaluation/answered.js';
import { type HouseholdFigures, householdFigures, householdOutcome } from '../../training/evaluation/household.js';

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

try {
  process.stdout.write(await run());
} catch (error) {
  process.stderr.write(`${error instanceof NluError ? error.message : (error as Error).stack}\n`);
  process.exitCode = 1;
}

async function run(): Promise<string> {
  checkInputFile('--file', file);
  if (bundles !== undefined) await checkBundlesFolder('--bundles', bundles);
  const rows = parseHouseholdRows(readFileSync(file, 'utf8'), file);
  const answers = await answersTo(rows);
  if (verbose) for (const [index, row] of rows.entries()) process.stderr.write(flawText(row, answers[index]!));
  const figures = householdFigures(rows, answers, { seed, resamples });
  return json ? `${JSON.stringify(figures, null, 2)}\n` : figuresText(figures);
}

/** What the gateway would answer to each request in its context, as `evaluate --answers --household` has it. */
async function answersTo(rows: readonly HouseholdRow[]): Promise<Answered[]> {
  const texts = rows.map(({ text }) => text);
  const models = await bundledModels(bundles);
  try {
    const interpretations = await interpretTexts(models, texts);
    const rules = answerRules(loadPriorTable());
    return rows.map(({ context }, index) =>
      answered(answerInterpretations(plainQuery(context), interpretations[index]!, rules)),
    );
  } finally {
    await releaseModels(models.values());
  }
}

/** A line on an answer that comes out wrong; empty for one that is right. */
function flawText(row: HouseholdRow, answer: Answered): string {
  const outcome = householdOutcome(row, answer);
  if (outcome.right) return '';
  const flaw = outcome.opposite ? 'OPPOSITE' : outcome.harmful ? 'harmful' : 'wrong';
  return `${flaw} ${row.kind}: "${row.text}": ${answerText(answer)}; right: ${JSON.stringify(row.expect)}\n`;
}

function answerText({ decision, readings }: Answered): string {
  const texts = readings.map(({ domain, intent, slots, confidence }) => {
    const values = slots.map(({ name, value }) => `${name}=${value}`).join(', ');
    return `${domain} ${intent} {${values}} ${confidence.toFixed(2)}`;
  });
  return [decision, ...texts].join(' ');
}

/** Counts and shares in per cent, by kind and of all; of all with their 95 % bootstrap intervals. */
function figuresText(figures: HouseholdFigures): string {
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
    `Answers to ${figures.requests} household requests, each in its context`,
    table.toString(),
    ...intervals,
    `ACCEPT ${accept}, CLARIFY ${clarifySeveral + clarifyOne}, REJECT ${reject}`,
  ].join('\n')}\n`;
}

function percent(share: number): string {
  return (100 * share).toFixed(1);
}
