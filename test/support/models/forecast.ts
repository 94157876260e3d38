import { SERVING_HORIZONS } from '../../../capacity/forecast/forecaster.js';
import type { Series } from '../../../capacity/forecast/series.js';
import { FORECAST_DEFAULTS, trainForecast } from '../../../training/forecast/forecast-trainer.js';
import { seeded } from '../../../training/numeric/random.js';

const MINUTES = 1_440;

/** A day's wave between 40 and 160 with noise, by the minute. */
export function waves(
  days: number,
  change: (load: number, minute: number) => number = (load) => load,
  startSeconds = 1_767_225_600,
): Series {
  const random = seeded(3);
  const values = Float64Array.from({ length: days * MINUTES }, (_, minute) => {
    const wave = 100 + 60 * Math.sin((2 * Math.PI * (startSeconds / 60 + minute)) / MINUTES);
    return change(wave + 10 * (random.next() - 0.5), minute);
  });
  return { name: 'waves', stepSeconds: 60, startSeconds, values };
}

/** A small model of waves, for the horizons of serving. */
export const waveModel = () =>
  trainForecast([waves(10)], {
    ...FORECAST_DEFAULTS,
    horizons: SERVING_HORIZONS,
    sumRows: 5_000,
    treeRows: 4_000,
    forest: { trees: 10, leaves: 64, leastRows: 20, leafRows: 32, bins: 64 },
  });
