import { describe, expect, it } from 'vitest';
import { packBundleOf } from '../../../bundles/format/pack.js';
import { ANY_SIGNER } from '../../../bundles/format/trust.js';
import { forecastManifestSchema, openForecast, packForecast } from '../../../capacity/bundle/forecast-bundle.js';
import { forecast, SERVING_HORIZONS } from '../../../capacity/forecast/forecaster.js';
import { waveModel, waves } from '../../support/models/forecast.js';

const model = waveModel();
const bytes = packForecast(model, 'waves', { version: 'v1' });

describe('a bundle of forecasts', () => {
  it('gives back a model that forecasts the same', async () => {
    const opened = await openForecast(bytes, ANY_SIGNER);
    expect(opened.manifest).toMatchObject({ domain: 'forecast', origin: 'waves', stepSeconds: 60 });
    const [before, after] = [model, opened.model].map((each) => forecast(waves(9), SERVING_HORIZONS, each));
    if (before.by !== 'model' || after.by !== 'model') throw new Error('no forecast');
    for (const [index, quantiles] of before.quantiles.entries()) {
      for (const [place, value] of quantiles.entries()) {
        expect(Math.abs(after.quantiles[index][place] - value)).toBeLessThan(0.01 * value);
      }
    }
  });

  it('is refused without a part, or with a wrong one', async () => {
    const refusal = (parts: [string, Uint8Array][], horizons = [1]) => {
      const manifest = { domain: 'forecast', origin: 'x', stepSeconds: 60, horizons } as const;
      const contents = { manifest: { ...manifest, horizons: [...horizons] }, parts: new Map(parts) };
      return openForecast(packBundleOf(forecastManifestSchema, contents, { version: 'v1' }), ANY_SIGNER);
    };
    const empty = Buffer.from('{"naiveShare":0,"weights":[]}');
    const trees = Buffer.from('');
    await expect(refusal([])).rejects.toThrow(/graph check: the bundle has no part sums\.json/);
    await expect(refusal([['sums.json', empty]])).rejects.toThrow(/no part trees\.bin/);
    const wrong = [
      ['sums.json', Buffer.from('{"naiveShare":2,"weights":[]}')],
      ['trees.bin', trees],
    ] as [string, Uint8Array][];
    await expect(refusal(wrong)).rejects.toThrow(/sums\.json, naiveShare/);
    const few = [
      ['sums.json', empty],
      ['trees.bin', trees],
    ] as [string, Uint8Array][];
    await expect(refusal(few)).rejects.toThrow(/0 weighted sums for 1 horizons/);
    const weights = [Array.from(model.weights[0])];
    const noTrees = [
      ['sums.json', Buffer.from(JSON.stringify({ naiveShare: 0, weights }))],
      ['trees.bin', trees],
    ] as [string, Uint8Array][];
    await expect(refusal(noTrees)).rejects.toThrow(/part trees\.bin cannot be read/);
    expect(() => packForecast({ ...model, stepSeconds: 7 }, 'x', { version: 'v1' })).toThrow(/manifest\.stepSeconds/);
  });
});
