import { createPrivateKey } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { packBundle } from '../../../../bundles/format/pack.js';
import { generateKeys } from '../../../../bundles/format/signature.js';
import { trustOf } from '../../../../bundles/format/trust.js';
import { musicLoader } from '../../../support/models/domain-manager.js';
import {
  loadSmall,
  type SmallOptions,
  type SmallServable,
  smallBundle,
  smallContents,
  throwingGraph,
} from '../../../support/models/small-model.js';

const golden = (interpretation: object) => Buffer.from(JSON.stringify([{ utterance: 'play', interpretation }]));

/** What loading a bundle throws, if anything; whatever was made of it must be released then. */
async function refusalOf(
  options: SmallOptions,
  overrides: Parameters<typeof musicLoader>[0] = {},
  target = { version: 'v1' },
) {
  const made: SmallServable[] = [];
  const load = async (bundle: Parameters<typeof loadSmall>[0]) => {
    const servable = await loadSmall(bundle);
    made.push(servable);
    return servable;
  };
  const loading = musicLoader({ load, ...overrides })(target, await smallBundle('v1', options), () => {});
  const error = await loading.then(
    ({ servable }) => servable.release(),
    (thrown) => thrown,
  );
  expect(made.every((servable) => servable.released())).toBe(true);
  return error;
}

it('serves a right bundle, and tells of warming on the way', async () => {
  const keys = generateKeys();
  const bytes = packBundle(await smallContents(), { version: 'v1', signWith: createPrivateKey(keys.privateKey) });
  let warming = 0;
  const loader = musicLoader({ trust: trustOf([keys.publicKey], false) });
  const loaded = await loader({ version: 'v1' }, bytes, () => {
    warming += 1;
  });
  expect(warming).toBe(1);
  expect(loaded).toMatchObject({ manifest: { domain: 'music', version: 'v1' }, signer: keys.publicKey });
  await loaded.servable.release();
});

it.each<[string, SmallOptions, string, RegExp]>([
  [
    'another domain',
    { manifest: { domain: 'books' } },
    'manifest',
    /domain: the bundle is of books and this serves music/,
  ],
  ['an unknown intent', { manifest: { schema: { Juggle: [] } } }, 'manifest', /schema\.Juggle/],
  ['an unknown slot', { manifest: { schema: { PlayMusic: ['artist', 'balls'] } } }, 'manifest', /no slot balls/],
  ['bytes that are no graph', { graph: Buffer.from('no graph') }, 'graph', /./],
  ['a NaN weight', { weight: Number.NaN, golden: golden({ hypotheses: [], inDomain: 0 }) }, 'graph', /no probability/],
  ['a graph that loads and then throws', { graph: throwingGraph() }, 'warm-up', /out of|bounds|indices|range/i],
  ['no golden utterances', { golden: Buffer.from('[]') }, 'golden', /golden\.json/],
  ['golden.json that is no JSON', { golden: Buffer.from('{') }, 'golden', /not JSON/],
  [
    'a golden mismatch',
    { golden: golden({ hypotheses: [], inDomain: 0.5 }) },
    'golden',
    /"play": 1 hypotheses where 0/,
  ],
])('refuses %s', async (_what, options, check, problem) => {
  // A graph that cannot be loaded has no golden answers to record.
  const given =
    options.graph && !options.golden ? { golden: golden({ hypotheses: [], inDomain: 0 }), ...options } : options;
  expect(await refusalOf(given)).toMatchObject({ check, problem: expect.stringMatching(problem) });
});

it('refuses a golden number that is off by more than the tolerance, naming it', async () => {
  const contents = await smallContents();
  const recorded = JSON.parse(Buffer.from(contents.parts.get('golden.json')!).toString());
  recorded[0].interpretation.hypotheses[0].confidence += 1e-3;
  const options = { golden: Buffer.from(JSON.stringify(recorded)) };
  const refusal = await refusalOf(options);
  expect(refusal).toMatchObject({ check: 'golden', problem: expect.stringContaining('confidence of PlayMusic()') });
  expect(await refusalOf(options, { goldenTolerance: 1e-2 })).toBeUndefined();
});

it('refuses another version or digest than was asked for', async () => {
  expect(await refusalOf({}, {}, { version: 'v2' })).toMatchObject({ check: 'manifest' });
  const digest = { version: 'v1', digest: '0'.repeat(64) };
  expect(await refusalOf({}, {}, digest)).toMatchObject({ check: 'digest' });
});

it('refuses a model that answers too slowly', async () => {
  expect(await refusalOf({}, { answerWithinMs: 0 })).toMatchObject({ check: 'warm-up' });
});

it('asks a slow golden utterance again, since a busy machine is no fault of the bundle', async () => {
  const slow = (calls: readonly number[]) => async (bundle: Parameters<typeof loadSmall>[0]) => {
    const servable = await loadSmall(bundle);
    let call = 0;
    const interpret: SmallServable['interpret'] = async (utterance, options) => {
      call += 1;
      if (calls.includes(call)) await setTimeout(300);
      return servable.interpret(utterance, options);
    };
    return { ...servable, interpret };
  };
  const refused = async (calls: readonly number[]) => {
    const loading = musicLoader({ load: slow(calls), answerWithinMs: 250 });
    return loading({ version: 'v1' }, await smallBundle('v1', {}), () => {}).then(
      async ({ servable }) => servable.release(),
      (error) => error,
    );
  };
  // The first call, which warms up, does not count.
  expect(await refused([1, 2, 3])).toBeUndefined();
  expect(await refused([1, 2, 3, 4])).toMatchObject({ check: 'warm-up', problem: expect.stringContaining('3 tries') });
});
