import { expect, it } from 'vitest';
import { measure } from '../../../training/evaluation/figures.js';
import { foldedRow } from '../../../training/evaluation/folded-intents.js';
import { crossDomain } from '../../../training/run/cross-domain.js';
import type { HeldOutScore } from '../../../training/run/cross-fit.js';
import { bestsOf, mergeBests } from '../../../training/studies/domain-bests.js';

const scores = { domain: 0.9, intent: 0.9, slot: 0.9 };
const slots = [{ name: 'object_name', value: 'Jaws', start: 11, end: 15 }];
const utterance = { id: '1', text: 'watch film Jaws', source: 'snips' };
const video: HeldOutScore = {
  ...utterance,
  reference: { domain: 'video', intent: 'PlayVideo', slots },
  sameIntents: { corpusIntent: 'SearchCreativeWork', intents: ['PlayVideo', 'SearchCreativeWork'], slots: {} },
  hypotheses: [{ domain: 'video', intent: 'SearchCreativeWork', slots, scores, confidence: 0.9 }],
  inDomain: 0.9,
};
const music: HeldOutScore = {
  ...utterance,
  reference: { domain: 'other', intent: '', slots: undefined },
  hypotheses: [],
  inDomain: 0.1,
};

it('merged answers keep which intents count as one, so that figures fold and thresholds do not', () => {
  const merged = crossDomain(
    new Map([
      ['music', [music]],
      ['video', [video]],
    ]),
  );
  expect(merged[0]).toMatchObject({ reference: { intent: 'PlayVideo' }, sameIntents: video.sameIntents });
  expect(measure(merged).irer).toBe(1);
  expect(measure(merged.map(foldedRow)).irer).toBe(0);
});

it('the study of independence folds them', () => {
  const domains = new Map([
    ['music', bestsOf([music])],
    ['video', bestsOf([video])],
  ]);
  expect(measure(mergeBests(domains, 'ours')).irer).toBe(0);
});
