import { describe, expect, test } from 'vitest';
import type { DomainInterpretRequest__Output } from '../../../proto/gen/nlu/v1/DomainInterpretRequest.js';
import type { Hearing } from '../../../proto/gen/nlu/v1/Hearing.js';
import type { InterpretRequest } from '../../../proto/gen/nlu/v1/InterpretRequest.js';
import { NluError } from '../../../serving/errors.js';
import { hypothesisOf, replyOf } from '../../support/servers/domain-reply.js';
import { gatewayBefore } from '../../support/servers/gateway.js';

/** Confidence of a domain in each text; 0 for any other. The slot is the text behind "play". */
type Beliefs = Readonly<Record<string, number>>;

function domainOf(name: string, beliefs: Beliefs, asked: DomainInterpretRequest__Output[] = []) {
  return {
    interpret: async (request: DomainInterpretRequest__Output) => {
      asked.push(request);
      const { utterance } = request;
      const value = utterance.slice(5);
      const slots = [{ name: 'title', value, start: 5, end: 5 + value.length }];
      const confidence = beliefs[utterance] ?? 0;
      const more = { slots, title: value, contributions: request.explain ? [{ name: 'bias', value: 0.5 }] : [] };
      return replyOf(name, [], { inDomain: confidence, hypotheses: [hypothesisOf(name, confidence, more)] });
    },
  };
}

const hearings: Hearing[] = [
  { text: 'play jaws', confidence: 0.5 },
  { text: 'play JAWS', confidence: 0.1 },
  { text: 'clay jaws', confidence: 0.4 },
];
const music = { 'play jaws': 0.2, 'clay jaws': 0.1 };
const video = { 'play jaws': 0.7, 'clay jaws': 0.5 };

async function gateway(settings: Readonly<Record<string, unknown>> = {}) {
  const asked: DomainInterpretRequest__Output[] = [];
  const { interpret } = await gatewayBefore(
    { music: domainOf('music', music, asked), video: domainOf('video', video, asked) },
    settings,
  );
  return { interpret, asked };
}

test('each hearing is asked once, and what they mean is added up', async () => {
  const { interpret, asked } = await gateway();
  const reply = await interpret({ recognised: hearings });
  expect(asked.map(({ utterance }) => utterance).sort()).toEqual(['clay jaws', 'clay jaws', 'play jaws', 'play jaws']);
  expect(reply.hearings).toEqual([
    { text: 'play jaws', weight: 0.6 },
    { text: 'clay jaws', weight: 0.4 },
  ]);
  const [first, second] = reply.hypotheses;
  expect([first?.domain, first?.hearing, first?.title, first?.slots[0]?.value]).toEqual([
    'video',
    'play jaws',
    'jaws',
    'jaws',
  ]);
  // .6 * .7 + .4 * .5, and .6 * .2 + .4 * .1.
  expect(first?.confidence).toBeCloseTo(0.62, 12);
  expect(second?.confidence).toBeCloseTo(0.16, 12);
  expect(reply.hypotheses).toHaveLength(2);
  expect(reply.domains.map(({ inDomain }) => inDomain)).toEqual([expect.closeTo(0.16, 12), expect.closeTo(0.62, 12)]);
  expect(reply.readings[0]?.hypothesis?.hearing).toBe('play jaws');
  const total = reply.readings.reduce((sum, { probability }) => sum + probability, reply.noneProbability);
  expect(total).toBeLessThanOrEqual(1 + 1e-9);
});

test('a request without the list is answered as ever', async () => {
  const { interpret } = await gateway();
  const reply = await interpret({ utterance: 'play jaws', recognised: [] });
  expect(reply.hearings).toEqual([]);
  expect(reply.hypotheses.map(({ confidence, hearing }) => [confidence, hearing])).toEqual([
    [0.7, ''],
    [0.2, ''],
  ]);
});

test('explained, the parts still sum to the confidence', async () => {
  const { interpret } = await gateway();
  const { hypotheses } = await interpret({ recognised: hearings, explain: true });
  const [{ confidence = 0, contributions = [] } = {}] = hypotheses;
  expect(contributions.map(({ name }) => name)).toEqual(['bias', 'hearings']);
  const logit = (probability: number) => Math.log(probability / (1 - probability));
  // The domain's own part says .5; what it is beyond its confidence of .7 in that hearing is the hearings'.
  expect(contributions[1]?.value).toBeCloseTo(logit(confidence) - logit(0.7), 9);
});

test('of 100 entries the five likeliest are interpreted, or as many as the gateway is told', async () => {
  const sent = Array.from({ length: 100 }, (_, index) => ({ text: `play ${index}` }));
  const { interpret } = await gateway();
  const reply = await interpret({ recognised: sent });
  expect(reply.hearings.map(({ text }) => text)).toEqual(['play 0', 'play 1', 'play 2', 'play 3', 'play 4']);
  const two = await gateway({ hearings: { most: 2 } });
  await two.interpret({ recognised: sent });
  expect(two.asked).toHaveLength(4);
});

test('all hearings of a request travel in one message to a replica', async () => {
  let begun = 0;
  let inOneTurn = 0;
  const interpret = async () => {
    // The replica's loop comes to its next turn after one message.
    if (++begun === 1) {
      setImmediate(() => {
        inOneTurn = begun;
      });
    }
    return replyOf('music', [0.5]);
  };
  const { interpret: ask } = await gatewayBefore({ music: { interpret } });
  await ask({ recognised: [{ text: 'play one' }, { text: 'play two' }, { text: 'play six' }] });
  expect([begun, inOneTurn]).toEqual([3, 3]);
});

describe('a hearing that a domain does not answer', () => {
  async function refusing(text: string, by = 'music') {
    const refuse = (domain: string, beliefs: Beliefs) => ({
      interpret: async (request: DomainInterpretRequest__Output) => {
        if (by === domain && request.utterance === text) throw new NluError('RESOURCE_EXHAUSTED', 'full');
        return domainOf(domain, beliefs).interpret(request);
      },
    });
    return gatewayBefore({ music: refuse('music', music), video: refuse('video', video) });
  }

  test('is left out for all of them: nobody gains by it', async () => {
    const { interpret } = await refusing('clay jaws');
    const reply = await interpret({ recognised: hearings });
    expect(reply.degraded).toBe(false);
    expect(reply.hearings).toEqual([{ text: 'play jaws', weight: 1 }]);
    expect(reply.hypotheses.map(({ confidence }) => confidence)).toEqual([0.7, 0.2]);
  });

  test('degrades the answer where it is the likeliest', async () => {
    const { interpret } = await refusing('play jaws');
    const reply = await interpret({ recognised: hearings });
    expect(reply.degraded).toBe(true);
    expect(reply.domains.map(({ status }) => status)).toEqual([
      'DOMAIN_STATUS_CODE_OVERLOADED',
      'DOMAIN_STATUS_CODE_OK',
    ]);
    expect(reply.hypotheses.map(({ domain }) => domain)).toEqual(['video']);
    expect(reply.hypotheses[0]?.confidence).toBeCloseTo(0.62, 12);
  });

  test('in time is not waited for beyond the deadline', async () => {
    const slow = {
      interpret: async (request: DomainInterpretRequest__Output) => {
        if (request.utterance === 'clay jaws') await new Promise((resolve) => setTimeout(resolve, 3_000).unref());
        return domainOf('video', video).interpret(request);
      },
    };
    const { interpret } = await gatewayBefore({ video: slow });
    const start = performance.now();
    const reply = await interpret({ recognised: hearings }, { timeoutMs: 1_000 });
    // The slow hearing would take three seconds; a busy machine takes some of the second that is left.
    expect(performance.now() - start).toBeLessThan(2_500);
    expect([reply.degraded, reply.hearings.length]).toEqual([false, 1]);
  });

  test('or answers with another version, is left out: an answer mixes no versions', async () => {
    const swapping = {
      interpret: async (request: DomainInterpretRequest__Output) => {
        const reply = await domainOf('video', video).interpret(request);
        return request.utterance === 'clay jaws' ? { ...reply, bundleVersion: 'video-2' } : reply;
      },
    };
    const { interpret } = await gatewayBefore({ video: swapping });
    const reply = await interpret({ recognised: hearings });
    expect([reply.hearings.length, reply.domains[0]?.bundleVersion]).toEqual([1, 'video-1']);
  });
});

test('with a question: the answer is read from every hearing, and an offered reading keeps its own', async () => {
  const { interpret } = await gateway();
  const question = await interpret({ recognised: hearings, context: { deviceType: 'tv' } });
  const [hypothesis] = question.hypotheses;
  const asked = ['video', 'music'].map((domain) => {
    const own = { ...hypothesis!, domain };
    return { domain, title: 'jaws', probability: 0.4, hypothesis: own };
  });
  // The likeliest hearing alone says nothing; the others do.
  const recognised = [{ text: 'the sick and' }, { text: 'the second one' }, { text: 'the second won' }];
  const alone = await interpret({ utterance: 'the sick and', asked });
  const reply = await interpret({ recognised: recognised.map((one) => ({ ...one, confidence: 1 })), asked });
  expect(alone.answerProbability).toBeLessThan(0.5);
  expect(reply.answerProbability).toBeGreaterThan(0.5);
  expect([reply.decision, reply.readings[0]?.domain]).toEqual(['DECISION_ACCEPT', 'music']);
  expect(reply.readings[0]?.hypothesis?.hearing).toBe('play jaws');
});

describe('bad lists are refused by the name of the field', () => {
  const many = Array.from({ length: 101 }, (_, index) => ({ text: `play ${index}` }));
  const rule = 'a finite number of 0 or more; leave it out where there is none';
  test.each<[string, InterpretRequest, string]>([
    ['101 entries', { recognised: many }, 'recognised: 101 are too many; at most 100'],
    ['an empty text', { recognised: [{ text: 'a' }, {}] }, 'recognised[1].text: is empty; send what the user said'],
    [
      'NaN',
      { recognised: [{ text: 'a', confidence: Number.NaN }] },
      `recognised[0].confidence: NaN is not allowed; ${rule}`,
    ],
    [
      'a negative one, as log-probabilities are',
      { recognised: [{ text: 'a', confidence: -1.5 }] },
      `recognised[0].confidence: -1.5 is not allowed; ${rule}`,
    ],
    [
      'an infinite one',
      { recognised: [{ text: 'a', confidence: Number.POSITIVE_INFINITY }] },
      `recognised[0].confidence: Infinity is not allowed; ${rule}`,
    ],
    [
      'nothing but zeros',
      { recognised: [{ text: 'a', confidence: 0 }] },
      'recognised: every confidence is 0; give one above 0, or none at all for a list by rank',
    ],
    [
      'an utterance that is none of them',
      { utterance: 'play', recognised: hearings },
      'utterance: is none of the texts in recognised; send one of them, or leave it empty',
    ],
    ['no text at all', { recognised: [] }, 'utterance: is empty; send what the user said'],
  ])('%s', async (_, request, message) => {
    const { interpret } = await gateway();
    await expect(interpret(request)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', message });
  });

  test('an utterance among them, in any case, changes nothing', async () => {
    const { interpret } = await gateway();
    const plain = await interpret({ recognised: hearings, requestId: 'r' });
    const named = await interpret({ utterance: 'Clay  jaws', recognised: hearings, requestId: 'r' });
    expect(named.hypotheses).toEqual(plain.hypotheses);
  });
});
