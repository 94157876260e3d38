import { describe, expect, it } from 'vitest';
import { FEATURES, FeatureReader } from '../../../capacity/forecast/features.js';
import { forecast, SERVING_HORIZONS } from '../../../capacity/forecast/forecaster.js';
import { QUANTILES } from '../../../capacity/forecast/quantile-levels.js';
import type { Series } from '../../../capacity/forecast/series.js';
import { waveModel, waves } from '../../support/models/forecast.js';

const MINUTES = 1_440;
const model = waveModel();
const foretold = (series: Series) => forecast(series, SERVING_HORIZONS, model);

describe('a model', () => {
  it('gives quantiles that rise and enclose the wave at every horizon', () => {
    const given = foretold(waves(9));
    if (given.by !== 'model') throw new Error(given.reason);
    for (const [index, horizon] of SERVING_HORIZONS.entries()) {
      const quantiles = given.quantiles[index];
      expect([...quantiles]).toEqual([...quantiles].sort((one, other) => one - other));
      const wave = 100 + 60 * Math.sin((2 * Math.PI * (horizon - 1)) / MINUTES);
      expect(quantiles[0]).toBeLessThan(wave);
      expect(quantiles[QUANTILES.length - 1]).toBeGreaterThan(wave);
      expect(quantiles[QUANTILES.indexOf(0.9)] - quantiles[0]).toBeLessThan(40);
    }
  });

  it('reads nothing from the origin on', () => {
    const [whole, past] = [waves(9), waves(8)];
    const row = (series: Series) => {
      const reader = new FeatureReader(series);
      const features = new Float64Array(FEATURES);
      reader.write(8 * MINUTES, 60, reader.scale(8 * MINUTES)!, features);
      return features;
    };
    // A spike right after the origin would show in any feature that reads it.
    whole.values.fill(1e9, 8 * MINUTES);
    expect(row(whole)).toEqual(row(past));
  });

  it('bears a spike of a hundred times, a hole of three days and loads of 0', () => {
    const spike = foretold(waves(9, (load, minute) => (minute === 9 * MINUTES - 1 ? 100 * load : load)));
    const hole = foretold(
      waves(9, (load, minute) => (minute > 3 * MINUTES && minute < 6 * MINUTES ? Number.NaN : load)),
    );
    const idle = foretold(waves(9, () => 0));
    expect([spike.by, hole.by, idle.by]).toEqual(['model', 'model', 'naive']);
    const at = (given: typeof spike, horizon: number, share: number) =>
      given.by === 'none' ? Number.NaN : given.quantiles[horizon][QUANTILES.indexOf(share)];
    expect(at(spike, 3, 0.5)).toBeLessThan(300);
    expect(Math.abs(at(hole, 3, 0.5) - 115)).toBeLessThan(15);
    expect(at(idle, 3, 0.99)).toBe(0);
  });
});

describe('without enough history', () => {
  it.each([
    [0.5, 'none', '0.5 days of load are known, and one is the least'],
    [1, 'naive', '1.0 days of load are known, and a model needs 2'],
  ])('of %d days it says what it does: %s', (days, by, reason) => {
    expect(foretold(waves(days))).toMatchObject({ by, reason });
  });

  it('is naive where no model is deployed, or one for other steps', () => {
    expect(forecast(waves(9), SERVING_HORIZONS, undefined)).toMatchObject({
      by: 'naive',
      reason: 'no forecast model is deployed',
    });
    expect(forecast(waves(9), [1], model)).toMatchObject({
      by: 'naive',
      reason: expect.stringContaining('other horizons'),
    });
  });

  it('says nothing where the last loads are unknown', () => {
    const silent = waves(9, (load, minute) => (minute >= 9 * MINUTES - 20 ? Number.NaN : load));
    expect(foretold(silent)).toEqual({ by: 'none', reason: 'no load was heard of for 15 minutes' });
  });
});
