import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { openBundle } from '../../../bundles/format/open.js';
import { datedVersion, packBundle } from '../../../bundles/format/pack.js';
import { projectRoot } from '../../../serving/project.js';
import { type TrainedDomain, trainDomain } from '../../../training/run/train-domain.js';
import { sampleTraining, trainSample } from '../../support/corpora/sample-training.js';

async function bundleOf({ contents }: TrainedDomain, date = '2026-01-31') {
  const bytes = packBundle(contents, { version: datedVersion(new Date(date)) });
  return openBundle(bytes, { keys: [], allowUnsigned: true });
}

describe('training', { timeout: 60_000 }, () => {
  it('gives the same bundle for the same data and seed, whenever it is made', async () => {
    const one = await bundleOf(await trainSample('books', 1));
    const other = await bundleOf(await trainSample('books', 1), '2027-12-01');
    expect(other.digest).toBe(one.digest);
    expect(other.manifest.version).not.toBe(one.manifest.version);
  });

  it('gives other weights for another seed', async () => {
    const one = await bundleOf(await trainSample('books', 1));
    const other = await bundleOf(await trainSample('books', 2));
    expect(other.digest).not.toBe(one.digest);
    expect(other.parts.get('tagger.onnx')).not.toEqual(one.parts.get('tagger.onnx'));
    expect(other.manifest.reranker.weights).not.toEqual(one.manifest.reranker.weights);
  });

  it('gives the same bundle on worker threads, however they come to take turns', async () => {
    const module = pathToFileURL(join(projectRoot(), 'dist', 'training', 'run', 'training-pool.js')).href;
    const { startTrainingPool } = (await import(module)) as typeof import('../../../training/run/training-pool.js');
    const pool = startTrainingPool(2);
    try {
      const threaded = await bundleOf(await trainDomain(sampleTraining('books', 1), pool, () => {}));
      expect(threaded.digest).toBe((await bundleOf(await trainSample('books', 1))).digest);
    } finally {
      await pool.close();
    }
  });
});
