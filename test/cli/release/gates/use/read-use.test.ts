import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { readUse } from '../../../../../cli/release/gates/use/read-use.js';
import { temporaryFile } from '../../../../support/files.js';
import { replyOf } from '../../../../support/servers/domain-reply.js';
import { connectedFeedbackOf, stopped } from '../../../../support/servers/feedback.js';
import { gatewayBefore } from '../../../../support/servers/gateway.js';
import { hasNats, NEEDS_NATS, startNats } from '../../../../support/servers/nats-server.js';

test.skipIf(!hasNats)(`events on NATS are read and labelled${NEEDS_NATS}`, { timeout: 60_000 }, async () => {
  const nats = await startNats();
  const keyFile = temporaryFile('deployment.key', randomBytes(32).toString('hex'), 0o600);
  const events = { store: 'nats', keyFile, text: true, nats: { servers: [nats.address] } };
  const music = { interpret: async () => replyOf('music', [0.9]) };
  const gateway = await gatewayBefore({ music }, { events });
  const { report } = await connectedFeedbackOf(gateway.address);
  for (const [request, session] of [
    ['r1', 's1'],
    ['r2', 's1'],
    ['r3', 's2'],
  ]) {
    const who = { customer: 'anna', session: session!, requestId: request! };
    await gateway.interpret({ utterance: 'play it', ...who });
  }
  const results = await report([stopped('e1', { requestId: 'r1', customer: 'anna' })]);
  expect(results).toMatchObject([{ status: 'OUTCOME_STATUS_STORED' }]);
  const place = { eventsKey: keyFile, nats: [nats.address] };
  await expect.poll(async () => (await readUse('nats', place)).read.events, { timeout: 10_000 }).toBe(4);
  const { requests, sessions, turns, defects } = await readUse('nats', place);
  expect({ requests, sessions, defects }).toEqual({ requests: 3, sessions: 2, defects: 'assumed' });
  expect(turns.map(({ text }) => text)).toEqual(['play it', 'play it', 'play it']);
  // The first was stopped, and the same was said again.
  const [first, , third] = turns.map(({ success }) => success);
  expect(first).toBeLessThan(third!);
  expect(turns[0]!.rephrase!.probability).toBeGreaterThan(turns[2]!.rephrase?.probability ?? 0);
});

test('what is missing to read NATS is named', async () => {
  await expect(readUse('nats', {})).rejects.toThrow('--events nats: say which with --nats');
  await expect(readUse('nats', { nats: ['127.0.0.1:1'] })).rejects.toThrow(/the deployment's key with --events-key/);
});
