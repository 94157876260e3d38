import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { projectRoot } from '../../serving/project.js';
import { callUnary, openChannel } from '../../serving/rpc/client.js';
import { definitions } from '../../serving/rpc/definitions.js';
import { channelCredentials } from '../../serving/security/credentials.js';
import { temporaryFolder } from '../support/files.js';
import { sampleValue } from '../support/metrics.js';
import { type Authority, makeAuthority } from '../support/servers/certificates.js';
import { hasNats, NEEDS_NATS, startNats } from '../support/servers/nats-server.js';
import { startProgram } from '../support/servers/program.js';

const deploy = join(projectRoot(), 'deploy');
const read = (...path: string[]) => readFileSync(join(deploy, ...path), 'utf8');

/** A file of the cluster as it ships, with the paths of a service's certificate and cache, and NATS, where they are here. */
function settle(text: string, authority: Authority, service: string, nats = '', cache = ''): string {
  const { certificateFile, keyFile } = authority.issue(service);
  return text
    .replaceAll('/tls/tls.crt', certificateFile)
    .replaceAll('/tls/tls.key', keyFile)
    .replaceAll('/tls/ca.crt', authority.caFile)
    .replaceAll('"/cache"', JSON.stringify(cache))
    .replace(/"servers": \[[^\]]*\]/u, `"servers": ["tls://${nats}"]`);
}

/** One server of the example overlay's NATS. */
async function natsOf(authority: Authority): Promise<string> {
  const text = read('overlays', 'example', 'generated', 'nats.conf')
    .replace(/^cluster \{[\s\S]*?^\}/mu, '')
    .replace(/^(?:server_name|port|http): .*$/gmu, '')
    // Servers before 2.10 do not know it.
    .replace(/^ *sync_interval: .*$/mu, '')
    .replace(/store_dir: .*/u, '');
  const file = join(temporaryFolder(), 'nats.conf');
  writeFileSync(file, settle(text, authority, 'localhost'));
  const { address } = await startNats(['--config', file]);
  return address.replace('127.0.0.1', 'localhost');
}

const consoleComponent = () => read('components', 'console', 'kustomization.yaml');

/** The first event of a name that a page of the console is sent. */
async function firstEvent(url: URL, name: string) {
  const response = await fetch(url);
  let text = '';
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const [, data] = new RegExp(`^event: ${name}\\ndata: (.*)\\n\\n`, 'mu').exec(text) ?? [];
    if (data !== undefined) return JSON.parse(data);
  }
}

describe.runIf(hasNats)(`the first rollout, with the files that ship${NEEDS_NATS}`, { timeout: 180_000 }, () => {
  it('buckets, music and priors are deployed, signed, each by its own certificate; the console shows them', async () => {
    const authority = makeAuthority();
    const nats = await natsOf(authority);
    const folder = temporaryFolder();
    const caches = join(folder, 'caches');
    mkdirSync(caches);
    const deployer = authority.issue('deployer.nlu.svc');
    const access = [
      ...['--nats', `tls://${nats}`, '--nats-ca', authority.caFile],
      ...['--nats-certificate', deployer.certificateFile, '--nats-key', deployer.keyFile],
    ];
    const run = async (...args: string[]) => {
      const { code, stdout, stderr } = await startProgram('cli/main.js', args).ended;
      expect(code, `${args.join(' ')}\n${stderr}`).toBe(0);
      return stdout;
    };
    await run('keys', '--out', folder);
    const trust = ['--trust', readFileSync(join(folder, 'deploy.pub'), 'utf8').trim()];
    await run('buckets', ...access);

    const start = (service: string, script: string, shipped: string, args: readonly string[]) => {
      const file = join(folder, `${service}.json`);
      writeFileSync(file, settle(read('base', shipped), authority, `${service}.nlu.svc`, nats, join(caches, service)));
      const here = ['--host', '127.0.0.1', '--port', '0', '--set', 'operations={"port":0}'];
      const cache = ['--cache', join(caches, service, 'pod')];
      return startProgram(script, [...args, '--config', file, ...cache, ...trust, ...here]);
    };
    const music = start('music', 'domains/core/service/main.js', 'domain/domain.json', ['music']);
    const bundles = join(projectRoot(), 'domains', 'music', 'bundle');
    const [bundle = ''] = readdirSync(bundles).filter((name) => name.endsWith('.bundle'));
    const signed = ['--sign-with', join(folder, 'deploy.key'), ...access];
    await run('deploy', 'music', '--bundle', join(bundles, bundle), ...signed);
    const { address } = JSON.parse(await music.firstLine);

    const callers = ['--set', /^ +value: '(listen\.tls\.clientNames=.*)'$/mu.exec(consoleComponent())![1]!];
    const own = ['--domain', `music=${address}`, ...callers];
    const gateway = start('gateway', 'gateway/main.js', 'gateway/gateway.json', own);
    const front = JSON.parse(await gateway.firstLine);
    const table = join(folder, 'first.bundle');
    await run(
      'priors',
      '--table',
      join(projectRoot(), 'gateway', 'priors.json'),
      '--out',
      folder,
      '--version',
      'first',
    );
    await run('deploy', 'priors', '--bundle', table, ...signed);
    const orchestrator = authority.issue('orchestrator.nlu.svc');
    const channel = openChannel(front.address, {
      credentials: channelCredentials(
        { caFile: authority.caFile, ...orchestrator },
        { reloaded: () => {}, unusable: () => {} },
      ),
    });
    onTestFinished(() => channel.close());
    const ask = () =>
      callUnary(channel, definitions().gateway.Interpret, { utterance: 'play some jazz' }, { timeoutMs: 5_000 });
    await expect.poll(async () => (await ask()).priorsVersion, { timeout: 20_000 }).toBe('first');
    expect((await ask()).domains).toMatchObject([{ domain: 'music', bundleVersion: bundle.replace('.bundle', '') }]);
    const scrape = await (await fetch(`http://127.0.0.1:${front.operations}/metrics`)).text();
    expect(sampleValue(scrape, 'nlu_nats_connected', { service: 'gateway', domain: 'priors' })).toBe(1);
    expect(await run('status', ...access, '--json')).toContain('"domain": "priors"');

    const [deployment] = parseAllDocuments(read('components', 'console', 'console.yaml'), { merge: true });
    const { args } = deployment!.toJS().spec.template.spec.containers[0] as { args: string[] };
    const pages = authority.issue('console.nlu.svc');
    const shown = startProgram('cli/main.js', [
      ...args.map((arg) =>
        arg
          .replace(/^tls:\/\/nats-.*/u, `tls://${nats}`)
          .replace('gateway.nlu.svc:50050', front.address)
          .replace('/tls/ca.crt', authority.caFile)
          .replace('/tls/tls.crt', pages.certificateFile)
          .replace('/tls/tls.key', pages.keyFile)
          .replace('gateway.nlu.svc:9090', `127.0.0.1:${front.operations}`),
      ),
      // The last one counts.
      ...['--host=127.0.0.1', '--port=0'],
    ]);
    const page = await shown.firstLine;
    const state = () => firstEvent(new URL('/api/events', page), 'state');
    await expect
      .poll(state, { timeout: 20_000 })
      .toMatchObject({ maySteer: false, gateway: { priorsVersion: 'first', domains: [{ domain: 'music' }] } });
    await expect
      .poll(async () => (await state()).deployed, { timeout: 20_000 })
      .toEqual(
        expect.arrayContaining([
          expect.objectContaining({ domain: 'music', counter: 1, replicas: [expect.any(Object)] }),
          expect.objectContaining({ domain: 'priors', counter: 1, version: 'first' }),
        ]),
      );
    const live = await firstEvent(new URL('/api/events', page), 'live');
    expect(live.places[0]).toEqual({ url: `http://127.0.0.1:${front.operations}/metrics` });
    const history = await (await fetch(new URL('/api/history/music', page))).json();
    expect(history).toMatchObject({ history: [{ version: bundle.replace('.bundle', '') }] });
  });
});
