import { expect, it } from 'vitest';
import type { MergedHypothesis } from '../../../../cli/release/gates/merged.js';
import { mergeInterpretations } from '../../../../cli/release/gates/merged.js';
import { flips } from '../../../../cli/release/gates/replay.js';
import { checkContext } from '../../../../gateway/answer/context.js';
import { priorTableSchema } from '../../../../gateway/answer/prior-table.js';

const hypothesis = (domain: string, confidence: number, value = 'dune'): MergedHypothesis => ({
  domain,
  intent: 'SearchCreativeWork',
  slots: [{ name: 'object_name', value, start: 5, end: 9 }],
  scores: { domain: 1, intent: 1, slot: 1 },
  confidence,
  posterior: confidence,
});

it('lists the requests whose winner is another, not those whose confidence is', () => {
  const requests = ['same', 'domain', 'slot', 'lost'].map((text, id) => ({ id, text }));
  const sides = [
    { active: [hypothesis('books', 0.9)], candidate: [hypothesis('books', 0.6)] },
    { active: [hypothesis('books', 0.9)], candidate: [hypothesis('video', 0.95), hypothesis('books', 0.9)] },
    { active: [hypothesis('books', 0.9)], candidate: [hypothesis('books', 0.9, 'the dune')] },
    { active: [hypothesis('books', 0.9)], candidate: [] },
  ];
  expect(flips(requests, sides).map(({ text }) => text)).toEqual(['domain', 'slot', 'lost']);
});

it('merges as the gateway does, with a prior where there is a context', () => {
  const interpretation = (confidence: number) => ({
    hypotheses: [{ ...hypothesis('', confidence), contributions: [] }],
    inDomain: 1,
  });
  const interpretations = new Map([
    ['books', interpretation(0.6)],
    ['video', interpretation(0.5)],
  ]);
  const base = { books: 0.5, video: 0.5 };
  const weights = { device_type: { tv: { books: 0, video: Math.log(9) } } };
  const priors = priorTableSchema.parse({ base, weights });
  const device = checkContext({ deviceType: 'tv' });
  expect(mergeInterpretations(interpretations).map(({ domain }) => domain)).toEqual(['books', 'video']);
  const [first] = mergeInterpretations(interpretations, { device, priors });
  // P(video | tv) = 0.9: logit 0.5 = 0, shifted by logit 0.9 - logit 0.5.
  expect(first).toMatchObject({ domain: 'video', confidence: 0.5, posterior: expect.closeTo(0.9, 12) });
});
