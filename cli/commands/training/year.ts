import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { NluError } from '../../../serving/errors.js';
import { dataFolder } from '../../../training/corpus/data-folder.js';
import { yearPicture } from '../../../training/learning/year/page/year-picture.js';
import { checkedYear, readYearParameters } from '../../../training/learning/year/parameters.js';
import { loadPlotting } from '../../../training/report/plotting.js';
import { renderSvg } from '../../../training/report/svg.js';
import { dataOption, positiveInteger, share } from '../../options.js';
import { incidentText } from '../../year/month-text.js';
import { compareTellings, runYear, type YearRequest } from '../../year/run-year.js';
import { type ComparedTellings, type LivedYear, tellingsText, yearText } from '../../year/year-text.js';

interface Flags {
  parameters?: string;
  data?: string;
  months?: number;
  customers?: number;
  noise?: number;
  biased?: boolean;
  compare?: boolean;
  poison: boolean;
  seed: number;
  resamples: number;
  output?: string;
  json?: boolean;
}

/** `year`: whether domains get better by use, judged by labels that they never see. */
export function yearCommand(): Command {
  return new Command('year')
    .description(
      'Live through a year of simulated use on the real stack, and judge by labels whether the domains learn.',
    )
    .option('--parameters <file>', 'who asks, how often, and what people do (default: the file that ships)')
    .addOption(dataOption())
    .option('--months <n>', 'months, instead of those of the file', positiveInteger)
    .option('--customers <n>', 'customers who teach; the control group is a quarter of it', positiveInteger)
    .option('--noise <share>', 'of the reactions to answers that are those to the opposite', share)
    .option('--biased', 'those who say a lot mostly do not tell')
    .option(
      '--compare',
      'live it with no, 10 % and 20 % false reactions and with biased ones, side by side; nobody poisons',
    )
    .option(
      '--no-poison',
      'without the group that works together against what is right, and the second life to compare',
    )
    .option('--seed <n>', 'of all draws', positiveInteger, 1)
    .option('--resamples <n>', 'resamples of the paired bootstrap', positiveInteger, 2_000)
    .option('--output <folder>', 'write a picture too, year.svg (drawn by vega and vega-lite)')
    .option('--json', 'print JSON instead of a table')
    .addHelpText(
      'after',
      `
Domains that know a share of the labels of SNIPS are deployed on a NATS of their own and serve behind the real gateway.
Simulated customers ask for the rest, each thing as often as Zipf's law says, and tell what was right by what they do;
at the end of each month the domains learn as \`learn --auto\` does, past the same gates. Some months bring a bad version,
an outage of NATS, and other works with new catalogues. Nothing that is trained is kept. It needs nats-server
(\`npm run nats:install\`) and snips/train.jsonl of the data folder; with asr/snips-train.jsonl some are misheard, and with
feedback/sgd-corrections.jsonl some correct in real words.
docs/results/year.md tells what is measured.
Exit code 0: the year was lived. 1: it could not be.

Examples:
  nlu-reranker year
  nlu-reranker year --noise 0.2 --biased --no-poison
  nlu-reranker year --compare
  nlu-reranker year --months 3 --customers 40 --output out/year`,
    )
    .hook('preAction', async (command) => {
      // Told before the work that the picture is of.
      if (command.opts<Flags>().output !== undefined) await loadPlotting();
    })
    .action(runYearCommand);
}

async function runYearCommand({
  parameters: file,
  data,
  output,
  json,
  seed,
  resamples,
  ...flags
}: Flags): Promise<void> {
  const read = readYearParameters(file);
  const { customers: teaching } = flags;
  const parameters = checkedYear(
    {
      ...read,
      months: flags.months ?? read.months,
      noise: flags.noise ?? read.noise,
      biased: flags.biased ?? read.biased,
      people: {
        ...read.people,
        ...(teaching !== undefined && { teaching, control: Math.max(1, Math.round(teaching / 4)) }),
        ...(!flags.poison && { poisoned: 0 }),
      },
    },
    'year',
  );
  if (flags.compare && (flags.noise !== undefined || flags.biased || output !== undefined))
    throw new NluError('INVALID_ARGUMENT', '--compare: has its own --noise and --biased, and no picture (--output)');
  const begun = performance.now();
  const request: YearRequest = {
    ...{ data: data ?? dataFolder(), parameters, seed, resamples },
    progress(text, done) {
      const passed = (performance.now() - begun) / 1000;
      const left = done > 0.05 ? `, ${Math.round((passed / done) * (1 - done))} s left` : '';
      process.stderr.write(`${passed.toFixed(0).padStart(6)} s ${Math.round(100 * done)} %  ${text}${left}\n`);
    },
  };
  if (flags.compare) {
    const compared = await compareTellings(request);
    process.stdout.write(json ? `${JSON.stringify(comparedJson(compared), null, 2)}\n` : tellingsText(compared));
    return;
  }
  const lived = await runYear(request);
  if (output !== undefined) {
    await mkdir(output, { recursive: true });
    await writeFile(join(output, 'year.svg'), await renderSvg(yearPicture(lived.figures.months, marksOf(lived))));
  }
  process.stdout.write(json ? `${JSON.stringify(jsonOf(lived), null, 2)}\n` : yearText(lived));
}

function marksOf({ life }: LivedYear) {
  return life.months.flatMap(({ month, isAway, bad, changed }) => [
    ...(isAway ? [{ month, what: 'NATS away' }] : []),
    ...(bad ? [{ month, what: 'bad version' }] : []),
    ...(changed ? [{ month, what: 'new catalogues' }] : []),
  ]);
}

function comparedJson({ tellings, seed }: ComparedTellings) {
  return { seed, tellings: tellings.map(({ name, figures, overFirst }) => ({ name, overFirst, ...figures })) };
}

function jsonOf({ figures, life, settings }: LivedYear) {
  const months = figures.months.map((month, index) => {
    const { requests, outcomes, learned, ...own } = life.months[index]!;
    return { ...month, requests, outcomes, learned, incidents: incidentText(own) };
  });
  return { settings, ...figures, months };
}
