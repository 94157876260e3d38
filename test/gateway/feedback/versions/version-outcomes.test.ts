import { join } from 'node:path';
import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import type { What } from '../../../../gateway/feedback/events/outcome-event.js';
import { VersionOutcomes } from '../../../../gateway/feedback/versions/version-outcomes.js';
import { temporaryFolder } from '../../../support/files.js';
import { sampleValue } from '../../../support/metrics.js';
import { serverlessAddress } from '../../../support/servers/addresses.js';
import { replyOf } from '../../../support/servers/domain-reply.js';
import { feedbackOf } from '../../../support/servers/feedback.js';
import { gatewayBefore } from '../../../support/servers/gateway.js';

const replied = [
  { domain: 'music', version: 'v2' },
  { domain: 'books', version: 'b1' },
];

function counting(most?: number) {
  const registry = new Registry();
  const outcomes = new VersionOutcomes(registry, most);
  const value = async (name: string, labels: object) => sampleValue(await registry.metrics(), name, { ...labels });
  return { outcomes, value };
}

describe('outcomes by version', () => {
  it.each<[string, What, 'fine' | 'defect' | undefined]>([
    ['a barge-in', { type: 'barge_in', afterMs: 700 }, 'defect'],
    ['a stop', { type: 'stop' }, 'defect'],
    ['an answer of no', { type: 'answer', value: 'no' }, 'defect'],
    ['a choice of none', { type: 'choice' }, 'defect'],
    ['another domain served', { type: 'served', domain: 'books', intent: 'x' }, 'defect'],
    ['left at once', { type: 'playback', entity: '', playedMs: 5_000, ofMs: 200_000 }, 'defect'],
    ['an answer of yes', { type: 'answer', value: 'yes' }, 'fine'],
    ['heard for long', { type: 'playback', entity: '', playedMs: 40_000, ofMs: 200_000 }, 'fine'],
    ['an unsure answer', { type: 'answer', value: 'unsure' }, undefined],
    ['a choice of one', { type: 'choice', reading: 0 }, undefined],
  ])('%s tells of the version that won, and of the others', async (_name, what, expected) => {
    const { outcomes, value } = counting();
    outcomes.accepted('r-1', 'music', replied);
    outcomes.heard({ requestId: 'r-1', what });
    for (const outcome of ['fine', 'defect'] as const) {
      const told = outcome === expected ? 1 : undefined;
      expect(await value('nlu_outcomes_total', { domain: 'music', version: 'v2', won: 'true', outcome })).toBe(told);
      expect(await value('nlu_outcomes_total', { domain: 'books', version: 'b1', won: 'false', outcome })).toBe(told);
    }
    expect(await value('nlu_accepted_total', { domain: 'music', version: 'v2', won: 'true' })).toBe(1);
    expect(await value('nlu_accepted_total', { domain: 'books', version: 'b1', won: 'false' })).toBe(1);
  });

  it('counts an answer once, and none that is unknown or forgotten', async () => {
    const { outcomes, value } = counting(2);
    for (const name of ['r-1', 'r-2', 'r-3']) outcomes.accepted(name, 'music', replied);
    for (const requestId of ['r-0', 'r-1', 'r-2', 'r-2', 'r-3']) outcomes.heard({ requestId, what: { type: 'stop' } });
    expect(await value('nlu_outcomes_total', { domain: 'music', outcome: 'defect' })).toBe(2);
    expect(await value('nlu_accepted_total', { domain: 'music' })).toBe(3);
  });
});

it('a gateway that keeps events counts what comes of accepted answers, by version', async () => {
  const music = { interpret: async () => replyOf('music', [0.95], { bundleVersion: 'v2' }) };
  const books = { interpret: async () => replyOf('books', [0.01], { bundleVersion: 'b1' }) };
  const events = { folder: join(temporaryFolder(), 'events') };
  const operations = Number((await serverlessAddress()).split(':')[1]);
  const gateway = await gatewayBefore({ music, books }, { events, operations: { port: operations } });
  const scrape = async () => (await fetch(`http://127.0.0.1:${operations}/metrics`)).text();
  const { report } = feedbackOf(gateway.address);
  for (const requestId of ['r-1', 'r-2']) await gateway.interpret({ utterance: 'play it', requestId });
  await gateway.interpret({ utterance: 'play it', requestId: 'r-3', versions: { music: 'v2' } });
  const time = new Date().toISOString();
  await report([
    { eventId: 'e-1', requestId: 'r-1', time, stop: {} },
    { eventId: 'e-1', requestId: 'r-1', time, stop: {} },
    { eventId: 'e-3', requestId: 'r-3', time, stop: {} },
  ]);
  const text = await scrape();
  expect(sampleValue(text, 'nlu_accepted_total', { domain: 'music', version: 'v2', won: 'true' })).toBe(2);
  expect(sampleValue(text, 'nlu_outcomes_total', { domain: 'music', version: 'v2', won: 'true' })).toBe(1);
  expect(sampleValue(text, 'nlu_outcomes_total', { domain: 'books', version: 'b1', won: 'false' })).toBe(1);
});
