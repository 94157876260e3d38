import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { bucketsCommand } from '../../cli/release/commands/buckets.js';
import { deployCommand } from '../../cli/release/commands/deploy.js';
import { domainCommand } from '../../domains/core/service/serve.js';
import { parseGatewayStart } from '../../gateway/service/command-line.js';
import { projectRoot } from '../../serving/project.js';
import { temporaryFolder } from '../support/files.js';
import { isInstalled } from '../support/installed-programs.js';
import { hasNats, NEEDS_NATS } from '../support/servers/nats-server.js';
import { faultsOf, type Manifest } from './kubernetes-schema.js';

const deploy = join(projectRoot(), 'deploy');
const example = join(deploy, 'overlays', 'example');
const { generated, prometheusRule } = (await import(join(deploy, 'generate.mjs'))) as {
  generated: (overlay: string) => Map<string, string>;
  prometheusRule: () => string;
};
const { withDomain } = (await import(join(deploy, 'nats-logins.mjs'))) as {
  withDomain: (configuration: string, name: string) => string;
};
const manifestsOf = (text: string) => parseAllDocuments(text, { merge: true }).map((one) => one.toJS() as Manifest);

const hasKubectl = isInstalled('kubectl', ['kustomize', '--help']);
const NEEDS_KUBECTL = hasKubectl ? '' : ' (skipped: needs kubectl)';
const rendered = (overlay: string) =>
  manifestsOf(execFileSync('kubectl', ['kustomize', overlay], { encoding: 'utf8' }));

/** Containers of workloads and jobs. */
interface Pods {
  readonly template: {
    readonly metadata: { readonly labels: Readonly<Record<string, string>> };
    readonly spec: {
      readonly containers: readonly { readonly image: string; readonly args: readonly string[] }[];
      readonly volumes: readonly { readonly name: string; readonly secret?: { readonly secretName: string } }[];
    };
  };
}
const podsOf = (manifest: Manifest | undefined) =>
  (manifest as (Manifest & { readonly spec: Pods }) | undefined)?.spec?.template;

it('what is generated is committed as it is made', () => {
  const files = generated(example);
  const folder = join(example, 'generated');
  const there = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  expect(there.filter((file) => statSync(join(folder, file)).isFile()).sort()).toEqual([...files.keys()].sort());
  for (const [file, text] of files) expect(readFileSync(join(folder, file), 'utf8'), file).toBe(text);
  const rule = join(deploy, 'components', 'prometheus-operator', 'prometheus-rule.yaml');
  expect(readFileSync(rule, 'utf8'), 'node deploy/generate.mjs').toBe(prometheusRule());
});

it.each([
  ['registry: a\ntag: "1"\ntrust: []\n', 'trust: give the public keys, at least one'],
  ['registry: a\ntrust: [k]\n', 'tag: give a text'],
  ['registry: a\ntag: "1"\ntrust: [k]\ndomains: [Pod casts]\n', 'domains: Pod casts is no name'],
  ['registry: a\ntag: "1"\ntrust: [k]\ndomains: [music]\n', 'domains: music is in the base already'],
])('values that are wrong are told of: %j', (values, problem) => {
  const overlay = temporaryFolder();
  writeFileSync(join(overlay, 'values.yaml'), values);
  expect(() => generated(overlay)).toThrow(problem);
});

describe.runIf(hasKubectl)(`the example overlay, rendered${NEEDS_KUBECTL}`, () => {
  const all = hasKubectl ? rendered(example) : [];
  const named = (kind: string, name: string) => all.find((one) => one.kind === kind && one.metadata.name === name);

  it('keeps to the schemas, those of cert-manager and of the operator of Prometheus too', async () => {
    expect(all.length).toBeGreaterThan(50);
    for (const manifest of all) {
      expect(await faultsOf(manifest), `${manifest.kind} ${manifest.metadata.name}`).toEqual([]);
    }
  });

  it('has a fourth domain by its name alone, in all that a domain has', () => {
    for (const kind of ['Deployment', 'Service', 'PodDisruptionBudget', 'HorizontalPodAutoscaler', 'Certificate']) {
      const podcasts = JSON.stringify(named(kind, 'podcasts'));
      expect(JSON.parse(podcasts.replaceAll('podcasts', 'music')), kind).toEqual(named(kind, 'music'));
    }
    const [gateway] = podsOf(named('Deployment', 'gateway'))?.spec.containers ?? [];
    expect(gateway?.args).toContain('podcasts=dns:///podcasts.nlu.svc:50051');
    const config = all.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name.startsWith('nats-config'));
    expect(JSON.stringify(config)).toContain('user: \\"podcasts.nlu.svc\\"');
  });

  it('the gateway and the domains take the flags that they are started with', () => {
    const [gateway] = podsOf(named('Deployment', 'gateway'))?.spec.containers ?? [];
    const trusted = (args: readonly string[]) =>
      args.map((arg) =>
        arg.replace('ed25519:put-your-public-key-here', `ed25519:${Buffer.alloc(32, 1).toString('base64url')}`),
      );
    const folder = join(deploy, 'base');
    const flags = trusted(gateway!.args.slice(1)).map((arg) => arg.replace('/etc/nlu', join(folder, 'gateway')));
    const { config } = parseGatewayStart(flags, {});
    expect(config.domains.map(({ name }) => name)).toEqual(['music', 'books', 'video', 'podcasts']);
    expect(config.priorBundles?.source.nats).toMatchObject({ cache: '/cache/$(POD_NAME)', caches: '/cache' });
    expect(config.priorBundles?.trust.publicKeys).toHaveLength(1);
    const [podcasts] = podsOf(named('Deployment', 'podcasts'))?.spec.containers ?? [];
    const [main, ...rest] = podcasts!.args;
    expect(main).toBe('dist/domains/core/service/main.js');
    const command = domainCommand().exitOverride();
    command.parse(trusted(rest), { from: 'user' });
    expect([command.args, command.opts()]).toEqual([
      ['podcasts'],
      expect.objectContaining({ cache: '/cache/$(POD_NAME)' }),
    ]);
  });

  it('every secret is made by a certificate, but for the key that people keep', () => {
    const made = all
      .filter(({ kind }) => kind === 'Certificate')
      .map(({ spec }) => (spec as { secretName: string }).secretName);
    const asked = all
      .flatMap((one) => podsOf(one)?.spec?.volumes ?? [])
      .flatMap(({ secret }) => secret?.secretName ?? []);
    expect(new Set(asked.filter((name) => !made.includes(name)))).toEqual(new Set(['deploy-key']));
  });

  it('every job of the deployer may reach NATS, and runs the tools', () => {
    const jobs = all.filter(({ kind }) => kind === 'Job');
    expect(jobs.map(({ metadata }) => metadata.name)).toEqual([
      'buckets',
      'deploy-books',
      'deploy-music',
      'deploy-video',
    ]);
    for (const job of jobs) {
      expect(podsOf(job)?.metadata.labels['nlu/role']).toBe('deployer');
      const [container] = podsOf(job)?.spec.containers ?? [];
      expect(container?.image).toBe('registry.example/nlu/nlu-reranker-tools:0.1.0');
      const { options } = job.metadata.name === 'buckets' ? bucketsCommand() : deployCommand();
      const flags = container!.args.filter((arg) => arg.startsWith('--')).map((arg) => arg.split('=')[0]);
      expect(flags.length).toBeGreaterThan(4);
      expect(flags.filter((flag) => !options.some(({ long }) => long === flag))).toEqual([]);
    }
  });

  it('pods are scraped where they listen', () => {
    const { spec } = named('PodMonitor', 'nlu-reranker') as Manifest & { spec: { selector: { matchLabels: object } } };
    expect(spec.selector.matchLabels).toEqual({ 'nlu/scraped': 'true' });
    const scraped = all.filter((one) => podsOf(one)?.metadata?.labels['nlu/scraped'] === 'true');
    expect(scraped.map(({ metadata }) => metadata.name)).toEqual(['books', 'gateway', 'music', 'podcasts', 'video']);
  });
});

it.runIf(hasNats)(`NATS takes the generated configuration${NEEDS_NATS}`, () => {
  const folder = temporaryFolder();
  const keyless = (text: string) =>
    text.replaceAll(/^ *(?:cert_file|key_file|ca_file|verify|verify_and_map|sync_interval): .*$/gmu, '');
  for (const [name, text] of [
    ['generated', generated(example).get('nats.conf') ?? ''],
    ['twice', withDomain(generated(example).get('nats.conf') ?? '', 'talk-radio')],
  ] as const) {
    const file = join(folder, `${name}.conf`);
    // Without certificates, which nobody has here, there is no map from their names; servers before 2.10 know no sync_interval.
    writeFileSync(file, keyless(text).replaceAll(/tls \{[^}]*\}/gu, ''));
    const env = { ...process.env, POD_NAME: 'nats-0' };
    expect(
      execFileSync('nats-server', ['-t', '-c', file], { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'pipe'] }),
    ).toBe('');
  }
  expect(() => withDomain('authorization {}', 'podcasts')).toThrow('nats.conf has no user "music.nlu.svc" to copy');
});

it('an overlay outside of the project is generated by the command', () => {
  const copy = join(temporaryFolder(), 'deploy');
  cpSync(deploy, copy, { recursive: true });
  writeFileSync(join(copy, 'overlays', 'example', 'values.yaml'), 'registry: r.test\ntag: "7"\ntrust: [k]\n');
  const overlay = join(copy, 'overlays', 'example');
  execFileSync(process.execPath, [join(deploy, 'generate.mjs'), overlay]);
  expect(readdirSync(join(overlay, 'generated')).sort()).toEqual(['kustomization.yaml', 'nats.conf']);
});
