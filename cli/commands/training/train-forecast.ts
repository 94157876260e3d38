import { basename, join } from 'node:path';
import { Command } from 'commander';
import writeFileAtomic from 'write-file-atomic';
import { datedVersion } from '../../../bundles/format/pack.js';
import { ANY_SIGNER } from '../../../bundles/format/trust.js';
import { openForecast, packForecast } from '../../../capacity/bundle/forecast-bundle.js';
import { HORIZON_SECONDS, SERVING_HORIZONS, SERVING_STEP_SECONDS } from '../../../capacity/forecast/forecaster.js';
import { NluError } from '../../../serving/errors.js';
import { FORECAST_DEFAULTS, trainForecast } from '../../../training/forecast/forecast-trainer.js';
import { type HeldOut, heldOut } from '../../../training/forecast/held-out.js';
import { readHistories } from '../../../training/forecast/history-csv.js';
import { readOptionFile } from '../../option-file.js';
import { collect, positiveInteger, versionName } from '../../options.js';

interface Flags {
  history: string[];
  counter?: boolean;
  zeroHoles?: number;
  seed: number;
  out: string;
  version?: string;
  json?: boolean;
}

/** `train forecast`: a model of load to come, from histories, as a bundle to be deployed. */
export function trainForecastCommand(): Command {
  return new Command('forecast')
    .description('Learn forecasts of load from histories of counts; `deploy forecast` takes the bundle to capacity.')
    .requiredOption('--history <file>', 'a CSV with a column of times and one of counts; repeat it', collect)
    .option('--counter', 'the values are of counters that only rise, as Prometheus exports them')
    .option('--zero-holes <seconds>', 'missing stretches up to this long had no load', positiveInteger)
    .option('--seed <n>', 'same histories and seed: same model', positiveInteger, 1)
    .option('--out <folder>', 'where to write <version>.bundle', '.')
    .option('--version <version>', 'its version (default: date and digest)', versionName)
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      `
The file that capacity keeps (history.file) is such a history. A column "domain" or "series" makes a series for each; times
are Unix seconds or ISO 8601, by the minute or finer. The last fifth is held out first, and it is said how much better than
yesterday's load the forecast is there.

Examples:
  nlu-reranker train forecast --history counts.csv
  nlu-reranker deploy forecast --bundle 20260102-0a1b2c3d.bundle`,
    )
    .action((flags: Flags) => runTrainForecast(flags));
}

async function runTrainForecast({
  history,
  counter,
  zeroHoles,
  seed,
  out,
  version: given,
  json,
}: Flags): Promise<void> {
  const rules = { stepSeconds: SERVING_STEP_SECONDS, counter, zeroHolesSeconds: zeroHoles };
  const read = history.map((file) => readHistories(readOptionFile('--history', file).toString('utf8'), file, rules));
  for (const note of read.flatMap(({ notes }) => notes)) process.stderr.write(`${note}\n`);
  const series = read.flatMap((one) => one.series);
  const settings = { ...FORECAST_DEFAULTS, horizons: SERVING_HORIZONS, seed };
  try {
    process.stderr.write(`${series.length} series; measuring on the last fifth of each\n`);
    const measured = heldOut(series, settings);
    process.stderr.write('learning from all\n');
    const model = trainForecast(series, settings);
    const origin = `histories ${history.map((file) => basename(file)).join(', ')}`.slice(0, 1_000);
    const bytes = packForecast(model, origin, { version: given ?? datedVersion(new Date()) });
    const { version, digest } = (await openForecast(bytes, ANY_SIGNER)).manifest;
    const file = join(out, `${version}.bundle`);
    await writeFileAtomic(file, Buffer.from(bytes));
    process.stdout.write(
      json ? `${JSON.stringify({ file, version, digest, heldOut: measured })}\n` : text(file, measured),
    );
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new NluError('INVALID_ARGUMENT', `--history: ${error.message}`, { cause: error });
  }
}

function text(file: string, measured: readonly HeldOut[]): string {
  const lines = measured.map(({ model, naive, coverage, count }, index) => {
    const minutes = HORIZON_SECONDS[index] / 60;
    if (count === 0) return `${minutes} min ahead: nothing to measure by`;
    const verdict = model < naive ? '' : '; it does not pay here';
    const loss = `loss ${model.toFixed(4)}, yesterday's ${naive.toFixed(4)}${verdict}`;
    return `${minutes} min ahead: ${loss}; the 80 % interval holds ${(100 * coverage).toFixed(0)} %`;
  });
  return `${[...lines, file].join('\n')}\n`;
}
