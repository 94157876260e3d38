import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Command } from 'commander';
import { DAY_SECONDS, type Series, stepsOfDay } from '../../capacity/forecast/series.js';
import { collect, wholeNumber } from '../../cli/options.js';
import { NluError } from '../../serving/errors.js';
import { dataFolder } from '../../training/corpus/data-folder.js';
import { type HistoryRules, readHistories } from '../../training/forecast/history-csv.js';
import { renderSvg } from '../../training/report/svg.js';
import { m4Figures } from './forecast/m4.js';
import { costPicture, coveragePicture, fanPicture } from './forecast/pictures.js';
import { hourAhead, type RollingFigures } from './forecast/rolling.js';
import { scalingReplay } from './forecast/scaling-replay.js';
import { m4Text, rollingText, scalingText } from './forecast/tables.js';

const TASKS = ['m4', 'nasa', 'nab', 'scaling'];

interface Flags {
  data: string;
  task?: string[];
  trace?: string[];
  m4Back: number;
  pictures?: string;
  json?: boolean;
}

const flags = new Command('bench:forecast')
  .description('How good forecasts of load are, how often their intervals hold, and what pods they save.')
  .option(
    '--data <folder>',
    'with m4-hourly-train.csv, m4-hourly-test.csv, nasa.csv and nab/',
    join(dataFolder(), 'load'),
  )
  .option('--task <name>', `one of ${TASKS.join(', ')}; repeat it (default: all)`, collect)
  .option('--trace <file>', 'another history to forecast an hour ahead, a CSV; repeat it (then no task)', collect)
  .option('--m4-back <hours>', 'leave out so many hours of the training series and forecast these', wholeNumber, 0)
  .option('--pictures <folder>', 'write fans, coverage and cost curves there, as SVG')
  .option('--json', 'print JSON instead of text')
  .addHelpText('after', '\ndocs/results/bench-forecast.md tells what is measured.')
  .parse()
  .opts<Flags>();

try {
  const results = await run(flags);
  if (flags.json) process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof NluError ? error.message : (error as Error).stack}\n`);
  process.exitCode = 1;
}

async function run({ data, task, trace, m4Back, pictures, json }: Flags): Promise<object> {
  const unknown = task?.find((name) => !TASKS.includes(name));
  if (unknown) throw new NluError('INVALID_ARGUMENT', `--task ${unknown}: give one of ${TASKS.join(', ')}`);
  const isAsked = (name: string) => (task ? task.includes(name) : trace === undefined);
  const say = (text: string) => void (json || process.stdout.write(`${text}\n\n`));
  const results: { m4?: object; rolling?: object; scaling?: object } = {};
  const rolled: RollingFigures[] = [];
  const roll = (series: Series, from: number, relearn: number) => {
    process.stderr.write(`${series.name}: learning and forecasting\n`);
    const figures = hourAhead(series, from, relearn);
    rolled.push(figures);
    say(rollingText(figures));
  };
  if (isAsked('m4')) {
    process.stderr.write('M4 hourly: learning\n');
    const figures = await m4Figures(data, m4Back, (text) => void process.stderr.write(`${text}\n`));
    results.m4 = figures;
    say(m4Text(figures));
  }
  // Two weeks to begin with, then what is new is learned every week.
  const weeks = (series: Series) => 7 * stepsOfDay(series);
  if (isAsked('nasa')) {
    const [series] = read(join(data, 'nasa.csv'), { stepSeconds: 900, zeroHolesSeconds: 3_600 });
    roll({ ...series, name: 'NASA' }, 2 * weeks(series), weeks(series));
  }
  if (isAsked('nab')) {
    for (const file of readdirSync(join(data, 'nab')).sort()) {
      const [series] = read(join(data, 'nab', file), {});
      const half = Math.floor(series.values.length / 2);
      roll({ ...series, name: basename(file, '.csv') }, half, series.values.length);
    }
  }
  for (const file of trace ?? []) {
    for (const series of read(file, {})) {
      const half = Math.floor(series.values.length / 2);
      roll({ ...series, name: `${basename(file, '.csv')} ${series.name}` }, half, series.values.length);
    }
  }
  if (rolled.length > 0) results.rolling = rolled.map(({ fan: _, ...figures }) => figures);
  if (isAsked('scaling')) {
    process.stderr.write('autoscaling: learning and forecasting\n');
    const [series] = read(join(data, 'nasa.csv'), { zeroHolesSeconds: 3_600 });
    // A week from 4 August on, after both holes.
    const from = (Date.UTC(1995, 7, 4) / 1_000 - (series.startSeconds ?? 0)) / series.stepSeconds;
    const { runs, figures } = scalingReplay(series, from, from + (7 * DAY_SECONDS) / series.stepSeconds);
    results.scaling = figures;
    say(scalingText(figures));
    if (pictures !== undefined) await draw(pictures, 'forecast-cost', costPicture(runs));
  }
  if (pictures !== undefined && rolled.length > 0) {
    for (const each of rolled) await draw(pictures, `forecast-fan-${each.name.toLowerCase()}`, fanPicture(each));
    await draw(pictures, 'forecast-coverage', coveragePicture(rolled));
  }
  return results;
}

function read(file: string, rules: HistoryRules): readonly [Series, ...Series[]] {
  if (!existsSync(file))
    throw new NluError('NOT_FOUND', `${file}: is not there; docs/results/bench-forecast.md says where it is from`);
  const { series, notes } = readHistories(readFileSync(file, 'utf8'), file, rules);
  for (const note of notes) process.stderr.write(`${basename(file)}: ${note}\n`);
  return series as [Series, ...Series[]];
}

async function draw(folder: string, name: string, spec: Parameters<typeof renderSvg>[0]): Promise<void> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.svg`), await renderSvg(spec));
}
