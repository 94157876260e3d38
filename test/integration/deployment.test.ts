import { createPrivateKey } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../bundles/format/digest.js';
import { openBundle } from '../../bundles/format/open.js';
import { packBundle, signBundle } from '../../bundles/format/pack.js';
import { generateKeys } from '../../bundles/format/signature.js';
import { ANY_SIGNER } from '../../bundles/format/trust.js';
import { bundleFile, readActive } from '../../bundles/sources/bundle-directory.js';
import { candidateKey } from '../../bundles/sources/stored-value.js';
import { projectRoot } from '../../serving/project.js';
import { callUnary } from '../../serving/rpc/client.js';
import { definitions } from '../../serving/rpc/definitions.js';
import { temporaryFile, temporaryFolder } from '../support/files.js';
import { connectedFeedbackOf, stopped } from '../support/servers/feedback.js';
import { callers } from '../support/servers/music-domain.js';
import { hasNats, NEEDS_NATS, startNats, storesOf } from '../support/servers/nats-server.js';
import { startProgram } from '../support/servers/program.js';
import { dial } from '../support/servers/serve.js';

const cliScript = 'cli/main.js';
const cli = (...args: string[]) => startProgram(cliScript, args, { HOME: process.env.HOME }).ended;

async function shippedMusic() {
  const directory = join(projectRoot(), 'domains', 'music', 'bundle');
  const { version } = await readActive(directory);
  return { version, file: bundleFile(directory, version) };
}

/** The shipped music bundle with other re-ranker weights: a candidate that works, and answers otherwise. */
async function candidateFile(version: string, change: (weight: number, name: string) => number): Promise<string> {
  const { manifest, parts } = await openBundle(readFileSync((await shippedMusic()).file), ANY_SIGNER);
  const { format: _f, proto: _p, version: _v, digest: _d, parts: _l, ...body } = manifest;
  const weights = Object.entries(body.reranker.weights).map(([name, weight]) => [name, change(weight, name)]);
  const contents = {
    manifest: { ...body, reranker: { ...body.reranker, weights: Object.fromEntries(weights) } },
    parts,
  };
  const file = join(temporaryFolder(), `${version}.bundle`);
  writeFileSync(file, packBundle(contents, { version }));
  return file;
}

describe('bundles on the command line', () => {
  it('keys are made once, and verify tells who signed', async () => {
    const out = join(temporaryFolder(), 'keys');
    const made = JSON.parse((await cli('keys', '--out', out, '--json')).stdout);
    expect(readFileSync(made.publicKey, 'utf8')).toBe(`${made.key}\n`);
    expect(await cli('keys', '--out', out)).toMatchObject({ code: 1, stderr: expect.stringContaining('exists') });
    const { file, version } = await shippedMusic();
    expect(await cli('verify', file)).toMatchObject({ code: 0, stdout: expect.stringContaining(`music/${version}`) });
    const refused = await cli('verify', file, '--trust', made.key, '--json');
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.stdout)).toMatchObject({ ok: false, check: 'signature' });
  });

  it('verify counts a key for the domains that it is for', async () => {
    const { publicKey, privateKey } = generateKeys();
    const file = join(temporaryFolder(), 'signed.bundle');
    const bytes = readFileSync((await shippedMusic()).file);
    writeFileSync(file, signBundle(bytes, createPrivateKey(privateKey)));
    expect(await cli('verify', file, '--trust', `${publicKey}@music,books`)).toMatchObject({ code: 0 });
    const { code, stderr } = await cli('verify', file, '--trust', `${publicKey}@books`);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('for other domains, not for music') });
  });

  it('diff shows what changed', async () => {
    const { file } = await shippedMusic();
    const other = await candidateFile('other', (weight) => weight + 1);
    const { weights, same } = JSON.parse((await cli('diff', file, other, '--json')).stdout);
    expect(same).toBe(false);
    for (const { first, second } of weights) expect(second - first).toBeCloseTo(1, 9);
  });

  it('verify refuses a bundle whose golden utterances it no longer answers', async () => {
    // The weights explain the graph, which is a part of its own: changed alone, explanations no longer fit.
    const file = await candidateFile('other', (weight) => weight + 1);
    const { code, stdout } = await cli('verify', file, '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, check: 'golden' });
  });

  it('gates pass the version that is active, and replay finds no flip', async () => {
    const { file } = await shippedMusic();
    const gates = await cli('gates', '--bundle', file, '--resamples', '100', '--json');
    expect(gates.code).toBe(0);
    expect(JSON.parse(gates.stdout).verdicts.map(({ gate }: { gate: string }) => gate)).toEqual([
      'irer',
      'ece',
      'nll',
      'false accepts',
      'rejected positives',
      'steal from books',
      'steal from video',
      'opposites',
    ]);
    const log = temporaryFile('log.jsonl', [{ id: 1, text: 'play mary poppins', context: { device_type: 'tv' } }]);
    const replay = await cli('replay', '--log', log, '--with', `music=${file}`, '--json');
    expect(JSON.parse(replay.stdout)).toEqual({ requests: 1, flips: [] });
  });
});

describe.skipIf(!hasNats)(`deploying over NATS${NEEDS_NATS}`, () => {
  it('publishes, follows, tells, and rolls back', { timeout: 60_000 }, async () => {
    const { address } = await startNats();
    const nats = ['--nats', address];
    const { file, version } = await shippedMusic();
    const deployFirst = ['deploy', 'music', '--bundle', file, '--who', 'ann', '--why', 'first', '--json', ...nats];
    expect(await cli(...deployFirst)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no live replica of music; nothing was deployed'),
    });
    const first = await cli(...deployFirst, '--quorum', '0');
    expect(first).toMatchObject({ code: 0, stderr: expect.stringContaining('warning: the deployment is not signed') });
    expect(JSON.parse(first.stdout)).toMatchObject({ deployed: { domain: 'music', version, counter: 1 }, forced: [] });

    const service = startProgram('domains/music/main.js', ['--allow-unsigned', '--nats', address]);
    const { address: music } = JSON.parse(await service.firstLine);
    const { manifest, parts } = await openBundle(readFileSync(file), ANY_SIGNER);
    const { format: _f, proto: _p, version: _v, digest: _d, parts: _l, ...body } = manifest;
    const second = join(temporaryFolder(), 'second.bundle');
    writeFileSync(second, packBundle({ manifest: body, parts }, { version: 'second' }));
    const deployed = await cli('deploy', 'music', '--bundle', second, '--resamples', '100', ...nats);
    expect(deployed).toMatchObject({ code: 0, stderr: expect.stringMatching(/music\.\S+ {2}active/) });
    expect(deployed.stdout).toContain(`music: ${version} -> second, number 2`);
    expect(await callers(music).interpret({ utterance: 'play some jazz' })).toMatchObject({ bundleVersion: 'second' });

    const status = JSON.parse((await cli('status', '--json', ...nats)).stdout);
    expect(status).toMatchObject([{ domain: 'music', status: { counter: 2 } }]);
    expect((await cli('status', 'music', ...nats)).stdout).toMatch(/music .* second .* active /);

    const log = temporaryFile('log.jsonl', [{ id: 1, text: 'play some jazz' }]);
    const replay = await cli('replay', '--log', log, '--with', `music=${file}`, '--json', ...nats);
    expect(JSON.parse(replay.stdout)).toEqual({ requests: 1, flips: [] });

    const back = await cli('rollback', 'music', ...nats);
    expect(back).toMatchObject({ code: 0, stdout: `music: second -> ${version}, number 3\n` });
    expect(await callers(music).interpret({ utterance: 'play some jazz' })).toMatchObject({ bundleVersion: version });
    const history = JSON.parse((await cli('history', 'music', '--json', ...nats)).stdout);
    expect(history.map(({ deployment }: { deployment: { why: string } }) => deployment.why)).toEqual([
      'rollback from second',
      '',
      'first',
    ]);
  });

  it('is signed where services trust keys, and says by its exit code what is served', {
    timeout: 120_000,
  }, async () => {
    const server = await startNats();
    const nats = ['--nats', server.address];
    const folder = temporaryFolder();
    const { key, privateKey } = JSON.parse((await cli('keys', '--out', join(folder, 'keys'), '--json')).stdout);
    const signed = ['--sign-with', privateKey];
    const { file, version } = await shippedMusic();
    const records = ['--records', join(folder, 'records')];
    const deploy = (...args: string[]) => cli('deploy', 'music', '--bundle', file, ...nats, ...args);
    expect(await deploy(...signed, '--quorum', '0')).toMatchObject({ code: 0 });
    const trusting = ['--trust', `${key}@music`, '--nats', server.address];
    const start = async (instance: string) => {
      const set = ['--set', `source.nats.instance=${instance}`];
      const service = startProgram('domains/music/main.js', [...trusting, ...set]);
      return JSON.parse(await service.firstLine) as { address: string };
    };
    await start('one');

    // --sign-with is forgotten.
    const { manifest, parts } = await openBundle(readFileSync(file), ANY_SIGNER);
    const { format: _f, proto: _p, version: _v, digest: _d, parts: _l, ...body } = manifest;
    const second = join(folder, 'second.bundle');
    writeFileSync(second, packBundle({ manifest: body, parts }, { version: 'second' }));
    const next = ['deploy', 'music', '--bundle', second, '--resamples', '100', ...nats];
    expect(await cli(...next)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/music\/second was not deployed: .*\n {2}music\.one {2}refused .* is unsigned/),
    });
    await start('two');
    const deployed = await cli(...next, ...signed, ...records, '--json');
    expect(deployed).toMatchObject({ code: 0 });
    expect(JSON.parse(deployed.stdout)).toMatchObject({
      deployed: { counter: 2 },
      replicas: { one: 'active', two: 'active' },
    });
    expect(JSON.parse(readFileSync(join(folder, 'records', 'music.json'), 'utf8'))).toMatchObject({ counter: 2 });

    // A replica that says that it holds the candidate warm, and then never serves it.
    const stores = await storesOf(server);
    const says = (status: object) => stores.putKey('nlu-status', 'music.liar', JSON.stringify(status));
    const known = { version, digest: manifest.digest, state: 'warming', warm: true };
    await says({ address: '', counter: 2, versions: [known] });
    await stores.watch('nlu-deployments', candidateKey('music'), ({ text }) => {
      const candidate = text && { record: sha256(text), ...JSON.parse(text) };
      if (candidate) void says({ address: '', counter: 2, candidate, versions: [known] });
    });
    const half = await cli('rollback', 'music', ...nats, ...signed, ...records, '--timeout', '4');
    expect(half).toMatchObject({
      code: 3,
      stderr: expect.stringContaining(`music/${version} is deployed (number 3), and not served by all: liar silent`),
    });
  });

  it('start-nats runs everything on NATS, priors too, and takes new ones', async () => {
    const store = temporaryFolder();
    const stack = startProgram(cliScript, ['start-nats', '--nats-port', '0', '--store', store, '--events']);
    let printed = '';
    for await (const line of createInterface(stack.process.stdout!)) {
      printed += `${line}\n`;
      if (line.startsWith('Stop')) break;
    }
    const nats = ['--nats', /^nats {2}(\S+)$/m.exec(printed)![1]];
    const gateway = /^gateway {2}(\S+)$/m.exec(printed)![1];
    const { Interpret } = definitions().gateway;
    const ask = () => callUnary(dial(gateway), Interpret, { utterance: 'find the novel dune' }, { timeoutMs: 5_000 });
    // A gateway serves with the table that ships until the deployed one is there.
    await expect.poll(async () => (await ask()).priorsVersion).toMatch(/^\d{8}-\w{8}$/);
    const packed = await cli('priors', '--out', temporaryFolder(), '--version', 'mine', '--json');
    const deployed = await cli('deploy', 'priors', '--bundle', JSON.parse(packed.stdout).file, ...nats);
    expect(deployed).toMatchObject({ code: 0, stderr: expect.stringMatching(/priors\.\S+ {2}active/) });
    expect((await ask()).priorsVersion).toBe('mine');
    const status = JSON.parse((await cli('status', '--json', ...nats)).stdout);
    // Domains follow a catalogue each, where there is none as yet, too.
    const domains = status.map(({ domain }: { domain: string }) => domain);
    expect(domains.filter((name: string) => !name.endsWith('-catalogue'))).toEqual([
      'books',
      'music',
      'priors',
      'rewrites',
      'video',
    ]);
    expect(domains).toContain('music-catalogue');
    const { report, known } = await connectedFeedbackOf(gateway);
    expect(await report([stopped('e1', { customer: 'anna' })])).toMatchObject([{ status: 'OUTCOME_STATUS_STORED' }]);
    expect(await known({ customer: 'anna' })).toMatchObject({ known: true, outcomes: 1, texts: false });
    expect(printed).toContain(`--events-key ${join(store, 'deployment.key')}`);
    stack.process.kill('SIGTERM');
    expect(await stack.ended).toMatchObject({ code: 0, stderr: '' });
  }, 60_000);

  it('exits 1 when a replica refuses, with the reason', async () => {
    const { address } = await startNats();
    const { file } = await shippedMusic();
    await cli('deploy', 'music', '--bundle', file, '--quorum', '0', '--nats', address);
    // It trusts nobody, and the record is unsigned.
    startProgram('domains/music/main.js', ['--nats', address]);
    await expect
      .poll(async () => (await cli('status', '--nats', address)).stdout, { timeout: 10_000 })
      .toMatch(/refused/);
    const again = await cli('deploy', 'music', '--bundle', file, '--resamples', '100', '--nats', address);
    expect(again).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/refused {2}the deployment record of music is unsigned/),
    });
  }, 20_000);

  it('status ends with 1 for a domain that nobody knows, and names those that are known', async () => {
    const server = await startNats();
    const stores = await storesOf(server);
    await stores.putKey('nlu-deployments', 'books', '{}');
    const none = await cli('status', 'books', '--nats', server.address);
    expect(none).toMatchObject({ code: 0, stdout: 'no live replica\n' });
    const { code, stderr } = await cli('status', 'musik', '--nats', server.address);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/musik: .*known are books/) });
  }, 20_000);

  it('says how to start NATS where there is none', async () => {
    const { code, stderr } = await cli('status', '--nats', '127.0.0.1:1');
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/127\.0\.0\.1:1.*start-nats/) });
  }, 15_000);
});
