import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withGateway } from '../../cli/access/gateway-client.js';
import type { InterpretRequest } from '../../proto/gen/nlu/v1/InterpretRequest.js';
import type { InterpretResponse__Output } from '../../proto/gen/nlu/v1/InterpretResponse.js';
import { projectRoot } from '../../serving/project.js';
import { temporaryFolder } from '../support/files.js';
import { callers } from '../support/servers/music-domain.js';
import { hasNats, NEEDS_NATS, startNats } from '../support/servers/nats-server.js';
import { startProgram } from '../support/servers/program.js';

const parent = mkdtempSync(join(tmpdir(), 'nlu-own-'));
const folder = join(parent, 'smart-home');
const bundle = join(folder, 'bundle');
const SHIPPED = ['music', 'books', 'video'];

const run = (...args: string[]) => startProgram('cli/main.js', args).ended;

beforeAll(() => {
  const cli = (...args: string[]) =>
    execFileSync(process.execPath, [join(projectRoot(), 'dist', 'cli', 'main.js'), ...args]);
  cli('domain', 'new', 'smart-home', '--in', parent);
  cli('train', folder, '--data', 'none', '--version', 'v1');
}, 120_000);

afterAll(() => rmSync(parent, { recursive: true, force: true }));

it('training writes into the folder of the domain, where serving finds it', () => {
  expect(readdirSync(bundle).sort()).toEqual(['active.json', 'v1.bundle']);
});

describe('the stack with a domain of a folder elsewhere', () => {
  const requests: InterpretRequest[] = [
    'play dune',
    'find the novel dune',
    'put on some jazz',
    'find gardening',
    'open it',
  ]
    .flatMap((utterance) =>
      ['', 'tv', 'speaker'].map((deviceType) => ({ utterance, context: { deviceType, recent: [] } })),
    )
    .map((request) => ({ ...request, domains: SHIPPED, explain: true, includeScreened: true }));

  /** Everything of an answer but its id. */
  const content = ({ requestId: _, domains, ...answer }: InterpretResponse__Output) => ({
    ...answer,
    domains: domains.map(({ latencyMs: _, ...domain }) => domain),
  });

  const answers = (options: { with?: string[] }) =>
    withGateway(options, async (client) => {
      const own = options.with ? await client.interpretWhole({ utterance: 'find gardening in smart home' }) : undefined;
      const shipped = await Promise.all(requests.map((request) => client.interpretWhole(request)));
      const onTv =
        own && (await client.interpretWhole({ utterance: 'play dune', context: { deviceType: 'tv' }, explain: true }));
      return { own, shipped: shipped.map(content), onTv, described: await client.describe({}) };
    });

  it('answers by it, and to the bit as without it where it is not asked', { timeout: 90_000 }, async () => {
    const [alone, beside] = [await answers({}), await answers({ with: [folder] })];
    expect(beside.shipped).toEqual(alone.shipped);
    const [best] = beside.own!.hypotheses;
    expect(best).toMatchObject({ domain: 'smart-home', intent: 'Find', priorShift: 0 });
    expect(best!.slots).toMatchObject([{ name: 'item', value: 'gardening' }]);
    expect(beside.described.domains.map(({ domain }) => domain)).toEqual(['books', 'music', 'video', 'smart-home']);
    // A context shifts the domains that the table of priors names.
    const shifts = new Map(beside.onTv!.hypotheses.map(({ domain, priorShift }) => [domain, priorShift]));
    expect(shifts.get('video')).not.toBe(0);
    expect(shifts.get('smart-home') ?? 0).toBe(0);
  });
});

describe('the process of any domain', () => {
  const asked = { utterance: 'find gardening in smart home' };

  it.each([
    ['a folder', [folder]],
    ['the name of what a bundle brings', ['smart-home', '--bundles', bundle]],
    ['the name of one that ships', ['music']],
  ])('serves %s', async (_, args) => {
    const [domain] = args;
    const program = startProgram('cli/main.js', ['serve', ...args, '--port', '0', '--allow-unsigned']);
    const ready = JSON.parse(await program.firstLine);
    const name = domain === 'music' ? 'music' : 'smart-home';
    expect(ready.ready).toBe(name);
    const { hypotheses } = await callers(ready.address).interpret(asked);
    expect(hypotheses[0]!.domain).toBe(name);
    program.process.kill('SIGTERM');
    expect(await program.ended).toMatchObject({ code: 0 });
  });

  it('takes its settings from variables of the domain’s name', async () => {
    const environment = { NLU_SMART_HOME_KEEP_VERSIONS: '5' };
    const { code, stdout } = await startProgram('cli/main.js', ['serve', folder, '--print-config'], environment).ended;
    expect({ code, keep: JSON.parse(stdout).keepVersions }).toEqual({ code: 0, keep: 5 });
  });
});

describe.skipIf(!hasNats)(`on NATS${NEEDS_NATS}`, () => {
  it('a domain is deployed by its folder to a process that knows its name only', { timeout: 60_000 }, async () => {
    const { address } = await startNats();
    const file = join(bundle, 'v1.bundle');
    const nats = ['--nats', address];
    const first = await run('deploy', folder, '--bundle', file, '--quorum', '0', ...nats);
    expect(first).toMatchObject({ code: 0, stdout: expect.stringContaining('smart-home: nothing -> v1, number 1') });
    const cache = temporaryFolder();
    const program = startProgram('domains/core/service/main.js', [
      'smart-home',
      ...nats,
      '--cache',
      cache,
      '--allow-unsigned',
    ]);
    const ready = JSON.parse(await program.firstLine);
    expect(ready).toMatchObject({ ready: 'smart-home', version: 'v1' });
    const { hypotheses } = await callers(ready.address).interpret({ utterance: 'open smart home' });
    expect(hypotheses[0]).toMatchObject({ domain: 'smart-home', intent: 'Open' });
    const status = JSON.parse((await run('status', folder, '--json', ...nats)).stdout);
    expect(status).toMatchObject([
      { domain: 'smart-home', status: { versions: [{ version: 'v1', state: 'active' }] } },
    ]);
    expect((await run('history', folder, ...nats)).stdout).toContain('v1');
  });
});
