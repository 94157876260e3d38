import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from '@nats-io/transport-node';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ANY_SIGNER } from '../../bundles/format/trust.js';
import { writeActiveBundle } from '../../bundles/sources/bundle-directory.js';
import { openForecast, packForecast } from '../../capacity/bundle/forecast-bundle.js';
import { currentDeployment, deployAfter, storeBundle } from '../../cli/release/publication/publication.js';
import { projectRoot } from '../../serving/project.js';
import { temporaryFolder } from '../support/files.js';
import { waveModel, waves } from '../support/models/forecast.js';
import { replyOf } from '../support/servers/domain-reply.js';
import { gatewayBefore } from '../support/servers/gateway.js';
import { hasNats, NEEDS_NATS, startNats, storesOf } from '../support/servers/nats-server.js';
import { startProgram } from '../support/servers/program.js';

/** A file of days of waves of the domain music, up to now. */
function historyFile(days = 10): string {
  const file = join(temporaryFolder(), 'history.csv');
  const end = Math.floor(Date.now() / 60_000) * 60;
  const { values } = waves(days, undefined, end - days * 86_400);
  const lines = [...values].map((load, minute) => `${end + 60 * (minute - values.length)},music,${load.toFixed(3)}\n`);
  writeFileSync(file, `time,domain,count\n${lines.join('')}`);
  return file;
}

async function capacity(settings: Readonly<Record<string, unknown>>) {
  const file = join(temporaryFolder(), 'capacity.json');
  writeFileSync(file, JSON.stringify({ listen: { port: 0 }, requestsPerReplica: { music: 0.5 }, ...settings }));
  const program = startProgram('capacity/main.js', ['--config', file]);
  const { port } = JSON.parse(await program.firstLine) as { port: number };
  const page = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).text();
  return { program, page, health: async () => JSON.parse(await page('/healthz')) };
}

const trust = { allowUnsigned: true };

it('forecasts by the model of a folder, scales by it, and ends on SIGTERM', async () => {
  const directory = temporaryFolder();
  await writeActiveBundle(directory, { version: 'v1' }, packForecast(waveModel(), 'waves', { version: 'v1' }));
  const forecastBundles = { source: { directory }, trust };
  const counts = { scrape: ['http://127.0.0.1:1/metrics'] };
  const { program, page, health } = await capacity({ counts, forecastBundles, history: { file: historyFile() } });
  const forecast = { model: 'v1', secondsSinceCounts: null, domains: { music: { by: 'model' } } };
  await expect.poll(health, { timeout: 20_000 }).toEqual(forecast);
  const metrics = await page('/metrics');
  const rates = [...metrics.matchAll(/^nlu_forecast_requests_per_second\{domain="music",horizon="(\d+)".* (\S+)$/gm)];
  expect(rates).toHaveLength(5 * 11);
  for (const [, , rate] of rates) {
    expect(Number(rate)).toBeGreaterThan(30 / 60);
    expect(Number(rate)).toBeLessThan(180 / 60);
  }
  const [, replicas] = /^nlu_replicas_wanted\{domain="music".*\} (\d+)$/m.exec(metrics)!;
  expect(Number(replicas)).toBeGreaterThanOrEqual(2);
  expect(Number(replicas)).toBeLessThanOrEqual(6);
  program.process.kill('SIGTERM');
  expect(await program.ended).toMatchObject({ code: 0 });
});

it('says that it knows nothing where it starts without a history', async () => {
  const { page, health } = await capacity({ counts: { scrape: ['http://127.0.0.1:1/metrics'] } });
  expect(await health()).toEqual({ model: null, secondsSinceCounts: null, domains: {} });
  expect(await page('/metrics')).not.toMatch(/^nlu_(forecast|replicas)/m);
});

it.each([
  [{ counts: {} }, 'counts: '],
  [{ counts: { scrape: ['ftp://x'] } }, 'counts.scrape.0: '],
  [{ counts: { scrape: [] }, prices: { missing: 1_000 } }, 'missing may cost 99 times'],
  [{ counts: { scrape: [] }, history: { file: '/' } }, 'history.file: /'],
])('ends with what is wrong in %j', async (settings, problem) => {
  const file = join(temporaryFolder(), 'capacity.json');
  writeFileSync(file, JSON.stringify({ listen: { port: 0 }, ...settings }));
  const { code, stderr } = await startProgram('capacity/main.js', ['--config', file]).ended;
  expect(code).toBe(1);
  expect(stderr).toContain(problem);
});

it('trains a bundle from a history, which verify takes', async () => {
  const out = temporaryFolder();
  const run = (...args: string[]) =>
    execFileSync(process.execPath, [join(projectRoot(), 'dist', 'cli', 'main.js'), ...args], { encoding: 'utf8' });
  const printed = run('train', 'forecast', '--history', historyFile(5), '--out', out, '--version', 'v1', '--json');
  const { file, heldOut } = JSON.parse(printed);
  expect(heldOut).toHaveLength(5);
  for (const { model, naive } of heldOut.slice(0, 4)) expect(model).toBeLessThan(1.1 * naive);
  expect((await openForecast(readFileSync(file), ANY_SIGNER)).manifest.origin).toBe('histories history.csv');
  expect(run('verify', file)).toContain('forecast/v1');
}, 300_000);

describe.skipIf(!hasNats)(`over NATS${NEEDS_NATS}`, () => {
  it('hears a gateway, takes a deployed model, and is in status', async () => {
    const server = await startNats();
    const stores = await storesOf(server);
    const nats = { servers: [server.address] };
    const source = { kind: 'nats', nats: { ...nats, instance: 'one' } };
    const domains = { music: { interpret: async () => replyOf('music', [0.5]) } };
    const heard: { requests: number; domains: Record<string, { unscreened: number }> }[] = [];
    const listener = await connect({ servers: server.address });
    onTestFinished(() => listener.close());
    listener.subscribe('nlu.load', { callback: (_, message) => void heard.push(message.json()) });
    await listener.flush();
    const line = await gatewayBefore(domains, { load: nats });
    const running = await capacity({
      counts: { nats },
      forecastBundles: { source, trust },
      history: { file: historyFile() },
    });
    expect((await running.health()).domains.music).toMatchObject({
      by: 'naive',
      reason: 'no forecast model is deployed',
    });
    for (let request = 0; request < 3; request++) await line.interpret({ utterance: 'play dune' });
    const bytes = packForecast(waveModel(), 'waves', { version: 'v1' });
    const object = await storeBundle(stores, 'forecast', bytes);
    const { digest } = (await openForecast(bytes, ANY_SIGNER)).manifest;
    const note = { who: 'ann', when: new Date().toISOString(), why: '' };
    const before = await currentDeployment(stores, 'forecast');
    await deployAfter(stores, 'forecast', before, { version: 'v1', digest, object, ...note });
    await expect.poll(async () => (await running.health()).model, { timeout: 20_000 }).toBe('v1');
    await expect
      .poll(async () => (await stores.getKey('nlu-status', 'forecast.one'))?.text, { timeout: 10_000 })
      .toMatch(/"state":"active"/);
    const sum = () => heard.reduce((total, { requests }) => total + requests, 0);
    await expect.poll(sum, { timeout: 25_000 }).toBe(3);
    expect(heard.reduce((total, { domains: { music } }) => total + (music?.unscreened ?? 0), 0)).toBe(3);
    await expect.poll(async () => (await running.health()).secondsSinceCounts, { timeout: 10_000 }).not.toBeNull();
  }, 90_000);
});
