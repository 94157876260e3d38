import { expect, it } from 'vitest';
import { callersOwn, ownOrder, ownOrderText } from '../../../../../cli/release/gates/lists/hypothesis-model.js';
import { rankQuestions } from '../../../../../cli/release/gates/lists/ranked-hypotheses.js';
import { loadInterpreter } from '../../../../../domains/core/interpreter/load-interpreter.js';
import type { ScoreKinds } from '../../../../../training/own-scores/score-kinds.js';
import { shippedBundles } from '../../../../support/models/shipped.js';

const shipped = await shippedBundles();
const music = shipped.find(({ domain }) => domain === 'music')!;
const active = new Map(shipped.map(({ domain, bytes }) => [domain, { digest: undefined, read: async () => bytes }]));
const three: ScoreKinds = new Map([
  ['domain', 'probability'],
  ['intent', 'probability'],
  ['slot', 'probability'],
]);

const text = 'play some jazz';
const scores = { domain: 0.9, intent: 0.8, slot: 0.7 };
const jazz = { domain: 'music', intent: 'PlayMusic', slots: [{ name: 'genre', value: 'jazz' }], scores };

it('re-ranks by recognizers where the rows have their three scores, as a service does', async () => {
  const {
    candidate,
    active: columns,
    beside,
  } = await rankQuestions(music.bytes, active, [{ text, hypotheses: [jazz] }], three);
  expect(beside).toBe(music.version);
  expect([...columns.keys()]).toEqual(['music']);
  const servable = await loadInterpreter(music.bundle);
  const located = [{ ...jazz, slots: [{ name: 'genre', value: 'jazz', start: 10, end: 14 }] }];
  const { hypotheses, inDomain } = await servable.rerank(text, located);
  await servable.release();
  expect(candidate.interpretations[0]).toMatchObject({
    inDomain,
    hypotheses: [{ confidence: hypotheses[0]!.confidence }],
  });

  const lacking = [{ text, hypotheses: [{ ...jazz, scores: { ...scores, slot: null } }] }];
  await expect(rankQuestions(music.bytes, active, lacking, three)).rejects.toThrow(
    '"play some jazz": a bundle with a recognizer re-ranks by the scores domain, intent and slot',
  );
});

it("takes the caller's own order by the product of probabilities, or by the first score", async () => {
  const other = { ...jazz, slots: [], scores: { domain: 0.5, intent: 0.5, slot: 0.5 } };
  const product = await callersOwn('music', three).rank(text, [other, jazz]);
  expect(product.hypotheses.map(({ confidence }) => confidence.toFixed(6))).toEqual(['0.504000', '0.125000']);
  expect(product.inDomain).toBeCloseTo(0.504, 12);
  const costs = [9, 2].map((nll) => ({ ...jazz, slots: nll === 9 ? [] : jazz.slots, scores: { nll } }));
  const { hypotheses } = await callersOwn('music', new Map([['nll', 'cost']])).rank(text, costs);
  expect(hypotheses.map(({ slots }) => slots.length)).toEqual([1, 0]);
  // e^-2000 is 0, as is e^-2001, in doubles.
  const [far, farther] = [2000, 2001].map((nll) => ({ ...jazz, intent: `${nll}`, scores: { nll, log: -nll } }));
  for (const kinds of [new Map([['nll', 'cost']]), new Map([['log', 'log-probability']])] as ScoreKinds[]) {
    const order = await callersOwn('music', kinds).rank(text, [farther!, far!]);
    expect(order.hypotheses.map(({ intent }) => intent)).toEqual(['2000', '2001']);
  }
});

it.each<[ScoreKinds, string, boolean]>([
  [three, 'by domain times intent times slot', true],
  [
    new Map([
      ['p', 'probability'],
      ['nll', 'cost'],
      ['q', 'logit'],
    ]),
    'by p times q, without nll',
    true,
  ],
  [
    new Map([
      ['nll', 'cost'],
      ['place', 'rank'],
    ]),
    'by nll, without place',
    false,
  ],
])("says what the caller's own order goes by", (kinds, text, isProbable) => {
  expect(ownOrderText(ownOrder(kinds))).toBe(text);
  expect(ownOrder(kinds).isProbable).toBe(isProbable);
});
