import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openBundle } from '../../bundles/format/open.js';
import { packBundle } from '../../bundles/format/pack.js';
import { ANY_SIGNER } from '../../bundles/format/trust.js';
import { bundleFile, readActive, writeActiveBundle } from '../../bundles/sources/bundle-directory.js';
import { publishShipped } from '../../cli/release/publication/publish-shipped.js';
import { startStack } from '../../cli/stack/stack.js';
import { openCatalogue } from '../../domains/core/resolution/bundle/catalogue-bundle.js';
import { domainFolders } from '../../domains/core/schema/domain-folders.js';
import { projectRoot } from '../../serving/project.js';
import { callUnary } from '../../serving/rpc/client.js';
import { definitions } from '../../serving/rpc/definitions.js';
import { temporaryFile, temporaryFolder } from '../support/files.js';
import { deployCatalogueTo, smallCatalogue } from '../support/models/small-catalogue-bundle.js';
import { deployBytes, deployNamed, tryBytes } from '../support/servers/nats-domain.js';
import { hasNats, NEEDS_NATS, startNats, storesOf } from '../support/servers/nats-server.js';
import { startProgram } from '../support/servers/program.js';
import { dial, serve } from '../support/servers/serve.js';

const MAIN = 'one-process/main.js';
const { Interpret, Describe, Resolve } = definitions().gateway;
/** Far beyond what an answer takes on a busy machine. */
const timeoutMs = 10_000;

/** Between two requests of a caller. */
const PAUSE_MS = 20;

const shipped = (domain: string) => join(projectRoot(), 'domains', domain, 'bundle');
const versionOf = async (domain: string) => (await readActive(shipped(domain))).version;

/** The music bundle that ships, under another version. */
async function renamed(version: string): Promise<Uint8Array> {
  const file = bundleFile(shipped('music'), await versionOf('music'));
  const { manifest, parts } = await openBundle(readFileSync(file), ANY_SIGNER);
  const { format: _f, proto: _p, version: _v, digest: _d, parts: _l, ...body } = manifest;
  return packBundle({ manifest: body, parts }, { version });
}

/** A folder with the bundles that ship, to change. */
function bundles(): string {
  const folder = temporaryFolder();
  for (const { name } of domainFolders()) cpSync(shipped(name), join(folder, name), { recursive: true });
  return folder;
}

/** Two callers that ask one gateway over and over until they are stopped, with pauses in which a version can load. */
function load(address: string) {
  const channel = dial(address);
  const failures: string[] = [];
  const versions = new Set<string>();
  let requests = 0;
  let stopped = false;
  const caller = async () => {
    while (!stopped) {
      requests++;
      await callUnary(channel, Interpret, { utterance: 'play some jazz' }, { timeoutMs }).then(
        ({ degraded, decision, domains }) => {
          if (degraded || decision !== 'DECISION_ACCEPT') failures.push(JSON.stringify({ decision, domains }));
          versions.add(domains.find(({ domain }) => domain === 'music')!.bundleVersion);
        },
        (error) => failures.push(String(error)),
      );
      await setTimeout(PAUSE_MS);
    }
  };
  const callers = Promise.all([caller(), caller()]);
  const stop = async () => {
    stopped = true;
    await callers;
    return { requests, failures };
  };
  onTestFinished(() => void stop());
  return { versions, stop };
}

const served = { timeout: 60_000, interval: 20 };

describe('a gateway with its domains in one process', () => {
  it('reloads from a folder and loses no request; health, metrics and descriptions are of all', async () => {
    const folder = bundles();
    const args = ['--port', '0', '--allow-unsigned', '--bundles', folder, '--set', 'operations.port=0'];
    const program = startProgram(MAIN, args);
    const { address, operations, ...ready } = JSON.parse(await program.firstLine);
    const first = await versionOf('music');
    expect(ready).toEqual({
      ready: 'serve-all',
      domains: ['books', 'music', 'video'],
      versions: { books: await versionOf('books'), music: first, video: await versionOf('video') },
    });
    const { versions, stop } = load(address);
    await expect.poll(() => versions.has(first), served).toBe(true);
    for (const version of ['second', 'third']) {
      await writeActiveBundle(join(folder, 'music'), { version }, await renamed(version));
      await expect.poll(() => versions.has(version), served).toBe(true);
    }
    const { requests, failures } = await stop();
    expect(failures).toEqual([]);
    expect(requests).toBeGreaterThan(10);

    const described = await callUnary(dial(address), Describe, {}, { timeoutMs });
    expect(described.domains.map(({ domain, status, bundleVersion }) => [domain, status, bundleVersion])).toEqual([
      ['books', 'DOMAIN_STATUS_CODE_OK', await versionOf('books')],
      ['music', 'DOMAIN_STATUS_CODE_OK', 'third'],
      ['video', 'DOMAIN_STATUS_CODE_OK', await versionOf('video')],
    ]);
    const read = async (path: string) => fetch(`http://127.0.0.1:${operations}${path}`);
    expect((await read('/ready')).status).toBe(200);
    const metrics = await (await read('/metrics')).text();
    expect(metrics).toMatch(/nlu_bundle_active\{domain="music",version="third",digest="\w+",service="music"\} 1/);
    expect(metrics).toMatch(/nlu_rpc_calls_total\{method="\/nlu.v1.Domain\/Interpret",code="OK",service="books"\} \d+/);
    expect(metrics).toMatch(
      /nlu_rpc_calls_total\{method="\/nlu.v1.Gateway\/Interpret",code="OK",service="gateway"\} \d+/,
    );
    expect(metrics.match(/^# TYPE nlu_rpc_calls_total /gm)).toHaveLength(1);

    program.process.kill('SIGTERM');
    expect(await program.ended).toMatchObject({ code: 0, signal: null });
  }, 120_000);

  it.each([
    [
      'a folder of them, by a flag',
      async (): Promise<string[]> => {
        const catalogues = temporaryFolder();
        await deployCatalogueTo(join(catalogues, 'music-catalogue'), 'c1');
        return ['--catalogues', catalogues];
      },
    ],
    [
      'a folder of one, by the configuration',
      async () => {
        const directory = temporaryFolder();
        await deployCatalogueTo(directory, 'c1');
        const settings = { inProcess: { music: { catalogue: { directory } } } };
        return ['--config', temporaryFile('car.json', JSON.stringify(settings))];
      },
    ],
  ])(
    'looks for entities in %s',
    async (_, catalogues) => {
      const program = startProgram(MAIN, ['--port', '0', '--allow-unsigned', ...(await catalogues())]);
      const { address } = JSON.parse(await program.firstLine);
      const request = { domain: 'music', text: 'adele hello', maxEntities: 1 };
      const found = await callUnary(dial(address), Resolve, request, { timeoutMs });
      expect(found).toMatchObject({ catalogueVersion: 'c1', entities: [{ id: 'c1-adele' }] });
      const none = callUnary(dial(address), Resolve, { ...request, domain: 'books' }, { timeoutMs });
      await expect(none).rejects.toMatchObject({
        code: 'FAILED_PRECONDITION',
        message: expect.stringContaining('books has no catalogue'),
      });
      const { domains } = await callUnary(
        dial(address),
        Interpret,
        { utterance: 'play hello by adele', resolve: true },
        { timeoutMs },
      );
      expect(domains.map(({ domain, catalogueVersion }) => [domain, catalogueVersion])).toContainEqual(['music', 'c1']);
    },
    60_000,
  );

  it('is started with catalogues by `start --one-process`', async () => {
    const catalogues = temporaryFolder();
    await deployCatalogueTo(join(catalogues, 'music-catalogue'), 'c1');
    const stack = await startStack({ oneProcess: true, catalogues });
    onTestFinished(() => stack.stop());
    const request = { domain: 'music', text: 'adele hello', maxEntities: 1 };
    expect(await callUnary(dial(stack.gateway), Resolve, request, { timeoutMs })).toMatchObject({
      entities: [{ id: 'c1-adele' }],
    });
  }, 60_000);

  it('answers what is under way on SIGTERM, then ends with 0', async () => {
    const program = startProgram(MAIN, ['--port', '0', '--allow-unsigned']);
    const { address } = JSON.parse(await program.firstLine);
    const channel = dial(address);
    const ask = (utterance: string) => callUnary(channel, Interpret, { utterance }, { timeoutMs });
    await ask('play some jazz');
    const calls = Array.from({ length: 5 }, (_, index) => ask(`play song number ${index}`));
    const first = await Promise.race(calls);
    program.process.kill('SIGTERM');
    const replies = await Promise.all(calls);
    expect(replies.filter(({ degraded }) => degraded)).toEqual([]);
    expect(first.decision).not.toBe('');
    expect(await program.ended).toMatchObject({ code: 0, signal: null });
  }, 60_000);

  it('asks a domain elsewhere over the network', async () => {
    const books = startProgram('domains/books/main.js', ['--port', '0', '--allow-unsigned']);
    const { address: elsewhere } = JSON.parse(await books.firstLine);
    const domains = ['--domain', 'music=in-process', '--domain', `books=${elsewhere}`];
    const program = startProgram(MAIN, ['--port', '0', '--allow-unsigned', ...domains]);
    const { address, versions } = JSON.parse(await program.firstLine);
    expect(Object.keys(versions)).toEqual(['music']);
    const reply = await callUnary(dial(address), Interpret, { utterance: 'rate dune five stars' }, { timeoutMs });
    expect(reply.domains.map(({ domain, status }) => [domain, status])).toEqual([
      ['music', 'DOMAIN_STATUS_CODE_OK'],
      ['books', 'DOMAIN_STATUS_CODE_OK'],
    ]);
  }, 60_000);
});

describe('what is wrong is told, with exit code 1', () => {
  const config = (settings: object) => ['--config', temporaryFile('car.json', JSON.stringify(settings))];
  const here = (...names: string[]) => names.map((name) => ({ name, addresses: ['in-process'] }));

  it.each<[string, () => readonly string[], RegExp]>([
    [
      'an unsigned bundle',
      () => [],
      /serve-all: bundle \w+\/\S+ is refused by its signature check: the bundle is unsigned/,
    ],
    [
      'a bundle that is not there',
      () => {
        const folder = bundles();
        rmSync(join(folder, 'music', 'active.json'));
        return ['--bundles', folder];
      },
      /serve-all: .*music.active\.json/,
    ],
    [
      'a domain that is no folder',
      () => config({ domains: here('podcasts') }),
      /serve-all: domain podcasts: neither one that ships \(books, music, video\) nor a folder with a schema\.json/,
    ],
    [
      'a folder of another domain',
      () => config({ domains: here('music'), inProcess: { music: { folder: 'domains/books' } } }),
      /serve-all: inProcess\.music\.folder: domains\/books holds the domain books/,
    ],
    [
      'settings of a domain that is elsewhere',
      () => config({ domains: here('music'), inProcess: { books: {} } }),
      /serve-all: inProcess\.books: no domain of this process; "domains" has music/,
    ],
    [
      'a catalogue from a NATS that the domain does not use',
      () => ['--allow-unsigned', '--catalogues', 'nats'],
      /serve-all: catalogue\.kind: nats is not possible: the bundles of the domain do not come from NATS/,
    ],
    [
      'a domain with the name of a catalogue',
      () => config({ domains: here('music', 'music-catalogue') }),
      /car\.json: domains\.1\.name: .*ends in -catalogue is that of a domain's catalogue; name the domain otherwise/,
    ],
    [
      'a setting that is the process’s',
      () => config({ domains: here('music'), inProcess: { music: { listen: { port: 1 } } } }),
      /car\.json: inProcess\.music: unknown key listen/,
    ],
    [
      'a folder without a domain',
      () => ['--with', 'no/such'],
      /no\/such: no domain; a domain is a folder with a schema\.json/,
    ],
  ])('%s', async (_, args, message) => {
    const { code, stdout, stderr } = await startProgram(MAIN, ['--port', '0', ...args()]).ended;
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^\s+at /mu);
  });

  it('a port that is taken', async () => {
    const { port } = await serve();
    const { code, stderr } = await startProgram(MAIN, ['--port', String(port), '--allow-unsigned']).ended;
    expect(code).toBe(1);
    expect(stderr).toContain(`serve-all: cannot listen on 127.0.0.1:${port}`);
  });

  it('a gateway alone says that it has no domains', async () => {
    const { code, stderr } = await startProgram('gateway/main.js', ['--port', '0', '--domain', 'music=in-process'])
      .ended;
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringContaining('gateway: domains: music is in-process, and this process is a gateway alone'),
    });
  });
});

it('the configuration is printed as a file takes it, and variables that nobody reads are warned of', async () => {
  const args = ['--print-config', '--nats', 'one:4222', '--cache', 'kept', '--trust', `ed25519:${'A'.repeat(43)}=`];
  const environment = { NLU_MUSIC_KEEP_VERSIONS: '3', NLU_GATEWAY_IN_PROCESS__VIDEO__KEEP_VERSIONS: '4' };
  const { code, stdout, stderr } = await startProgram(MAIN, args, environment).ended;
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: 'serve-all: NLU_MUSIC_KEEP_VERSIONS is read by nobody; here it is "inProcess.music" of the configuration\n',
  });
  const printed = JSON.parse(stdout);
  expect(printed.domains).toContainEqual({ name: 'music', addresses: ['in-process'] });
  expect(printed.inProcess.video).toMatchObject({
    keepVersions: 4,
    source: { nats: { cache: join('kept', 'video') } },
  });
  expect(printed.priorBundles.source.nats).toMatchObject({ servers: ['one:4222'], cache: join('kept', 'priors') });
  const file = join(temporaryFolder(), 'printed.json');
  writeFileSync(file, stdout);
  const again = await startProgram(MAIN, ['--print-config', '--config', file]).ended;
  expect(JSON.parse(again.stdout)).toEqual(printed);
});

it.skipIf(!hasNats)(
  `one process on NATS takes a deployment and loses no request${NEEDS_NATS}`,
  async () => {
    const server = await startNats();
    const stores = await storesOf(server);
    await publishShipped(stores);
    const caches = temporaryFolder();
    const stack = await startStack({ oneProcess: true, nats: { server: server.address, caches } });
    onTestFinished(() => stack.stop());
    const { versions, stop } = load(stack.gateway);
    const first = await versionOf('music');
    await expect.poll(() => versions.has(first), served).toBe(true);
    await deployBytes(stores, 'second', await renamed('second'));
    await expect.poll(() => versions.has('second'), served).toBe(true);
    await tryBytes(stores, 'third', await renamed('third'), { mode: 'share', percent: 50 });
    await expect.poll(() => versions.has('third'), served).toBe(true);
    expect((await stop()).failures).toEqual([]);
    const catalogue = await smallCatalogue('c1');
    const { digest } = (await openCatalogue(catalogue, ANY_SIGNER)).bundle;
    await deployNamed(stores, 'music-catalogue', { version: 'c1', digest }, catalogue);
    const request = { domain: 'music', text: 'adele hello', maxEntities: 1 };
    const found = () => callUnary(dial(stack.gateway), Resolve, request, { timeoutMs }).catch(() => undefined);
    await expect.poll(async () => (await found())?.catalogueVersion, served).toBe('c1');
    const status = await startProgram('cli/main.js', ['status', 'music', '--nats', server.address]).ended;
    expect(status.stdout).toMatch(/music .* second .* active /);
  },
  180_000,
);
