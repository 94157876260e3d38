import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { packBundle } from '../../../bundles/format/pack.js';
import { generateKeys, parsePrivateKey } from '../../../bundles/format/signature.js';
import { deploy } from '../../../cli/release/deploy.js';
import { gateRows } from '../../../cli/release/gate-options.js';
import { loadModel } from '../../../cli/release/gates/domain-model.js';
import { currentDeployment } from '../../../cli/release/publication/publication.js';
import { findDomain } from '../../../domains/core/schema/domain-folders.js';
import { intentSlots } from '../../../domains/core/schema/schema.js';
import { projectRoot } from '../../../serving/project.js';
import type { HypothesisRow } from '../../../training/own-scores/hypothesis-row.js';
import { type ReadRows, readHypothesisRows } from '../../../training/own-scores/read-rows.js';
import { trainOwn } from '../../../training/own-scores/train-own.js';
import { hasNats, NEEDS_NATS, startNats, storesOf } from '../../support/servers/nats-server.js';

const lists = (name: string) => join(projectRoot(), 'training', 'distorted', name);
const { schema } = findDomain('music');
const schemas = new Map([['music', intentSlots(schema)]]);
let read: ReadRows;
beforeAll(async () => {
  read = await readHypothesisRows([lists('train.jsonl')], { schemas, domain: 'music' });
});

const contentsOf = async (rows: readonly HypothesisRow[]) =>
  (await trainOwn({ ...read, rows, schema, folds: 5, seed: 1 })).contents;

describe.skipIf(!hasNats)(`a bundle for own scores${NEEDS_NATS}`, () => {
  const request = async (bytes: Uint8Array, signWith?: ReturnType<typeof parsePrivateKey>) => {
    const rows = await gateRows({ hypotheses: [lists('held-out.jsonl')] }, bytes, []);
    const rollout = { quorum: 0, timeoutMs: 10_000 };
    const gates = { ...rows, stealBudget: 0.01, resamples: 200, seed: 1 };
    return { domain: 'music', bytes, signWith, who: 'ann', why: '', force: false, gates, rollout };
  };

  it("is deployed, signed, beside the caller's own order first; a worse one is refused beside it", async () => {
    const stores = await storesOf(await startNats());
    const good = packBundle(await contentsOf(read.rows), { version: 'good' });
    const { measured, deployed } = await deploy(
      stores,
      await request(good, parsePrivateKey(generateKeys().privateKey)),
      new Date(),
    );
    expect(measured?.besideOwnOrder).toBe(true);
    expect(deployed).toMatchObject({ domain: 'music', version: 'good' });

    // It learned from an NLU whose scores say the opposite.
    const opposite = read.rows.map((row) => ({
      ...row,
      hypotheses: row.hypotheses.map((each) => ({
        ...each,
        scores: { confidence: 1 - (each.scores.confidence ?? 0) },
      })),
    }));
    const bad = packBundle(await contentsOf(opposite), { version: 'bad' });
    await expect(deploy(stores, await request(bad), new Date())).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
      message: expect.stringMatching(/music\/bad fails its gates[\s\S]*\n {2}(?:irer|ece|nll): 0\.\d+ -> /),
    });
    expect((await currentDeployment(stores, 'music')).deployment?.version).toBe('good');
  });
});

it('a bundle that answers its golden lists otherwise than recorded is refused, as is one of unknown intents', async () => {
  const { manifest, parts } = await contentsOf(read.rows);
  const golden = JSON.parse(Buffer.from(parts.get('golden.json')!).toString('utf8'));
  golden[0].interpretation.hypotheses[0].confidence = 0.123;
  const changed = new Map([...parts, ['golden.json', Buffer.from(JSON.stringify(golden))] as const]);
  await expect(loadModel(packBundle({ manifest, parts: changed }, { version: 'x' }))).rejects.toThrow(
    /^golden check: ".*": confidence of .* where 0\.123 is recorded/,
  );
  const wider = { ...manifest, schema: { ...manifest.schema, Dance: [] } };
  await expect(loadModel(packBundle({ manifest: wider, parts }, { version: 'x' }))).rejects.toThrow(
    "manifest check: schema.Dance: the domain's schema has no such intent",
  );
  const graph = new Map([...parts].filter(([name]) => name !== 'reranker.onnx'));
  await expect(loadModel(packBundle({ manifest, parts: graph }, { version: 'x' }))).rejects.toThrow('graph check');
});

it('a manifest has a recognizer or own scores, and calibrations go with own scores', async () => {
  const { manifest, parts } = await contentsOf(read.rows);
  const pack = (change: object) => () => packBundle({ manifest: { ...manifest, ...change }, parts }, { version: 'x' });
  const { ownScores: _, ...without } = manifest;
  const neither = () => packBundle({ manifest: without, parts }, { version: 'x' });
  expect(neither).toThrow('manifest.recognizer: is missing, and there are no ownScores');
  expect(pack({ recognizer: { nBest: 8, settings: {} } })).toThrow('manifest.ownScores: a bundle with a recognizer');
  const reranker = { form: 'platt' as const, weights: {} };
  const recognizer = { nBest: 8, settings: {} };
  expect(() => packBundle({ manifest: { ...without, recognizer, reranker }, parts }, { version: 'x' })).toThrow(
    'manifest.reranker.form: platt is a form for ownScores',
  );
});
