import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import { expect, onTestFinished, test, vi } from 'vitest';
import { readRequestLog } from '../../../cli/release/gates/request-log.js';
import { gatewayConfigSchema } from '../../../gateway/service/config.js';
import { startGateway } from '../../../gateway/service/start.js';
import { startOperationsServer } from '../../../serving/observability/operations-server.js';
import { isSampled } from '../../../serving/observability/sampling.js';
import { projectRoot } from '../../../serving/project.js';
import { callUnary } from '../../../serving/rpc/client.js';
import { definitions } from '../../../serving/rpc/definitions.js';
import { temporaryFile } from '../../support/files.js';
import { recordedLog } from '../../support/log.js';
import { samplesOf, sampleValue } from '../../support/metrics.js';
import { serverlessAddress } from '../../support/servers/addresses.js';
import { deployTo, musicDomain } from '../../support/servers/music-domain.js';
import { startProgram } from '../../support/servers/program.js';
import { dial } from '../../support/servers/serve.js';

const operations = { port: 0 };
/** A busy machine takes its time. */
const until = (check: () => unknown) => vi.waitFor(check, { timeout: 15_000 });
const utterance = 'play the secret song';

async function gatewayAndMusic(log: object = {}) {
  const domainLog = recordedLog();
  const { domain, directory } = await musicDomain({ operations, log }, { log: domainLog.log });
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
  const gateway = await startGateway(config, { log: recorded.log });
  onTestFinished(() => gateway.stop());
  const channel = dial(gateway.address);
  const interpret = (request: object = { utterance, requestId: 'r1', context: { deviceType: 'tv' } }) =>
    callUnary(channel, definitions().gateway.Interpret, request, { timeoutMs: 5_000 });
  return { gateway, domain, directory, interpret, recorded, domainLog };
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
  const method = '/nlu.v1.Gateway/Interpret';
  const values: [string, Record<string, string>, number][] = [
    ['nlu_rpc_calls_total', { method, code: 'OK' }, 1],
    ['nlu_rpc_calls_total', { method, code: 'INVALID_ARGUMENT' }, 1],
    ['nlu_rpc_seconds_count', { method }, 2],
    ['nlu_domain_calls_total', { domain: 'music', status: 'OK' }, 1],
    ['nlu_domain_calls_total', { domain: 'books', status: 'UNAVAILABLE' }, 1],
    ['nlu_domain_seconds_count', { domain: 'books' }, 1],
    ['nlu_confidence_count', { domain: 'music' }, 1],
    ['nlu_breaker_state', { domain: 'music', state: 'closed' }, 1],
    ['nlu_breaker_state', { domain: 'music', state: 'open' }, 0],
    ['nlu_domain_streams', { domain: 'books' }, 0],
    ['nlu_answers_total', { degraded: 'true' }, 1],
    ['nlu_admission_running', {}, 0],
  ];
  for (const [name, labels, value] of values) expect(sampleValue(text, name, labels), name).toBe(value);
  expect(sampleValue(text, 'nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0);
  const streams = async () => (await get(gateway.operationsPort, '/metrics')).text;
  await until(async () => expect(sampleValue(await streams(), 'nlu_domain_streams', { domain: 'music' })).toBe(1));
  expect(text).not.toContain('secret');
});

test('a domain tells the version that is active, since when, and what was refused', async () => {
  const { domain, directory, interpret } = await gatewayAndMusic();
  await interpret();
  const scrape = async () => (await get(domain.operationsPort, '/metrics')).text;
  const active = async (version: string) =>
    sampleValue(await scrape(), 'nlu_bundle_active', { domain: 'music', version });
  expect(await active('v1')).toBe(1);
  const since = sampleValue(await scrape(), 'nlu_bundle_active_since_seconds', { domain: 'music' })!;
  expect(Math.abs(Date.now() / 1000 - since)).toBeLessThan(60);
  await deployTo(directory, 'v2', { golden: Buffer.from('[]') });
  await until(async () =>
    expect(sampleValue(await scrape(), 'nlu_bundle_refusals_total', { domain: 'music', check: 'golden' })).toBe(1),
  );
  await deployTo(directory, 'v3');
  await until(async () => expect(await active('v3')).toBe(1));
  expect(await scrape()).not.toContain('version="v1"');
});

test('every sample says which service it is of, as dashboards and alerts group by', async () => {
  const { gateway, domain, interpret } = await gatewayAndMusic();
  await interpret();
  for (const [port, service] of [
    [gateway.operationsPort, 'gateway'],
    [domain.operationsPort, 'music'],
  ] as const) {
    const samples = samplesOf((await get(port, '/metrics')).text);
    expect(samples.length).toBeGreaterThan(50);
    expect(samples.filter(({ labels }) => labels.service !== service)).toEqual([]);
  }
});

test('one request is followed by one id, which the gateway makes where the caller gives none', async () => {
  const log = { requests: 'outline' };
  const { interpret, recorded, domainLog } = await gatewayAndMusic(log);
  const { requestId } = await interpret({ utterance });
  const ours = [...recorded.lines, ...domainLog.lines].filter(({ message }) => message === 'request');
  expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
  expect(ours).toMatchObject([
    {
      method: '/nlu.v1.Gateway/Interpret',
      requestId,
      code: 'OK',
      decision: expect.stringMatching(/^(?:ACCEPT|CLARIFY|REJECT|UNDECIDED)$/),
      winner: expect.stringMatching(/^(?:music)?$/),
      probability: expect.any(Number),
      versions: { music: 'v1' },
      degraded: true,
      missing: { books: 'UNAVAILABLE' },
      latencyMs: expect.any(Number),
    },
    { method: '/nlu.v1.Domain/Interpret', requestId, code: 'OK', version: 'v1', intent: expect.any(String) },
  ]);
});

test('every field of a line is in the reference of logs', async () => {
  const { interpret, recorded, domainLog } = await gatewayAndMusic({ requests: 'utterances' });
  await interpret({ utterance, recognised: [], context: { deviceType: 'tv' } });
  const page = readFileSync(join(projectRoot(), 'docs', 'reference', 'logs.md'), 'utf8');
  const documented = new Set([...page.matchAll(/`(\w+)`/g)].map(([, field]) => field));
  const fields = [...recorded.lines, ...domainLog.lines].flatMap(Object.keys);
  expect(fields.length).toBeGreaterThan(15);
  // Pino's own fields of a process, which openLog replaces by the service.
  expect(fields.filter((field) => !documented.has(field) && !['pid', 'hostname'].includes(field))).toEqual([]);
});

test('a share of the requests is logged, the same ones by gateway and domains', async () => {
  const { interpret, recorded, domainLog } = await gatewayAndMusic({ requests: 'outline', share: 0.3 });
  const ids = Array.from({ length: 100 }, (_, index) => `r${index}`);
  for (const requestId of ids) await interpret({ utterance, requestId });
  const of = ({ lines }: typeof recorded) =>
    lines.filter(({ message }) => message === 'request').map(({ requestId }) => requestId);
  expect(of(recorded)).toEqual(of(domainLog));
  expect(of(recorded)).toEqual(ids.filter((id) => isSampled(id, 0.3)));
  expect(of(recorded).length).toBeGreaterThan(15);
  expect(of(recorded).length).toBeLessThan(45);
});

test('lines of a log have the time as RFC 3339', async () => {
  const program = startProgram('gateway/main.js', [
    '--port',
    '0',
    '--host',
    '127.0.0.1',
    '--domain',
    'music=127.0.0.1:9',
    '--set',
    'log={"requests":"outline"}',
  ]);
  const { address } = JSON.parse(await program.firstLine);
  await callUnary(dial(address), definitions().gateway.Interpret, { utterance }, { timeoutMs: 5_000 }).catch(() => {});
  program.process.kill('SIGTERM');
  const [line = ''] = (await program.ended).stderr.split('\n');
  expect(JSON.parse(line)).toMatchObject({
    level: 'info',
    service: 'gateway',
    message: 'request',
    code: 'UNAVAILABLE',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
  });
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
