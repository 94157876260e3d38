import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { packBundle } from '../../../bundles/format/pack.js';
import { deploy } from '../../../cli/release/deploy.js';
import { gateCorpora } from '../../../cli/release/gate-options.js';
import { currentDeployment } from '../../../cli/release/publication/publication.js';
import { loadInterpreter } from '../../../domains/core/interpreter/load-interpreter.js';
import { namedWeights } from '../../../domains/core/reranker/model.js';
import { RERANKER_GRAPH } from '../../../domains/core/reranker/parts.js';
import { projectRoot } from '../../../serving/project.js';
import { rerankerGraph } from '../../../training/export/reranker-graph.js';
import { modelOf } from '../../support/models/rerankers.js';
import { shippedBundles } from '../../support/models/shipped.js';
import { hasNats, NEEDS_NATS, startNats, storesOf } from '../../support/servers/nats-server.js';

const music = (await shippedBundles()).find(({ domain }) => domain === 'music')!;

/** The shipped bundle with a re-ranker that is sure of nothing, and its own golden utterances. */
async function unsureBundle(): Promise<Uint8Array> {
  const { format: _f, proto: _p, version: _v, digest: _d, parts: _l, ...manifest } = music.bundle.manifest;
  const model = modelOf('r3', { hypothesis: { slot: 0.01 }, inDomain: { domain: 0.01 } });
  const body = { ...manifest, reranker: { form: 'r3' as const, weights: namedWeights(model) } };
  const parts = new Map([...music.bundle.parts, [RERANKER_GRAPH, rerankerGraph(model)] as const]);
  const servable = await loadInterpreter({ manifest: body, parts });
  const golden = [];
  for (const utterance of ['play some jazz', 'add this to my list']) {
    golden.push({ utterance, interpretation: await servable.interpret(utterance, { explain: true }) });
  }
  await servable.release();
  parts.set('golden.json', Buffer.from(JSON.stringify(golden)));
  return packBundle({ manifest: body, parts }, { version: 'unsure' });
}

describe.skipIf(!hasNats)(`a candidate that is worse${NEEDS_NATS}`, () => {
  let unsure: Uint8Array;
  beforeAll(async () => {
    unsure = await unsureBundle();
  });
  const corpora = gateCorpora([join(projectRoot(), 'training', 'sample', 'music.jsonl')]);
  const request = (bytes: Uint8Array, force = false) => ({
    domain: 'music',
    bytes,
    who: 'ann',
    why: '',
    force,
    rollout: { quorum: 0, timeoutMs: 10_000 },
    gates: { corpora, stealBudget: 0.01, resamples: 200, seed: 1 },
  });

  it('is not deployed, and its gates are named; forced, it is, and the history has which gates and by how much', async () => {
    const stores = await storesOf(await startNats());
    await deploy(stores, request(music.bytes), new Date());
    await expect(deploy(stores, request(unsure), new Date())).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
      message: expect.stringMatching(
        /music\/unsure fails its gates[\s\S]*\n {2}ece: 0\.\d+ -> 0\.\d+, 95% interval[\s\S]*of IRER with 80 % power/,
      ),
    });
    const name = 'music/unsure';
    expect(await stores.getBundle(name, unsure.length)).toBeUndefined();
    expect((await currentDeployment(stores, 'music')).deployment?.version).toBe(music.version);

    const { forced } = await deploy(stores, request(unsure, true), new Date());
    expect(forced).toContainEqual(expect.stringMatching(/^nll: /));
    expect((await currentDeployment(stores, 'music')).deployment).toMatchObject({ version: 'unsure', forced });
  });

  it('that was trained on what it is measured on is not deployed; forced, it is, and the history has the overlap', async () => {
    const stores = await storesOf(await startNats());
    await deploy(stores, request(music.bytes), new Date());
    const { format: _f, proto: _p, version: _v, digest: _d, parts: _l, ...manifest } = music.bundle.manifest;
    const training = { ...manifest.training, corpora: corpora.map(({ identity }) => identity) };
    const contents = { manifest: { ...manifest, training }, parts: music.bundle.parts };
    const flattered = packBundle(contents, { version: 'flattered' });
    await expect(deploy(stores, request(flattered), new Date())).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
      message: expect.stringMatching(/trained on 140 of 140 rows \(100\.0 %\) of sample\/music\.jsonl, by digest/),
    });
    expect((await currentDeployment(stores, 'music')).deployment?.version).toBe(music.version);
    await deploy(stores, request(flattered, true), new Date());
    expect((await currentDeployment(stores, 'music')).deployment).toMatchObject({
      version: 'flattered',
      forced: [expect.stringMatching(/^overlap: music\/flattered was trained on 140 of 140 rows/)],
    });
  });

  it('of another domain is not taken for it', async () => {
    const stores = await storesOf(await startNats());
    await expect(deploy(stores, { ...request(music.bytes), domain: 'books' }, new Date())).rejects.toThrow(
      'the bundle is of music, not of books',
    );
  });
});
