import { expect, it } from 'vitest';
import { NEAR_FEATURES, NearTexts } from '../../../gateway/rewriting/near/near-texts.js';
import { weakRewrite } from '../../../gateway/rewriting/weak-rewrite.js';

const TEXTS = ['play the film jaws', 'play the fiddler'].map((text) => ({ text, probability: 1 }));
const layer = { layer: 'GLOBAL', texts: TEXTS, near: new NearTexts(TEXTS.map(({ text }) => text)) } as const;
/** P(same meaning) is .8 for whatever is found. */
const model = { bias: Math.log(4), weights: Object.fromEntries(NEAR_FEATURES.map((name) => [name, 0])) as never };
const rules = { sameMeaning: model, margin: 0.1, least: 0.1 };
const found = (heard: readonly { text: string; weight: number }[], probability = 0.2) =>
  weakRewrite({ heard, decision: 'CLARIFY', probability }, [layer], rules);

it('a text counts by the hearings that are like it', () => {
  const [jaws, nonsense] = ['play the fill jaws', 'zzz'];
  expect(found([{ text: jaws, weight: 1 }])).toMatchObject({ text: 'play the film jaws' });
  expect(found([{ text: jaws, weight: 1 }])!.probability).toBeCloseTo(0.8, 9);
  const halves = [jaws, nonsense].map((text) => ({ text, weight: 0.5 }));
  expect(found(halves)!.probability).toBeCloseTo(0.4, 9);
  // Two hearings that are like it say it together; weights are shares.
  const both = [jaws, 'play the films jaws'].map((text) => ({ text, weight: 3 }));
  expect(found(both)!.probability).toBeCloseTo(0.8, 9);
});

it('what one unlikely hearing is like is no rewrite of a better answer', () => {
  const heard = [
    { text: 'zzz', weight: 0.8 },
    { text: 'play the fill jaws', weight: 0.2 },
  ];
  expect(found(heard, 0.05)!.probability).toBeCloseTo(0.16, 9);
  expect(found(heard, 0.1)).toBeUndefined();
});

it('names that are kept are not exchanged', () => {
  const texts = [{ text: 'call anne', probability: 1 }];
  const own = { layer: 'PERSONAL', texts, near: new NearTexts(['call anne']) } as const;
  const answer = { heard: [{ text: 'call ann', weight: 1 }], decision: 'REJECT', probability: 0.1 } as const;
  expect(weakRewrite(answer, [own], rules)).toMatchObject({ text: 'call anne' });
  expect(weakRewrite(answer, [own], rules, new Set(['ann', 'anne']))).toBeUndefined();
});

it('a hearing with another number says nothing of a text', () => {
  const heard = [{ text: 'play the 2 film jaws', weight: 1 }];
  expect(found(heard)?.text).toBeUndefined();
});
