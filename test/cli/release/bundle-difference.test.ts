import { expect, it } from 'vitest';
import { openBundle } from '../../../bundles/format/open.js';
import { packBundle } from '../../../bundles/format/pack.js';
import { ANY_SIGNER } from '../../../bundles/format/trust.js';
import { bundleDifference } from '../../../cli/release/bundle-difference.js';
import { plainContents } from '../../support/models/bundles.js';

const manifestOf = async (contents: ReturnType<typeof plainContents>, version: string) =>
  (await openBundle(packBundle(contents, { version }), ANY_SIGNER)).manifest;

it('finds nothing but the name of equal contents', async () => {
  const [first, second] = [await manifestOf(plainContents(), 'v1'), await manifestOf(plainContents(), 'v2')];
  expect(bundleDifference(first, second)).toMatchObject({
    same: true,
    schema: { added: [], removed: [] },
    settings: [{ name: 'version', first: 'v1', second: 'v2' }],
    parts: [],
  });
});

it('finds weights, figures, schema, settings and parts that differ', async () => {
  const first = await manifestOf(plainContents(), 'v1');
  const base = plainContents();
  const second = await manifestOf(
    {
      ...plainContents({
        schema: { PlayMusic: ['artist', 'genre'] },
        reranker: { form: 'r3', weights: { ...base.manifest.reranker.weights, slot: 2, values: 1 } },
        figures: { irer: 0.11, ece: 0.01 },
        training: { ...base.manifest.training, seed: 8 },
      }),
      parts: new Map([
        ...base.parts,
        ['weights.bin', Buffer.from('other')] as const,
        ['new.bin', Buffer.from('n')] as const,
      ]),
    },
    'v1',
  );
  const difference = bundleDifference(first, second);
  expect(difference.same).toBe(false);
  expect(difference.schema).toEqual({
    added: ['PlayMusic.genre'],
    removed: ['AddToPlaylist', 'AddToPlaylist.artist', 'AddToPlaylist.playlist', 'PlayMusic.track'],
  });
  expect(difference.weights).toContainEqual({ name: 'slot', first: 1.25, second: 2 });
  expect(difference.weights).toContainEqual({ name: 'values', first: undefined, second: 1 });
  expect(difference.figures).toEqual([
    { name: 'ece', first: undefined, second: 0.01 },
    { name: 'irer', first: 0.12, second: 0.11 },
  ]);
  expect(difference.settings).toEqual([{ name: 'training.seed', first: '7', second: '8' }]);
  expect(difference.parts).toEqual(['new.bin', 'weights.bin']);
});
