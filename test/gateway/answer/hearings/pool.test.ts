import { expect, test } from 'vitest';
import { answer, answerHearings } from '../../../../gateway/answer/answer.js';
import { plainQuery } from '../../../../gateway/answer/answer-interpretations.js';
import { answerRules } from '../../../../gateway/answer/answer-rules.js';
import { meaningText, pool } from '../../../../gateway/answer/hearings/pool.js';
import { checkContext } from '../../../../gateway/answer/priors/context.js';

interface Named {
  readonly intent: string;
  readonly slots: readonly { readonly name: string; readonly value: string }[];
  readonly confidence: number;
}
const named = (intent: string, value: string, confidence: number): Named => {
  return { intent, slots: [{ name: 'title', value }], confidence };
};
const meaningOf = ({ intent, slots }: Named) => meaningText(intent, slots);
const shifted = (hypothesis: Named, posterior: number) => {
  return { domain: 'music', hypothesis, posterior, priorShift: 0, priorContributions: [] };
};

test('a meaning is the intent, and the slots by name and sound in any order', () => {
  const artist = { name: 'artist', value: 'The Who' };
  const track = { name: 'track', value: "who's next" };
  expect(meaningText('Play', [artist, track])).toBe(meaningText('Play', [{ ...track, value: 'who s next' }, artist]));
  expect(meaningText('Play', [artist])).not.toBe(meaningText('Find', [artist]));
  expect(meaningText('Play', [artist])).not.toBe(meaningText('Play', [{ ...artist, name: 'track' }]));
});

test('one meaning of two hearings: .6 * .5 + .4 * .9, in the words that add most', () => {
  const lists = [
    { text: 'lay five', weight: 0.6, hypotheses: [shifted(named('Play', 'five', 0.5), 0.4)] },
    {
      text: 'play 5',
      weight: 0.4,
      hypotheses: [shifted(named('Play', '5', 0.9), 0.8), shifted(named('Find', '5', 0.1), 0.1)],
    },
  ];
  const [play, find, ...rest] = pool(lists, meaningOf);
  expect(rest).toEqual([]);
  expect(play?.hypothesis.confidence).toBeCloseTo(0.66, 12);
  expect(play?.posterior).toBeCloseTo(0.56, 12);
  expect(play?.hypothesis.slots).toEqual([{ name: 'title', value: '5' }]);
  expect(play?.heard).toEqual({ text: 'play 5', confidence: 0.9 });
  expect(find?.hypothesis.confidence).toBeCloseTo(0.04, 12);
  expect(find?.heard).toEqual({ text: 'play 5', confidence: 0.1 });
});

const rules = answerRules(undefined, false, { accept: { minProbability: 0.5 }, rejection: { inDomain: 0.5 } });
const reply = (inDomain: number, hypotheses: readonly Named[]) => ({ inDomain, hypotheses });

test('decision and probabilities of hearings that two domains share', () => {
  const music = (value: string, confidence: number) => reply(confidence, [named('Play', value, confidence)]);
  const hearings = [
    {
      utterance: 'a',
      weight: 0.5,
      replies: new Map([
        ['music', music('jazz', 0.9)],
        ['video', reply(0, [])],
      ]),
    },
    {
      utterance: 'b',
      weight: 0.3,
      replies: new Map([
        ['music', music('jazz', 0.8)],
        ['video', reply(0, [])],
      ]),
    },
    {
      utterance: 'c',
      weight: 0.2,
      replies: new Map([
        ['music', reply(0, [])],
        ['video', music('jaws', 0.7)],
      ]),
    },
  ];
  const { decision, hypotheses, readings, allReadings, none } = answerHearings(
    plainQuery(),
    hearings,
    rules,
    meaningOf,
  );
  expect(hypotheses.map(({ domain, posterior }) => [domain, Number(posterior.toFixed(12))])).toEqual([
    ['music', 0.69],
    ['video', 0.14],
  ]);
  // .5 * .9 + .3 * .8 + .2 * .7 = .83 is some domain's; shares by P(in domain).
  expect(none).toBeCloseTo(0.17, 12);
  expect(allReadings.map(({ probability }) => probability)).toEqual([
    expect.closeTo(0.69, 12),
    expect.closeTo(0.14, 12),
  ]);
  expect([decision, readings.length, readings[0]?.domain, readings[0]?.hypothesis.heard?.text]).toEqual([
    'ACCEPT',
    1,
    'music',
    'a',
  ]);
});

test('what most hearings take for nothing is rejected', () => {
  const hearings = [
    { utterance: 'a', weight: 0.7, replies: new Map([['music', reply(0.1, [named('Play', 'x', 0.1)])]]) },
    { utterance: 'b', weight: 0.3, replies: new Map([['music', reply(1, [named('Play', 'x', 1)])]]) },
  ];
  // P(any domain) = .7 * .1 + .3.
  expect(answerHearings(plainQuery(), hearings, rules, meaningOf).decision).toBe('REJECT');
});

test('one hearing is answered as the text alone, priors included', () => {
  const table = {
    base: { music: 0.5, video: 0.5 },
    weights: { device_type: { tv: { music: 0, video: Math.log(4) } } },
    halfLifeMinutes: 60,
    maxShift: 3,
  };
  const replies = new Map([
    ['music', reply(0.55, [named('Play', 'dune', 0.5), named('Find', 'dune', 0.05)])],
    ['video', reply(0.5, [named('Play', 'dune', 0.45)])],
  ]);
  const query = plainQuery(checkContext({ deviceType: 'tv' }));
  const ofText = answer(query, replies, answerRules(table as never));
  const heard = answerHearings(
    query,
    [{ utterance: 'dune', weight: 1, replies }],
    answerRules(table as never),
    meaningOf,
  );
  expect(heard.decision).toBe(ofText.decision);
  expect(heard.none).toBeCloseTo(ofText.none, 12);
  expect(heard.hypotheses.map(({ domain, posterior }) => [domain, posterior])).toEqual(
    ofText.hypotheses.map(({ domain, posterior }) => [domain, posterior]),
  );
});
