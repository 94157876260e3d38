import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { exclusive } from '../../../gateway/answer/exclusive.js';
import { trialBucket } from '../../../serving/numeric/trial-bucket.js';
import { temporaryFolder } from '../../support/files.js';
import { serverlessAddress } from '../../support/servers/addresses.js';
import { hypothesisOf, replyOf } from '../../support/servers/domain-reply.js';
import { gatewayBefore } from '../../support/servers/gateway.js';

const steady = (domain: string, confidences: readonly number[], inDomain = confidences[0] ?? 0) => ({
  interpret: async () => replyOf(domain, confidences, { inDomain }),
});

test('hypotheses of all domains are merged, best first, with every domain reported', async () => {
  const gateway = await gatewayBefore({ music: steady('music', [0.9, 0.3]), books: steady('books', [0.001]) });
  const response = await gateway.interpret({ utterance: 'play it', requestId: 'r-1' });
  expect(response).toMatchObject({ requestId: 'r-1', decision: 'DECISION_ACCEPT', degraded: false });
  expect(response.hypotheses.map((one) => [one.domain, one.confidence, one.posterior, one.priorShift])).toEqual([
    ['music', 0.9, 0.9, 0],
    ['music', 0.3, 0.3, 0],
    ['books', 0.001, 0.001, 0],
  ]);
  expect(response.hypotheses[0]).toMatchObject({
    intent: 'music.play',
    slots: [{ name: 'title', value: 'play', start: 0, end: 4 }],
    scores: { domain: 0.9, intent: 0.8, slot: 0.7 },
    contributions: [],
  });
  expect(response.domains).toEqual([
    {
      domain: 'music',
      status: 'DOMAIN_STATUS_CODE_OK',
      bundleVersion: 'music-1',
      latencyMs: expect.any(Number),
      message: '',
      inDomain: 0.9,
      warnings: [],
      catalogueVersion: '',
    },
    {
      domain: 'books',
      status: 'DOMAIN_STATUS_CODE_OK',
      bundleVersion: 'books-1',
      latencyMs: expect.any(Number),
      message: '',
      inDomain: 0.001,
      warnings: [],
      catalogueVersion: '',
    },
  ]);
});

test('a request without an id is given one', async () => {
  const gateway = await gatewayBefore({ music: steady('music', [0.9]) });
  const [first, second] = [
    await gateway.interpret({ utterance: 'play' }),
    await gateway.interpret({ utterance: 'play' }),
  ];
  expect(first.requestId).toMatch(/^[0-9a-f-]{36}$/);
  expect(second.requestId).not.toBe(first.requestId);
});

test('domains are asked for what the caller asked: text, id, pinned version, explanation', async () => {
  const asked: object[] = [];
  const gateway = await gatewayBefore({
    music: {
      interpret: async (request) => {
        asked.push(request);
        return replyOf('music', [0.9], { bundleVersion: 'v7' });
      },
    },
  });
  const request = { utterance: 'play \u{1f3b5}', requestId: 'r-2', versions: { music: 'v7' }, explain: true };
  const response = await gateway.interpret(request);
  expect(asked).toEqual([
    {
      utterance: 'play \u{1f3b5}',
      requestId: 'r-2',
      maxHypotheses: 0,
      version: 'v7',
      explain: true,
      skipScreened: false,
      nameMedia: false,
      entities: null,
      trialBucket: trialBucket('r-2'),
    },
  ]);
  expect(response.hypotheses[0].contributions).toEqual([{ name: 'bias', value: 0.25 }]);
  expect(response.domains[0].bundleVersion).toBe('v7');
});

describe('with priors of their own', () => {
  /** P(video | tv) = 0.8 against a base of 0.5; readings are offered from a share of 0.3. */
  async function gatewayFor(music: number, video: number) {
    const priors = join(temporaryFolder(), 'priors.json');
    const table = {
      base: { music: 0.5, video: 0.5 },
      weights: { device_type: { tv: { music: 0, video: Math.log(4) } } },
      clarify: { coverage: 0.95, minShare: 0.3 },
    };
    writeFileSync(priors, JSON.stringify(table));
    return gatewayBefore({ music: steady('music', [music]), video: steady('video', [video]) }, { priors });
  }
  const request = { utterance: 'play mary poppins', context: { deviceType: 'tv' } };

  test('the device context reorders, reports its shift, and can be switched off', async () => {
    const gateway = await gatewayFor(0.5, 0.4);
    const onTv = await gateway.interpret(request);
    expect(onTv.hypotheses.map((one) => one.domain)).toEqual(['video', 'music']);
    const [video] = onTv.hypotheses;
    expect(video.confidence).toBe(0.4);
    // .9 by odds of 1 and 2/3: .54 and .36; ratios .4 and 1.6, whose mean by these is .88.
    const shifted = 1.6 / ((0.1 * 0.88 + 0.54 * 0.4) / 0.64);
    expect(video.priorShift).toBeCloseTo(Math.log(shifted), 9);
    expect(video.posterior).toBeCloseTo(shifted / (1.5 + shifted), 9);
    expect(video.priorContributions).toEqual([]);
    expect(onTv.priorFlip).toBeNull();
    const without = await gateway.interpret({ ...request, applyPriors: false });
    expect(without.hypotheses.map((one) => [one.domain, one.posterior, one.priorShift])).toEqual([
      ['music', 0.5, 0],
      ['video', 0.4, 0],
    ]);
  });

  test('explained: what of the context shifts, and what would let another domain win', async () => {
    const gateway = await gatewayFor(0.4, 0.4);
    const { hypotheses, priorFlip } = await gateway.interpret({ ...request, explain: true });
    const contributions = hypotheses[0].priorContributions;
    expect(contributions.map(({ name }) => name)).toEqual(['device_type=tv']);
    expect(contributions.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(hypotheses[0].priorShift, 9);
    // Odds 2/3 * 1.6 * .6 / .36 and 2/3 * .4 * .6 / .84: .64 and .16.
    expect(priorFlip).toEqual({ domain: 'music', logOdds: expect.closeTo(Math.log(4), 9) });
  });

  test('near readings are asked about, and what is accepted or rejected has one or none', async () => {
    const near = await (await gatewayFor(0.6, 0.5)).interpret({ ...request, applyPriors: false, maxHypotheses: 1 });
    expect(near.decision).toBe('DECISION_CLARIFY');
    expect(near.hypotheses).toHaveLength(1);
    expect(near.readings.map(({ domain, title }) => [domain, title])).toEqual([
      ['music', 'play'],
      ['video', 'play'],
    ]);
    expect(near.readings.map(({ probability }) => probability)).toEqual(
      exclusive([0.6, 0.5]).map((p) => expect.closeTo(p, 6)),
    );
    expect(near.readings[1].hypothesis).toMatchObject({ domain: 'video', confidence: 0.5 });
    // Limits of the list are none of the decision, though nothing be left to list.
    const limited = { ...request, applyPriors: false, minConfidence: 0.95 };
    const unlisted = await (await gatewayFor(0.9, 0.01)).interpret(limited);
    expect([unlisted.hypotheses, unlisted.decision]).toEqual([[], 'DECISION_ACCEPT']);
    expect(unlisted.readings.map(({ domain, probability }) => [domain, probability])).toEqual([
      ['music', expect.closeTo(0.9, 9)],
    ]);
    const sure = await (await gatewayFor(0.9, 0.01)).interpret({ ...request, applyPriors: false });
    expect([sure.decision, sure.readings.map(({ domain }) => domain)]).toEqual(['DECISION_ACCEPT', ['music']]);
    const nobodys = await (await gatewayFor(0.1, 0.1)).interpret({ ...request, applyPriors: false });
    expect([nobodys.decision, nobodys.readings]).toEqual(['DECISION_REJECT', []]);
  });
});

test('max_hypotheses, min_confidence and the allow list', async () => {
  const gateway = await gatewayBefore({ music: steady('music', [0.9, 0.3]), books: steady('books', [0.6]) });
  const of = async (more: object) =>
    (await gateway.interpret({ utterance: 'play', ...more })).hypotheses.map((one) => one.confidence);
  expect(await of({ maxHypotheses: 1 })).toEqual([0.9]);
  expect(await of({ minConfidence: 0.5 })).toEqual([0.9, 0.6]);
  expect(await of({ domains: ['books'] })).toEqual([0.6]);
  const listed = await gateway.interpret({ utterance: 'play', domains: ['books', 'music', 'books'] });
  expect(listed.domains.map((one) => one.domain)).toEqual(['music', 'books']);
});

test('an utterance of low in-domain probability everywhere is rejected, with its hypotheses still listed', async () => {
  const gateway = await gatewayBefore({ music: steady('music', [0.1]), books: steady('books', []) });
  const response = await gateway.interpret({ utterance: 'what is the weather' });
  expect(response).toMatchObject({ decision: 'DECISION_REJECT', degraded: false });
  expect(response.hypotheses).toHaveLength(1);
});

test('a reading that is not believed is asked about alone, and none has the rest', async () => {
  const gateway = await gatewayBefore({ music: steady('music', [0.3], 0.9) });
  const { decision, readings, noneProbability } = await gateway.interpret({ utterance: 'play' });
  expect([decision, readings.length]).toEqual(['DECISION_CLARIFY', 1]);
  expect(readings[0].probability).toBeCloseTo(0.3, 9);
  expect(noneProbability).toBeCloseTo(0.7, 9);
});

test('a pinned version that a domain does not have is FAILED_PRECONDITION naming it', async () => {
  const gateway = await gatewayBefore({ music: {}, books: steady('books', [0.9]) });
  await expect(gateway.interpret({ utterance: 'play', versions: { music: 'v9' } })).rejects.toMatchObject({
    code: 'FAILED_PRECONDITION',
    message: 'versions["music"]: not scripted',
  });
  // Without the pin it is that domain's own trouble.
  const response = await gateway.interpret({ utterance: 'play' });
  expect(response.domains.map((one) => one.status)).toEqual(['DOMAIN_STATUS_CODE_ERROR', 'DOMAIN_STATUS_CODE_OK']);
});

test('an answer from another version than the pinned one is refused', async () => {
  const gateway = await gatewayBefore({ music: steady('music', [0.9]), books: steady('books', [0.2]) });
  const response = await gateway.interpret({ utterance: 'play', versions: { music: 'v9' } });
  expect(response.degraded).toBe(true);
  expect(response.hypotheses.map((one) => one.domain)).toEqual(['books']);
  expect(response.domains[0]).toMatchObject({
    status: 'DOMAIN_STATUS_CODE_ERROR',
    message: 'reply refused: bundle_version: is "music-1" instead of the pinned "v9"',
  });
});

test('when no domain answers the request is UNAVAILABLE and says what happened to each', async () => {
  const gateway = await gatewayBefore({ music: {}, books: await serverlessAddress() });
  await expect(gateway.interpret({ utterance: 'play' })).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: expect.stringMatching(/^no domain answered: music ERROR \(not scripted\); books UNAVAILABLE \(.+\)$/s),
  });
});

test('hypotheses of one domain stay apart from those of another with the same intent', async () => {
  const same = (domain: string) => ({
    interpret: async () => ({
      ...replyOf(domain, []),
      inDomain: 0.5,
      hypotheses: [hypothesisOf(domain, 0.5, { intent: 'play' })],
    }),
  });
  const gateway = await gatewayBefore({ video: same('video'), books: same('books') });
  const response = await gateway.interpret({ utterance: 'play' });
  expect(response.hypotheses.map((one) => one.domain)).toEqual(['books', 'video']);
});
