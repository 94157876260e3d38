import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bytesIn, eventsIn } from '../../../support/feedback/events-in.js';
import { keepingGateway, written } from '../../../support/feedback/keeping-gateway.js';
import { temporaryFolder } from '../../../support/files.js';
import { sampleValue } from '../../../support/metrics.js';
import { serverlessAddress } from '../../../support/servers/addresses.js';
import { hypothesisOf, replyOf } from '../../../support/servers/domain-reply.js';
import { feedbackOf, stopped } from '../../../support/servers/feedback.js';
import { gatewayBefore } from '../../../support/servers/gateway.js';

const music = { interpret: async () => replyOf('music', [0.9, 0.3]) };

describe('requests', () => {
  test('an event tells what was asked, answered and by which versions', async () => {
    const { folder, gateway } = await keepingGateway({ text: true });
    await gateway.interpret({
      ...{ utterance: 'play it', requestId: 'r-1', customer: 'anna', session: 's', wakeConfidence: 0.75 },
      context: { deviceType: 'tv' },
      recognised: [
        { text: 'play it', confidence: 0.7 },
        { text: 'play id', confidence: 0.3 },
      ],
    });
    await written(folder, 1);
    const [event] = (await eventsIn(folder)).events;
    expect(event).toMatchObject({
      ...{ kind: 'request', requestId: 'r-1', text: 'play it', wakeConfidence: 0.75, decision: 'ACCEPT' },
      recognised: [
        { text: 'play it', confidence: 0.7 },
        { text: 'play id', confidence: 0.3 },
      ],
      versions: { music: 'music-1', books: 'books-1' },
      domains: [
        { domain: 'music', status: 'OK', inDomain: expect.any(Number) },
        { domain: 'books', status: 'OK' },
      ],
      readings: [{ domain: 'music', intent: 'music.play', slots: [{ name: 'title', value: 'play' }] }],
      degraded: false,
    });
    if (event.kind !== 'request') throw new Error('no request');
    expect(event.context).toContainEqual({ group: 'device_type', value: 'tv', strength: 1 });
    expect(event.hypotheses[0]).toMatchObject({
      ...{ domain: 'music', intent: 'music.play', posterior: expect.any(Number) },
      scores: { domain: 0.9, intent: 0.8, slot: 0.7 },
      slots: [{ name: 'title', value: 'play', key: expect.stringMatching(/^[0-9a-f]{32}$/) }],
    });
    expect(event.recognised?.[0].key).toBe(event.textKey);
  });

  test('no word is kept unless events.text is on, and none of a request without customer', async () => {
    const quiet = await keepingGateway();
    await quiet.gateway.interpret({ utterance: 'wombat lullabies', customer: 'anna' });
    await written(quiet.folder, 1);
    const [silent] = (await eventsIn(quiet.folder)).events;
    expect(JSON.stringify(silent)).not.toMatch(/wombat|anna/);
    const telling = await keepingGateway({ text: true });
    await telling.gateway.interpret({ utterance: 'wombat lullabies' });
    await written(telling.folder, 1);
    expect(JSON.stringify((await eventsIn(telling.folder)).events)).not.toContain('wombat');
  });

  test('the words of a customer are nowhere on the disk in plain', async () => {
    const { folder, gateway } = await keepingGateway({ text: true });
    await gateway.interpret({
      utterance: 'wombat lullabies',
      requestId: 'req-8888',
      customer: 'anna',
      session: 'sess-1',
    });
    await written(folder, 1);
    for (const plain of ['wombat', 'anna', 'sess-1', 'req-8888', 'music.play']) {
      expect(bytesIn(folder).includes(plain), plain).toBe(false);
    }
  });

  test('a request of pinned versions, which is a replay, has no event', async () => {
    const { folder, gateway, report } = await keepingGateway();
    await gateway.interpret({ utterance: 'play it', versions: { music: 'music-1' } });
    await gateway.interpret({ utterance: 'play it', requestId: 'second' });
    await report([stopped('e')]);
    await written(folder, 2);
    const requests = (await eventsIn(folder)).events.filter(({ kind }) => kind === 'request');
    expect(requests.map(({ requestId }) => requestId)).toEqual(['second']);
  });

  test.each([
    ['customer', { customer: 'é'.repeat(33) }],
    ['customer: is not UTF-8', { customer: 'anna\ufffd' }],
    ['session: is not UTF-8', { session: '\ufffd' }],
    ['session', { session: 'x'.repeat(65) }],
    ['wake_confidence', { wakeConfidence: 1.5 }],
    ['wake_confidence', { wakeConfidence: Number.NaN }],
  ])('a wrong %s is refused by its name', async (field, fields) => {
    const { gateway } = await keepingGateway();
    await expect(gateway.interpret({ utterance: 'play it', ...fields })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: expect.stringContaining(field),
    });
  });
});

describe('Report', () => {
  test('keeps every kind of outcome', async () => {
    const { folder, report } = await keepingGateway();
    const time = new Date().toISOString();
    const common = { requestId: 'r1', time, customer: 'anna' };
    const results = await report([
      { ...common, eventId: 'a', bargeIn: { afterMs: 800 } },
      { ...common, eventId: 'b', playback: { entity: 'song-1', playedMs: 1_000, ofMs: 200_000 } },
      { ...common, eventId: 'c', choice: { reading: 1 } },
      { ...common, eventId: 'd', choice: {} },
      { ...common, eventId: 'e', answer: { value: 'ANSWER_VALUE_NO', propensity: 0.02 } },
      { ...common, eventId: 'f', stop: {} },
      { ...common, eventId: 'g', served: { domain: 'books', intent: 'ReadBook' } },
    ]);
    expect(results.map(({ status }) => status)).toEqual(Array(7).fill('OUTCOME_STATUS_STORED'));
    // STORED says that it is there now.
    const { events } = await eventsIn(folder);
    expect(events.map((event) => event.kind === 'outcome' && event.what)).toEqual([
      { type: 'barge_in', afterMs: 800 },
      { type: 'playback', entity: 'song-1', playedMs: 1_000, ofMs: 200_000 },
      { type: 'choice', reading: 1 },
      { type: 'choice' },
      { type: 'answer', value: 'no', propensity: 0.02 },
      { type: 'stop' },
      { type: 'served', domain: 'books', intent: 'ReadBook' },
    ]);
    expect(events[0]).toMatchObject({ requestId: 'r1', time });
  });

  test('has a status for each outcome: one that is wrong harms no other', async () => {
    const { folder, report } = await keepingGateway();
    const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
    const results = await report([
      stopped('good'),
      stopped('years-old', { time: '2019-11-28T20:15:00Z' }),
      stopped('ahead', { time: at(2) }),
      stopped('a-little-ahead', { time: at(0.5) }),
      stopped('no-time', { time: 'yesterday' }),
      stopped('', {}),
      stopped('long-customer', { customer: 'x'.repeat(65) }),
      { eventId: 'nothing', requestId: 'r1', time: at(0) },
      stopped('asked', { stop: null, answer: { value: 'ANSWER_VALUE_UNSPECIFIED' } }),
      stopped('good'),
      stopped('unknown-request', { requestId: 'nobody-knows-it' }),
    ]);
    expect(results.map(({ status }) => status.toString().slice('OUTCOME_STATUS_'.length))).toEqual([
      ...['STORED', 'TOO_OLD', 'IN_FUTURE', 'STORED', 'REFUSED', 'REFUSED', 'REFUSED', 'REFUSED', 'REFUSED'],
      ...['DUPLICATE', 'STORED'],
    ]);
    expect(results.map(({ message }) => /^outcomes\[\d+\]\.([a-z_.]+): /.exec(message)?.[1])).toEqual([
      ...[undefined, 'time', 'time', undefined, 'time', 'event_id', 'customer', 'what', 'answer.value'],
      ...[undefined, undefined],
    ]);
    const { events } = await eventsIn(folder);
    expect(events.map(({ id }) => id)).toEqual(['good', 'a-little-ahead', 'unknown-request']);
  });

  test('reported again, and out of order, an event is one; of another customer it is another', async () => {
    const { folder, report } = await keepingGateway();
    const first = stopped('e1', { customer: 'anna', time: new Date(Date.now() - 60_000).toISOString() });
    const second = stopped('e2', { customer: 'anna' });
    const all = [...(await report([second])), ...(await report([first, second])), ...(await report([first]))];
    expect(all.map(({ status }) => status.toString().slice('OUTCOME_STATUS_'.length))).toEqual([
      ...['STORED', 'STORED', 'DUPLICATE', 'DUPLICATE'],
    ]);
    const [other] = await report([{ ...first, customer: 'bert' }]);
    expect(other.status).toBe('OUTCOME_STATUS_STORED');
    expect((await eventsIn(folder)).events.map(({ id }) => id)).toEqual(['e2', 'e1', 'e1']);
  });

  test('batches have a size', async () => {
    const { report } = await keepingGateway();
    const refusal = { code: 'INVALID_ARGUMENT', message: expect.stringContaining('outcomes') };
    await expect(report([])).rejects.toMatchObject(refusal);
    await expect(report(Array.from({ length: 501 }, (_, n) => stopped(`e${n}`)))).rejects.toMatchObject(refusal);
    await expect(report(Array.from({ length: 2_000 }, (_, n) => stopped(`e${n}`)))).rejects.toMatchObject(refusal);
    const results = await report(Array.from({ length: 500 }, (_, n) => stopped(`e${n}`, { customer: `c${n % 7}` })));
    expect(results.every(({ status }) => status === 'OUTCOME_STATUS_STORED')).toBe(true);
  });

  test('a customer with more than its share is stopped, and nobody else', async () => {
    const { folder, report } = await keepingGateway({ mostPerCustomer: 3 });
    const results = await report([
      ...['a', 'b', 'c', 'd', 'e'].map((id) => stopped(id, { customer: 'flood' })),
      stopped('f', { customer: 'anna' }),
    ]);
    expect(results.map(({ status }) => status).filter((status) => status === 'OUTCOME_STATUS_TOO_MANY').length).toBe(2);
    expect((await eventsIn(folder)).events.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'f']);
  });

  test('a gateway that keeps no events says so', async () => {
    const gateway = await gatewayBefore({ music });
    const { report, forget, known } = feedbackOf(gateway.address);
    const refusal = { code: 'FAILED_PRECONDITION', message: expect.stringContaining('events') };
    await expect(report([stopped('a')])).rejects.toMatchObject(refusal);
    await expect(forget({ customer: 'anna' })).rejects.toMatchObject(refusal);
    await expect(known({ customer: 'anna' })).rejects.toMatchObject(refusal);
  });
});

test('hypotheses keep their entities with the ways and propensities that they were found by', async () => {
  const entity = {
    id: 'song-1',
    kind: 'song',
    title: 'It',
    creators: [],
    probability: 0.8,
    strategies: ['exact'],
    slots: ['title'],
  };
  const hypothesis = {
    ...hypothesisOf('music', 0.9),
    ...{ entities: [entity], entityNone: 0.1, strategyRuns: [{ name: 'phonetic', propensity: 0.25 }] },
  };
  const resolving = {
    interpret: async () => ({ ...replyOf('music', [0.9]), hypotheses: [hypothesis], catalogueVersion: 'c1' }),
  };
  const folder = join(temporaryFolder(), 'events');
  const gateway = await gatewayBefore({ music: resolving }, { events: { folder } });
  await gateway.interpret({ utterance: 'play it', resolve: true, customer: 'anna' });
  await written(folder, 1);
  expect((await eventsIn(folder)).events).toMatchObject([
    {
      versions: { music: 'music-1', 'music-catalogue': 'c1' },
      hypotheses: [
        {
          entities: [{ id: 'song-1', kind: 'song', probability: 0.8, strategies: ['exact'] }],
          entityNone: 0.1,
          strategyRuns: [{ name: 'phonetic', propensity: 0.25 }],
        },
      ],
      readings: [{ entity: 'song-1' }],
    },
  ]);
  expect(readdirSync(folder).sort()).toEqual(['deployment', 'deployment.key', 'keys', 'lock', 'segments']);
});

test('where events cannot be written answers do not wait: what has no room is dropped and counted', async () => {
  const folder = join(temporaryFolder(), 'events');
  mkdirSync(folder);
  // What should be a folder is a file.
  writeFileSync(join(folder, 'segments'), '');
  const operations = Number((await serverlessAddress()).split(':')[1]);
  const events = { folder, waiting: 16 };
  const gateway = await gatewayBefore({ music }, { events, operations: { port: operations } });
  const asked = 300;
  for (let n = 0; n < asked; n++) {
    expect((await gateway.interpret({ utterance: 'play it', customer: 'anna' })).decision).toBe('DECISION_ACCEPT');
  }
  const value = async (name: string, labels = {}) => {
    const text = await (await fetch(`http://127.0.0.1:${operations}/metrics`)).text();
    return sampleValue(text, name, labels) ?? 0;
  };
  // Sixteen wait, and up to 128 and the last sixteen of them may be tried by now.
  const waiting = () => value('nlu_events_waiting');
  await expect.poll(waiting).toBe(16);
  const dropped = await value('nlu_events_total', { kind: 'request', result: 'dropped' });
  expect(dropped).toBeGreaterThanOrEqual(asked - 16 - 144);
  expect(dropped).toBeLessThanOrEqual(asked - 16);
  rmSync(join(folder, 'segments'));
  await expect.poll(waiting, { timeout: 10_000 }).toBe(0);
  await written(folder, asked - dropped);
  expect(await value('nlu_events_total', { kind: 'request', result: 'stored' })).toBe(asked - dropped);
});
