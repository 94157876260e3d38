import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { service as health } from 'grpc-health-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Method } from '../../proto/client/unary-call.js';
import { projectRoot } from '../../serving/project.js';
import { callUnary } from '../../serving/rpc/client.js';
import { definitions } from '../../serving/rpc/definitions.js';
import { temporaryFolder } from '../support/files.js';
import { hasNats, type NatsServer, NEEDS_NATS, startNats } from '../support/servers/nats-server.js';
import { startProcess } from '../support/servers/program.js';
import { reflectionStream } from '../support/servers/reflection.js';
import { dial } from '../support/servers/serve.js';
import { copyBuildContext } from './build-context.js';
import { readContainerfile } from './containerfile.js';
import { environmentOf, filesOf, type Image, ImageBuild } from './image-build.js';

type HealthMethod = Method<{ service: string }, { status: string }>;

const deploy = join(projectRoot(), 'deploy');
const scratch = mkdtempSync(join(tmpdir(), 'nlu-image-'));
let gateway: Image;
let domain: Image;
let tools: Image;

beforeAll(async () => {
  const [context, stages] = ['context', 'stages'].map((name) => mkdtempSync(join(scratch, name)));
  copyBuildContext(projectRoot(), join(deploy, 'Containerfile.dockerignore'), context);
  const containerfile = readContainerfile(readFileSync(join(deploy, 'Containerfile'), 'utf8'));
  const build = new ImageBuild(containerfile, context, stages);
  gateway = await build.image('gateway');
  domain = await build.image('domain');
  tools = await build.image('tools');
}, 600_000);

afterAll(() => rm(scratch, { recursive: true, force: true }), 600_000);

/** Runs what the image runs: its entry point with `command`, by the programs of this machine. */
function start(image: Image, command: readonly string[]) {
  const [program, ...args] = [...image.entrypoint, ...command];
  return startProcess(program, args, { cwd: join(image.root, image.workdir), env: environmentOf(image) });
}

const isNative = (file: string) => /\.(?:node|so|dylib|dll)(?:\.|$)/u.test(file);

describe('the images', () => {
  it('hold the libraries of this system and no others, the gateway none', () => {
    expect(filesOf(gateway).filter(isNative)).toEqual([]);
    const libraries = filesOf(domain).filter(isNative);
    expect(libraries.length).toBeGreaterThan(1);
    for (const image of [domain, tools]) {
      const foreign = filesOf(image)
        .filter(isNative)
        .filter((file) => !file.includes(join('linux', process.arch)));
      expect(foreign).toEqual([]);
    }
  });

  it('hold no packages but those that could not be rolled up', () => {
    const packagesOf = (image: Image) =>
      new Set(filesOf(image).flatMap((file) => /node_modules\/((?:@[^/]+\/)?[^/]+)/u.exec(file)?.[1] ?? []));
    const contracts = ['@grpc/reflection', 'grpc-health-check'];
    expect([...packagesOf(gateway)].sort()).toEqual(contracts);
    expect([...packagesOf(domain)].sort()).toEqual([...contracts, 'onnxruntime-common', 'onnxruntime-node']);
  });

  it('hold no sources', () => {
    const isSource = (file: string) => /\.ts$/u.test(file) && !file.includes('node_modules');
    expect([gateway, domain, tools].flatMap(filesOf).filter(isSource)).toEqual([]);
  });

  it('hold nothing that only development needs', () => {
    const packages = readdirSync(join(tools.root, tools.workdir, 'node_modules'));
    expect(packages).toContain('commander');
    expect(packages.filter((name) => /^(?:typescript|vitest|rolldown|vega|d3|vite|preact)/u.test(name))).toEqual([]);
  });

  const access = (nats: NatsServer) => ['--nats', nats.address];

  it.runIf(hasNats)(
    `deploy from the tools' image, signed, to a domain's${NEEDS_NATS}`,
    { timeout: 120_000 },
    async () => {
      const nats = await startNats();
      const keys = temporaryFolder();
      const run = async (...command: string[]) => {
        const { code, stdout, stderr } = await start(tools, command).ended;
        expect([code, stderr]).toEqual([0, expect.any(String)]);
        return stdout;
      };
      await run('keys', '--out', keys);
      expect(await run('buckets', ...access(nats))).toContain('nlu-deployments: 1 copy, 1 whole');
      const trust = readFileSync(join(keys, 'deploy.pub'), 'utf8').trim();
      const source = ['--nats', nats.address, '--cache', temporaryFolder(), '--trust', trust];
      const music = start(domain, [...domain.command, '--port', '0', ...source]);
      const shipped = join(tools.root, tools.workdir, 'domains', 'music', 'bundle');
      const file = readdirSync(shipped).find((name) => name.endsWith('.bundle')) ?? '';
      const signed = ['--bundle', join(shipped, file), '--sign-with', join(keys, 'deploy.key')];
      expect(await run('deploy', 'music', ...signed, ...access(nats))).toContain('music: nothing -> ');
      const { version } = JSON.parse(await music.firstLine);
      expect(file).toBe(`${version}.bundle`);
      await expect
        .poll(() => run('status', 'music', '--json', ...access(nats)), { timeout: 20_000 })
        .toContain('"active"');
      expect(await run('history', 'music', ...access(nats))).toContain(version);
    },
  );

  it("serve the console's pages from the tools' image", async () => {
    const { firstLine } = start(tools, ['console', '--gateway', '127.0.0.1:1', '--port', '0']);
    const address = await firstLine;
    const page = await fetch(address);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')]);
    const assets = [...(await page.text()).matchAll(/(?:src|href)="(\/assets\/[^"]+)"/gu)].map(([, path]) => path);
    const types = await Promise.all(
      assets.map(async (path) => {
        const asset = await fetch(new URL(path, address));
        expect(asset.status, path).toBe(200);
        expect((await asset.text()).length, path).toBeGreaterThan(1_000);
        return asset.headers.get('content-type')?.split(';')[0];
      }),
    );
    expect(types.sort()).toEqual(['text/css', 'text/javascript']);
  });

  it('has the command line under its name', () => {
    const bin = join(tools.root, tools.workdir, 'bin', 'nlu-reranker');
    expect(execFileSync(bin, ['--version'], { encoding: 'utf8' })).toMatch(/^\d+\.\d+\.\d+\n$/u);
  });

  it('serve: a gateway asks a domain, and both tell how they are and what they offer', async () => {
    const music = start(domain, [...domain.command, '--port', '0', '--allow-unsigned']);
    const { ready, address } = JSON.parse(await music.firstLine);
    expect(ready).toBe('music');
    const front = start(gateway, [...gateway.command, '--port', '0', '--domain', `music=${address}`]);
    const channel = dial(JSON.parse(await front.firstLine).address);

    const request = { utterance: 'play some jazz' };
    const reply = await callUnary(channel, definitions().gateway.Interpret, request, { timeoutMs: 10_000 });
    expect(reply.hypotheses[0]).toMatchObject({ domain: 'music', intent: 'PlayMusic' });
    const check = health.Check as unknown as HealthMethod;
    expect(await callUnary(channel, check, { service: '' }, { timeoutMs: 10_000 })).toMatchObject({
      status: 'SERVING',
    });
    expect(await reflectionStream(channel, 'v1')({ listServices: '' })).toMatchObject({
      listServicesResponse: { service: expect.arrayContaining([{ name: 'nlu.v1.Gateway' }]) },
    });

    for (const { process: running, ended } of [front, music]) {
      running.kill('SIGTERM');
      expect((await ended).code).toBe(0);
    }
  });
});
