import { Registry } from 'prom-client';
import { expect, onTestFinished, test, vi } from 'vitest';
import { readRequestLog } from '../../../cli/release/gates/request-log.js';
import { gatewayConfigSchema } from '../../../gateway/service/config.js';
import { startGateway } from '../../../gateway/service/start.js';
import { startOperationsServer } from '../../../serving/observability/operations-server.js';
import { callUnary } from '../../../serving/rpc/client.js';
import { definitions } from '../../../serving/rpc/definitions.js';
import { temporaryFile } from '../../support/files.js';
import { recordedLog } from '../../support/log.js';
import { serverlessAddress } from '../../support/servers/addresses.js';
import { deployTo, musicDomain } from '../../support/servers/music-domain.js';
import { dial } from '../../support/servers/serve.js';

const operations = { port: 0 };
/** A busy machine takes its time. */
const until = (check: () => unknown) => vi.waitFor(check, { timeout: 15_000 });
const utterance = 'play the secret song';

async function gatewayAndMusic(log: object = {}) {
  const { domain, directory } = await musicDomain({ operations, log });
  const config = gatewayConfigSchema.parse({
    listen: { port: 0 },
    domains: [
      { name: 'music', addresses: [domain.address] },
      { name: 'books', addresses: [await serverlessAddress()] },
    ],
    operations,
    log,
    drainMs: 100,
  });
  const recorded = recordedLog();
  const gateway = await startGateway(config, recorded.log);
  onTestFinished(() => gateway.stop());
  const channel = dial(gateway.address);
  const interpret = (request: object = { utterance, requestId: 'r1', context: { deviceType: 'tv' } }) =>
    callUnary(channel, definitions().gateway.Interpret, request, { timeoutMs: 5_000 });
  return { gateway, domain, directory, interpret, recorded };
}

async function get(port: number | undefined, path: string) {
  const response = await fetch(`http://127.0.0.1:${port}${path}`);
  return { status: response.status, text: await response.text() };
}

test('the gateway tells rate, errors, latency, confidences, degraded answers and breakers', async () => {
  const { gateway, interpret } = await gatewayAndMusic();
  await interpret();
  await expect(interpret({ utterance: '', requestId: '' })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  const { text } = await get(gateway.operationsPort, '/metrics');
  for (const line of [
    'nlu_rpc_calls_total{method="/nlu.v1.Gateway/Interpret",code="OK"} 1',
    'nlu_rpc_calls_total{method="/nlu.v1.Gateway/Interpret",code="INVALID_ARGUMENT"} 1',
    'nlu_rpc_seconds_count{method="/nlu.v1.Gateway/Interpret"} 2',
    'nlu_domain_calls_total{domain="music",status="OK"} 1',
    'nlu_domain_calls_total{domain="books",status="UNAVAILABLE"} 1',
    'nlu_domain_seconds_count{domain="books"} 1',
    'nlu_confidence_count{domain="music"} 1',
    'nlu_breaker_state{domain="music",state="closed"} 1',
    'nlu_breaker_state{domain="music",state="open"} 0',
    'nlu_domain_streams{domain="books"} 0',
    'nlu_admission_running 0',
  ]) {
    expect(text).toContain(line);
  }
  await until(async () =>
    expect((await get(gateway.operationsPort, '/metrics')).text).toContain('nlu_domain_streams{domain="music"} 1'),
  );
  expect(text).toMatch(/^nlu_answers_total\{decision="\w+",degraded="true"\} 1$/m);
  expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds \d/m);
  expect(text).not.toContain('secret');
});

test('a domain tells the version that is active, since when, and what was refused', async () => {
  const { domain, directory, interpret } = await gatewayAndMusic();
  await interpret();
  const scrape = async () => (await get(domain.operationsPort, '/metrics')).text;
  expect(await scrape()).toMatch(/^nlu_bundle_active\{domain="music",version="v1",digest="\w{64}"\} 1$/m);
  const since = Number(/^nlu_bundle_active_since_seconds\{domain="music"\} (.+)$/m.exec(await scrape())![1]);
  expect(Math.abs(Date.now() / 1000 - since)).toBeLessThan(60);
  await deployTo(directory, 'v2', { golden: Buffer.from('[]') });
  await until(async () =>
    expect(await scrape()).toContain('nlu_bundle_refusals_total{domain="music",check="golden"} 1'),
  );
  await deployTo(directory, 'v3');
  await until(async () => expect(await scrape()).toMatch(/^nlu_bundle_active\{domain="music",version="v3"/m));
  expect(await scrape()).not.toContain('version="v1"');
});

test('probes: live always, ready while it serves; nothing else is there', async () => {
  const { gateway } = await gatewayAndMusic();
  expect(await get(gateway.operationsPort, '/live')).toEqual({ status: 200, text: 'live\n' });
  expect(await get(gateway.operationsPort, '/ready')).toEqual({ status: 200, text: 'ready\n' });
  expect((await get(gateway.operationsPort, '/etc/passwd')).status).toBe(404);
});

test.each([
  ['none', []],
  ['outline', [{ message: 'request', requestId: 'r1', code: 'OK' }]],
  ['utterances', [{ message: 'request', requestId: 'r1', code: 'OK', utterance, context: { deviceType: 'tv' } }]],
])('requests are logged as asked for: %s', async (requests, expected) => {
  const { interpret, recorded } = await gatewayAndMusic({ requests });
  await interpret();
  expect(recorded.lines).toMatchObject(expected);
  if (requests !== 'utterances') expect(recorded.text()).not.toContain('secret');
});

test('the n-best list of a request is logged where utterances are, as replay takes it, and nowhere else', async () => {
  const recognised = [{ text: utterance, confidence: 0.5 }, { text: 'play the secret' }];
  const full = await gatewayAndMusic({ requests: 'utterances' });
  await full.interpret({ requestId: 'r1', recognised });
  expect(full.recorded.lines).toMatchObject([{ message: 'request', code: 'OK', utterance: '', recognised }]);
  const [logged] = readRequestLog(temporaryFile('gateway.log', [{ ...full.recorded.lines[0], level: 'info' }]));
  // By rank, since one entry has no confidence.
  expect(logged?.hearings?.map(({ text, weight }) => [text, weight])).toEqual([
    [utterance, 0.75],
    ['play the secret', 0.25],
  ]);
  const outline = await gatewayAndMusic({ requests: 'outline' });
  await outline.interpret({ requestId: 'r1', recognised });
  expect(outline.recorded.lines).toHaveLength(1);
  expect(outline.recorded.text()).not.toContain('secret');
});

test('a process that does not serve yet is live and not ready', async () => {
  const server = await startOperationsServer({ host: '127.0.0.1', port: 0 }, new Registry(), () => false);
  onTestFinished(() => server.close());
  expect((await get(server.port, '/live')).status).toBe(200);
  expect(await get(server.port, '/ready')).toEqual({ status: 503, text: 'not ready\n' });
  const taken = startOperationsServer({ host: '127.0.0.1', port: server.port }, new Registry(), () => false);
  await expect(taken).rejects.toThrow(`operations: cannot listen on 127.0.0.1:${server.port}`);
});
