import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { connect } from '@nats-io/transport-node';
import { describe, expect, onTestFinished, test } from 'vitest';
import { NatsEvents } from '../../../../bundles/sources/nats/nats-events.js';
import { connected } from '../../../../bundles/sources/nats/nats-options.js';
import { eventsConfigSchema } from '../../../../gateway/feedback/feedback-config.js';
import { bytesIn, eventsIn } from '../../../support/feedback/events-in.js';
import { temporaryFile } from '../../../support/files.js';
import { replyOf } from '../../../support/servers/domain-reply.js';
import { connectedFeedbackOf, feedbackOf, stopped } from '../../../support/servers/feedback.js';
import { gatewayBefore } from '../../../support/servers/gateway.js';
import { hasNats, NEEDS_NATS, startNats } from '../../../support/servers/nats-server.js';

const music = { interpret: async () => replyOf('music', [0.9]) };

async function stack(gateways = 1) {
  const nats = await startNats();
  const keyFile = temporaryFile('deployment.key', randomBytes(32).toString('hex'), 0o600);
  const events = { store: 'nats', keyFile, text: true, nats: { servers: [nats.address] } };
  const started = [];
  for (let n = 0; n < gateways; n++) {
    const gateway = await gatewayBefore({ music }, { events });
    started.push({ gateway, ...(await connectedFeedbackOf(gateway.address)) });
  }
  const reader = new NatsEvents({ servers: [nats.address], name: 'reader' });
  onTestFinished(() => reader.close());
  await connected(reader);
  const place = eventsConfigSchema.parse(events);
  const read = () => eventsIn(place);
  return { nats, gateways: started, reader, read, ...started[0]! };
}

describe.runIf(hasNats)(`events on NATS${NEEDS_NATS}`, { timeout: 60_000 }, () => {
  test('requests and outcomes are read as they were kept', async () => {
    const { gateway, report, read, known } = await stack();
    await gateway.interpret({ utterance: 'play it', requestId: 'r1', customer: 'anna' });
    await gateway.interpret({ utterance: 'play that', requestId: 'r2' });
    const results = await report([stopped('e1', { customer: 'anna' }), stopped('e2')]);
    expect(results.map(({ status }) => status)).toEqual(Array(2).fill('OUTCOME_STATUS_STORED'));
    await expect.poll(async () => (await read()).events.length, { timeout: 5_000 }).toBe(4);
    const { events } = await read();
    expect(events.map((event) => (event.kind === 'request' ? [event.requestId, event.text] : event.id)).sort()).toEqual(
      ['e1', 'e2', ['r1', 'play it'], ['r2', undefined]].sort(),
    );
    expect(await known({ customer: 'anna' })).toMatchObject({ known: true, requests: 1, outcomes: 1 });
  });

  test('an outcome that comes to two gateways is one', async () => {
    const { gateways, read } = await stack(2);
    const outcome = stopped('e1', { customer: 'anna' });
    const statuses = [];
    for (const { report } of gateways) statuses.push((await report([outcome]))[0].status);
    expect(statuses).toEqual(['OUTCOME_STATUS_STORED', 'OUTCOME_STATUS_DUPLICATE']);
    expect((await read()).events.map(({ id }) => id)).toEqual(['e1']);
  });

  test('more events than are asked for at a time are read, in order', async () => {
    const { report, read } = await stack();
    const ids = Array.from({ length: 1_200 }, (_, n) => `e${n}`);
    for (let n = 0; n < ids.length; n += 400) await report(ids.slice(n, n + 400).map((id) => stopped(id)));
    expect((await read()).events.map(({ id }) => id)).toEqual(ids);
  });

  test('a second after Forget nothing can be read, and what another gateway then keeps is new', async () => {
    const { nats, gateways, reader, read, forget, known } = await stack(2);
    const [one, other] = gateways as [(typeof gateways)[0], (typeof gateways)[0]];
    for (const customer of ['anna', 'bert']) {
      for (const { gateway, report } of gateways) {
        await gateway.interpret({ utterance: `songs for ${customer}`, customer });
        await report([stopped(`e-${customer}-${gateway.address}`, { customer })]);
      }
    }
    await expect.poll(async () => (await read()).events.length, { timeout: 5_000 }).toBe(8);
    const texts: string[] = [];
    for await (const text of reader.stored()) texts.push(text);
    const customers = new Set(texts.flatMap((text) => JSON.parse(text).customer ?? []));
    const wrapped = await Promise.all(
      [...customers].map(async (customer) => JSON.parse((await reader.getKey(customer))!.text!).key as string),
    );
    expect(bytesIn(nats.store).includes(wrapped[0]!)).toBe(true);
    expect(await forget({ customer: 'anna' })).toEqual({ wasKnown: true });
    const begun = performance.now();
    // What was sealed before, from any copy of the stream, opens no more.
    const deploymentKeys = async () => (await read()).events.filter((event) => JSON.stringify(event).includes('anna'));
    expect(await deploymentKeys()).toEqual([]);
    expect(performance.now() - begun).toBeLessThan(1_000);
    for (const word of ['songs for', 'anna']) expect(bytesIn(nats.store).includes(word)).toBe(false);
    // The wrapped key's bytes are overwritten on NATS's disk: of two customers' one is left.
    expect(wrapped.filter((key) => bytesIn(nats.store).includes(key)).length).toBe(1);
    expect(await known({ customer: 'anna' })).toMatchObject({ known: false });
    // The other gateway had seen the key: it believes in it for half a second, and nobody can read what it seals meanwhile.
    await other.gateway.interpret({ utterance: 'still unread', customer: 'anna' });
    await expect
      .poll(
        async () => {
          await other.gateway.interpret({ utterance: 'a new beginning', customer: 'anna' });
          return (await read()).events.some((event) => event.kind === 'request' && event.text === 'a new beginning');
        },
        { timeout: 5_000, interval: 200 },
      )
      .toBe(true);
    const mine = (await read()).events.filter((event) => event.kind === 'request' && event.text?.includes('anna'));
    expect(mine).toEqual([]);
    // What was sealed is purged.
    await expect
      .poll(async () => {
        const left: string[] = [];
        for await (const text of reader.stored()) left.push(text);
        return texts.filter((text) => left.includes(text)).length;
      })
      .toBe(4);
    expect(await one.known({ customer: 'bert' })).toMatchObject({ known: true, requests: 2, outcomes: 2 });
  });

  test('what is kept right after Forget outlives the purge of what was before', async () => {
    const { report, forget, read } = await stack();
    for (let n = 0; n < 5; n++) {
      await report([stopped(`before-${n}`, { customer: 'anna' })]);
      await forget({ customer: 'anna' });
      await setTimeout(2);
      expect(await report([stopped(`after-${n}`, { customer: 'anna' })])).toMatchObject([
        { status: 'OUTCOME_STATUS_STORED' },
      ]);
      await expect.poll(async () => (await read()).counts.forgotten).toBe(0);
      expect((await read()).events.map(({ id }) => id)).toEqual([`after-${n}`]);
    }
  });

  test('without NATS answers go on; outcomes are not stored and say so; requests wait for it', async () => {
    const { nats, gateway, report, read } = await stack();
    await report([stopped('before')]);
    // This server has no `sync_interval: always`, as the one that ships has: alone it may lose its last moment.
    await setTimeout(2_000);
    await nats.kill();
    expect((await report([stopped('meanwhile')]))[0].status).toBe('OUTCOME_STATUS_NOT_STORED');
    for (let n = 0; n < 20; n++) {
      expect((await gateway.interpret({ utterance: 'play it', customer: 'anna' })).decision).toBe('DECISION_ACCEPT');
    }
    await nats.restart();
    await expect
      .poll(async () => (await report([stopped('meanwhile')]))[0].status, { timeout: 20_000 })
      .toMatch(/STATUS_STORED$|DUPLICATE/);
    const kept = async () => {
      const { events } = await read();
      return [
        events.filter(({ kind }) => kind === 'request').length,
        ...events.flatMap((e) => (e.kind === 'outcome' ? e.id : [])),
      ];
    };
    await expect.poll(kept, { timeout: 20_000 }).toEqual([20, 'before', 'meanwhile']);
  });

  test('reports that wait for NATS take no place and no time from answers', async () => {
    const { nats, gateway, report } = await stack();
    await report([stopped('before')]);
    const thaw = await nats.freeze();
    const reports = Array.from({ length: 60 }, (_, n) => report([stopped(`e${n}`)]).catch(() => []));
    // Longer than admission.slowMs, over and over: answers' limit would fall, and their places be taken.
    await setTimeout(500);
    const begun = performance.now();
    const answers = await Promise.all(Array.from({ length: 12 }, () => gateway.interpret({ utterance: 'play it' })));
    expect(answers.map(({ decision }) => decision)).toEqual(Array(12).fill('DECISION_ACCEPT'));
    expect(performance.now() - begun).toBeLessThan(1_000);
    thaw();
    const results = (await Promise.all(reports)).flat();
    expect(results.filter(({ status }) => status === 'OUTCOME_STATUS_STORED').length).toBeGreaterThanOrEqual(32);
  });

  test('a gateway starts without NATS', async () => {
    const keyFile = temporaryFile('deployment.key', randomBytes(32).toString('hex'), 0o600);
    const events = { store: 'nats', keyFile, nats: { servers: ['127.0.0.1:1'] } };
    const gateway = await gatewayBefore({ music }, { events });
    expect((await gateway.interpret({ utterance: 'play it' })).decision).toBe('DECISION_ACCEPT');
    const { report, forget } = feedbackOf(gateway.address);
    expect((await report([stopped('e1')]))[0].status).toBe('OUTCOME_STATUS_NOT_STORED');
    await expect(forget({ customer: 'anna' })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  test('what others publish under our subjects is counted and left out', async () => {
    const { nats, report, read } = await stack();
    const stranger = await connect({ servers: [nats.address] });
    onTestFinished(() => stranger.close());
    stranger.publish('nlu.events.outcome._', 'rubbish');
    stranger.publish('nlu.events.outcome._', '{"v":1}');
    await stranger.flush();
    await report([stopped('e1')]);
    const { events, counts } = await read();
    expect(events.map(({ id }) => id)).toEqual(['e1']);
    expect(counts.broken).toBe(2);
  });
});
