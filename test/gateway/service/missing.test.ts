import { expect, test } from 'vitest';
import { NluError } from '../../../serving/errors.js';
import type { DomainScript } from '../../support/servers/domain-peer.js';
import { hypothesisOf, replyOf } from '../../support/servers/domain-reply.js';
import { gatewayBefore } from '../../support/servers/gateway.js';

const says = (domain: string, inDomain: number): DomainScript => ({
  interpret: async () => replyOf(domain, [inDomain]),
});
const away: DomainScript = { interpret: () => Promise.reject(new NluError('UNAVAILABLE', 'away')) };

test('where nobody else takes it and an absent domain would, nothing is decided, and the readings of the others are told', async () => {
  const gateway = await gatewayBefore({ music: away, books: says('books', 0.02) });
  const reply = await gateway.interpret({ utterance: 'play thriller by michael jackson' });
  expect(reply).toMatchObject({ decision: 'DECISION_UNDECIDED', degraded: true });
  expect(reply.missingDomainRisk).toBeGreaterThan(0.9);
  expect(reply.readings.map(({ domain }) => domain)).toEqual(['books']);
});

test('what no domain would take is rejected without one, and what another is sure of accepted', async () => {
  const gateway = await gatewayBefore({ music: away, books: says('books', 0.02), video: says('video', 0.01) });
  const weather = await gateway.interpret({ utterance: 'what is the weather like in boston tomorrow' });
  expect(weather).toMatchObject({ decision: 'DECISION_REJECT', degraded: true });
  expect(weather.missingDomainRisk).toBeLessThan(0.05);
  const sure = await gatewayBefore({ music: away, books: says('books', 0.98) });
  const novel = await sure.interpret({ utterance: 'rate the novel dune five stars' });
  expect(novel).toMatchObject({ decision: 'DECISION_ACCEPT', degraded: true });
});

test('another domain that is half sure is not accepted in place of the absent one', async () => {
  const gateway = await gatewayBefore({ music: away, video: says('video', 0.7) });
  const reply = await gateway.interpret({ utterance: 'play thriller by michael jackson' });
  expect(reply.decision).toBe('DECISION_UNDECIDED');
});

test('of a domain that no table knows and that never replied, all but what another is sure of may be', async () => {
  const gateway = await gatewayBefore({ podcasts: away, books: says('books', 0.02) });
  const reply = await gateway.interpret({ utterance: 'what is the weather like in boston tomorrow' });
  expect(reply.decision).toBe('DECISION_UNDECIDED');
  expect(reply.missingDomainRisk).toBeCloseTo(1 / (2 + 0.02 / 0.98), 2);
});

test('the bound is configuration: at 1 absent domains decide nothing', async () => {
  const gateway = await gatewayBefore({ music: away, books: says('books', 0.02) }, { missing: { maxRisk: 1 } });
  const reply = await gateway.interpret({ utterance: 'what is the weather' });
  expect(reply).toMatchObject({ decision: 'DECISION_REJECT', degraded: true });
});

test('of several hearings, each counts by its weight', async () => {
  const gateway = await gatewayBefore({ music: away, books: says('books', 0.02) });
  const heard = (song: number) =>
    gateway.interpret({
      recognised: [
        { text: 'play thriller by michael jackson', confidence: song },
        { text: 'what is the weather like in boston', confidence: 1 - song },
      ],
    });
  expect((await heard(0.9)).missingDomainRisk).toBeGreaterThan(0.8);
  const { missingDomainRisk } = await heard(0.3);
  expect(missingDomainRisk).toBeGreaterThan(0.2);
  expect(missingDomainRisk).toBeLessThan(0.4);
});

test('re-ranked hypotheses of others are not accepted in place of the absent one either', async () => {
  const rerank = async () => replyOf('video', [0.7]);
  const gateway = await gatewayBefore({ music: away, video: { ...says('video', 0.7), rerank } });
  const hypothesis = (domain: string) => ({
    domain,
    intent: `${domain}.play`,
    slots: [{ name: 'title', value: 'play', start: 0, end: 4 }],
    scores: { domain: 0.9, intent: 0.9, slot: 0.9 },
  });
  const utterance = 'play thriller by michael jackson';
  const both = await gateway.rerank({ utterance, hypotheses: [hypothesis('music'), hypothesis('video')] });
  expect(both).toMatchObject({ decision: 'DECISION_UNDECIDED', degraded: true });
  const alone = await gateway.rerank({ utterance, hypotheses: [hypothesis('video')] });
  expect(alone).toMatchObject({ decision: 'DECISION_ACCEPT', degraded: false });
});

test('the answer to a question needs no domain that is away; a new request beside it does', async () => {
  const gateway = await gatewayBefore({ music: away, books: says('books', 0.4), video: says('video', 0.4) });
  const asked = ['books', 'video'].map((domain) => {
    const hypothesis = { ...hypothesisOf(domain, 0.4), posterior: 0.4, contributions: [] };
    return { domain, title: 'play', probability: 0.4, hypothesis };
  });
  const answered = await gateway.interpret({ utterance: 'the second one', asked });
  expect(answered).toMatchObject({ decision: 'DECISION_ACCEPT', degraded: true });
  expect(answered.readings.map(({ domain }) => domain)).toEqual(['video']);
  const anew = await gateway.interpret({ utterance: 'play thriller by michael jackson', asked });
  expect(anew).toMatchObject({ decision: 'DECISION_UNDECIDED' });
});

test('a domain that was not asked is not missing', async () => {
  const gateway = await gatewayBefore({ music: away, books: says('books', 0.02) });
  const reply = await gateway.interpret({ utterance: 'play thriller by michael jackson', domains: ['books'] });
  expect(reply).toMatchObject({ decision: 'DECISION_REJECT', degraded: false, missingDomainRisk: 0 });
});
