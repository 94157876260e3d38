import type { BundleContents } from '../../../bundles/format/pack.js';

/** Contents of a small bundle whose parts are not a model: enough for the file format, not for serving. */
export function plainContents(overrides: Partial<BundleContents['manifest']> = {}): BundleContents {
  return {
    manifest: {
      domain: 'music',
      schema: { AddToPlaylist: ['artist', 'playlist'], PlayMusic: ['artist', 'track'] },
      recognizer: { nBest: 5, settings: { cut: 2 } },
      reranker: { form: 'r3', weights: { bias: -0.5, domain: 1, intent: 0.75, slot: 1.25 } },
      training: {
        seed: 7,
        loss: 'r3',
        corpora: [{ name: 'sample', rows: 12, sha256: 'a'.repeat(64) }],
        negatives: [{ source: 'sample', rate: 0.5 }],
        settings: {},
      },
      figures: { irer: 0.12 },
      ...overrides,
    },
    parts: new Map([
      ['weights.bin', Uint8Array.from({ length: 3000 }, (_, index) => (index * index) % 251)],
      ['golden.json', Buffer.from('[]')],
    ]),
  };
}
