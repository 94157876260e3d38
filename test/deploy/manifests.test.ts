import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { domainFolders } from '../../domains/core/schema/domain-folders.js';
import { domainConfigSchema } from '../../domains/core/service/config.js';
import { gatewayConfigSchema } from '../../gateway/service/config.js';
import { projectRoot } from '../../serving/project.js';
import { isInstalled } from '../support/installed-programs.js';
import { readContainerfile } from './containerfile.js';
import { faultsOf, type Manifest } from './kubernetes-schema.js';

const base = join(projectRoot(), 'deploy', 'base');
const files = readdirSync(base, { recursive: true, encoding: 'utf8' });
const read = (file: string) => readFileSync(join(base, file), 'utf8');
const manifestsOf = (text: string) => parseAllDocuments(text, { merge: true }).map((one) => one.toJS() as Manifest);

const hasKubectl = isInstalled('kubectl', ['kustomize', '--help']);

describe('the schema check', () => {
  const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'x' }, spec: { ports: [{ port: 1 }] } };

  it('passes what is right', async () => expect(await faultsOf(service)).toEqual([]));

  it('finds a wrong type, a missing key, a mistyped key and an unknown kind', async () => {
    expect(await faultsOf({ ...service, spec: { ports: [{ port: 'one' }] } })).toHaveLength(1);
    expect(await faultsOf({ ...service, spec: { ports: [{}] } })).toEqual([expect.stringContaining('port')]);
    expect(await faultsOf({ ...service, spec: { ports: [{ port: 1, tragetPort: 2 }] } })).toEqual([
      '/spec/ports/0/tragetPort',
    ]);
    expect(await faultsOf({ ...service, kind: 'Sevrice' })).toEqual(['v1 has no Sevrice']);
  });
});

it.each(files.filter((file) => file.endsWith('.yaml') && !file.endsWith('kustomization.yaml')))(
  '%s keeps to the Kubernetes schemas',
  async (file) => {
    for (const manifest of manifestsOf(read(file))) expect(await faultsOf(manifest), manifest.kind).toEqual([]);
  },
);

it.each(files.filter((file) => file.endsWith('kustomization.yaml')))('%s names files that there are', (file) => {
  const { resources = [], components = [], configMapGenerator = [] } = parse(read(file));
  const named = [...resources, ...components, ...configMapGenerator.flatMap((one: { files: string[] }) => one.files)];
  expect(named.filter((name: string) => !existsSync(join(base, file, '..', name)))).toEqual([]);
});

it('every domain has a deployment, an address at the gateway and a place in NATS', () => {
  const names = domainFolders().map(({ name }) => name);
  expect(readdirSync(join(base, 'domains')).sort()).toEqual(names);
  const gateway = gatewayConfigSchema.parse(JSON.parse(read('gateway/gateway.json')));
  expect(gateway.domains.map(({ name }) => name).sort()).toEqual(names);
  expect(names.filter((name) => !read('nats/nats.conf').includes(`user: "${name}.nlu.svc"`))).toEqual([]);
});

it('processes take the configurations, with mutual TLS and signed bundles only', () => {
  const gateway = gatewayConfigSchema.parse(JSON.parse(read('gateway/gateway.json')));
  const domain = domainConfigSchema.parse(JSON.parse(read('domain/domain.json')));
  expect(gateway.listen.tls?.clientNames).toEqual(['orchestrator.nlu.svc']);
  expect(domain.listen.tls?.clientNames).toEqual(['gateway.nlu.svc']);
  expect(domain.trust.allowUnsigned).toBe(false);
  expect(gateway.priorBundles?.trust.allowUnsigned).toBe(false);
});

it('every image of ours is a target of the Containerfile', () => {
  const targets = readContainerfile(readFileSync(join(base, '..', 'Containerfile'), 'utf8')).map(({ name }) => name);
  const { images } = parse(read('kustomization.yaml')) as { images: { name: string }[] };
  const places = ['gateway/gateway.yaml', 'domain/domain.yaml', '../components/jobs/jobs.yaml'];
  const used = places.map((file) => /image: (\S+)/u.exec(read(file))?.[1]);
  expect(images.map(({ name }) => name)).toEqual(used);
  for (const name of used) expect(targets).toContain(name?.replace('nlu-reranker-', ''));
});

describe.runIf(hasKubectl)('rendered (skipped without kubectl)', () => {
  const rendered = () => manifestsOf(execFileSync('kubectl', ['kustomize', base], { encoding: 'utf8' }));

  it('keeps to the Kubernetes schemas', async () => {
    for (const manifest of rendered()) {
      expect(await faultsOf(manifest), `${manifest.kind} ${manifest.metadata.name}`).toEqual([]);
    }
  });

  it('what selects pods selects those of its name', () => {
    const all = rendered();
    const pods = all.filter(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet');
    expect(pods.map(({ metadata }) => metadata.name).sort()).toEqual(['books', 'gateway', 'music', 'nats', 'video']);
    for (const { metadata, spec } of pods as (Manifest & { spec: Workload })[]) {
      const { labels } = spec.template.metadata;
      expect(labels).toMatchObject(spec.selector.matchLabels);
      const service = all.find(({ kind, metadata: { name } }) => kind === 'Service' && name === metadata.name);
      expect(labels).toMatchObject((service as Manifest & { spec: { selector: object } }).spec.selector);
      expect(all.some(({ kind, metadata: { name } }) => kind === 'PodDisruptionBudget' && name === metadata.name)).toBe(
        true,
      );
    }
  });
});

interface Workload {
  readonly selector: { readonly matchLabels: object };
  readonly template: { readonly metadata: { readonly labels: object } };
}

describe('alerts', () => {
  interface Rule {
    readonly alert: string;
    readonly annotations: Readonly<Record<'summary' | 'description' | 'runbook_url', string>>;
  }
  const file = parse(readFileSync(join(base, '..', 'alerts.yaml'), 'utf8')) as { groups: { rules: Rule[] }[] };
  const rules = file.groups.flatMap((group) => group.rules);
  const doc = (...path: string[]) => readFileSync(join(projectRoot(), 'docs', ...path), 'utf8');

  it('are all in the reference of metrics, and no others', () => {
    const documented = [...doc('reference', 'metrics.md').matchAll(/^\| (Nlu\w+) /gm)].map(([, name]) => name);
    expect(documented).toEqual(rules.map(({ alert }) => alert));
  });

  it('say what is wrong, and lead to a runbook of their own', () => {
    const headings = [...doc('guides', 'runbooks.md').matchAll(/^## (Nlu\w+)$/gm)].map(([, name]) => name);
    expect(headings).toEqual(rules.map(({ alert }) => alert));
    for (const { alert, annotations } of rules) {
      const texts = { summary: expect.stringMatching(/\w{3}/), description: expect.stringMatching(/\w{3}/) };
      expect(annotations).toEqual({ ...texts, runbook_url: `docs/guides/runbooks.md#${alert.toLowerCase()}` });
    }
  });
});
