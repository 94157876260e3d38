import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { capacityConfigSchema } from '../../capacity/service/config.js';
import { domainFolders } from '../../domains/core/schema/domain-folders.js';
import { parseGatewayStart } from '../../gateway/service/command-line.js';
import { projectRoot } from '../../serving/project.js';
import { temporaryFolder } from '../support/files.js';
import { isInstalled } from '../support/installed-programs.js';
import { faultsOf, type Manifest } from './kubernetes-schema.js';

const deploy = join(projectRoot(), 'deploy');
const read = (...path: string[]) => readFileSync(join(deploy, ...path), 'utf8');
const manifestsOf = (text: string) => parseAllDocuments(text, { merge: true }).map((one) => one.toJS() as Manifest);
const hasKubectl = isInstalled('kubectl', ['kustomize', '--help']);
const scaled = ['gateway', ...domainFolders().map(({ name }) => name)].sort();

/** What is used of keda.sh/v1alpha1 ScaledObject, strictly, by the reference of KEDA 2: no schema of it is on npm. */
const scaledObjectSchema = z.strictObject({
  apiVersion: z.literal('keda.sh/v1alpha1'),
  kind: z.literal('ScaledObject'),
  metadata: z.strictObject({ name: z.string() }),
  spec: z.strictObject({
    scaleTargetRef: z.strictObject({ apiVersion: z.string(), kind: z.string(), name: z.string() }),
    minReplicaCount: z.int().min(1),
    maxReplicaCount: z.int().min(1),
    advanced: z.strictObject({
      horizontalPodAutoscalerConfig: z.strictObject({
        behavior: z.strictObject({ scaleDown: z.strictObject({ stabilizationWindowSeconds: z.int() }) }),
      }),
    }),
    triggers: z.array(
      z.discriminatedUnion('type', [
        z.strictObject({
          type: z.literal('cpu'),
          metricType: z.literal('Utilization'),
          metadata: z.strictObject({ value: z.string().regex(/^\d+$/) }),
        }),
        z.strictObject({
          type: z.literal('prometheus'),
          metricType: z.literal('AverageValue'),
          metadata: z.strictObject({
            serverAddress: z.url(),
            query: z.string(),
            threshold: z.literal('1'),
            ignoreNullValues: z.literal('true'),
          }),
        }),
      ]),
    ),
  }),
});

it.each(['capacity.yaml', 'certificate.yaml'])('%s keeps to the Kubernetes schemas', async (file) => {
  for (const manifest of manifestsOf(read('components', 'capacity', file))) {
    expect(await faultsOf(manifest), manifest.kind).toEqual([]);
  }
});

it('the process takes its configuration, with signed models only', () => {
  const config = capacityConfigSchema.parse(JSON.parse(read('components', 'capacity', 'capacity.json')));
  expect(config.forecastBundles?.trust.allowUnsigned).toBe(false);
  expect(Object.keys(config.requestsPerReplica).sort()).toEqual(scaled);
});

it('KEDA scales everything that an autoscaler did, by CPU as it did and by the forecast', () => {
  const objects = parseAllDocuments(read('components', 'capacity-keda', 'scaled-objects.yaml')).map((one) =>
    scaledObjectSchema.parse(one.toJS()),
  );
  expect(objects.map(({ metadata }) => metadata.name).sort()).toEqual(scaled);
  const [hpa] = manifestsOf(read('base', 'gateway', 'gateway.yaml')).filter(
    ({ kind }) => kind === 'HorizontalPodAutoscaler',
  ) as (Manifest & { spec: { minReplicas: number; maxReplicas: number } })[];
  for (const { metadata, spec } of objects) {
    expect(spec.scaleTargetRef.name).toBe(metadata.name);
    expect([spec.minReplicaCount, spec.maxReplicaCount]).toEqual([hpa.spec.minReplicas, hpa.spec.maxReplicas]);
    const [cpu, forecast] = spec.triggers;
    expect(cpu.metadata).toEqual({ value: '60' });
    expect(forecast.metadata).toMatchObject({ query: `max(nlu_replicas_wanted{domain="${metadata.name}"})` });
  }
});

describe.runIf(hasKubectl)('rendered (skipped without kubectl)', () => {
  /** The base with components. */
  function rendered(...components: string[]): Manifest[] {
    const folder = temporaryFolder();
    symlinkSync(deploy, join(folder, 'deploy'));
    mkdirSync(join(folder, 'overlay'));
    const lines = [
      'resources: [../deploy/base]',
      `components: [${components.map((one) => `../deploy/components/${one}`)}]`,
    ];
    writeFileSync(join(folder, 'overlay', 'kustomization.yaml'), lines.join('\n'));
    const args = ['kustomize', '--load-restrictor', 'LoadRestrictionsNone', join(folder, 'overlay')];
    return manifestsOf(execFileSync('kubectl', args, { encoding: 'utf8' }));
  }
  const scalers = (manifests: readonly Manifest[]) =>
    manifests.filter(({ kind }) => kind === 'HorizontalPodAutoscaler') as (Manifest & {
      spec: { metrics: { type: string; external?: object }[] };
    })[];

  it('gives every autoscaler a second metric, and the base none', async () => {
    expect(scalers(rendered()).flatMap(({ spec }) => spec.metrics.map(({ type }) => type))).toEqual(
      scaled.map(() => 'Resource'),
    );
    const all = rendered('capacity');
    for (const { metadata, spec } of scalers(all)) {
      expect(spec.metrics.map(({ type }) => type)).toEqual(['Resource', 'External']);
      expect(spec.metrics[1].external).toEqual({
        metric: { name: 'nlu_replicas_wanted', selector: { matchLabels: { domain: metadata.name } } },
        target: { type: 'AverageValue', averageValue: '1' },
      });
    }
    for (const manifest of all)
      expect(await faultsOf(manifest), `${manifest.kind} ${manifest.metadata.name}`).toEqual([]);
  });

  it('lets gateways say their load, by an option that they take', () => {
    const gateway = rendered('capacity').find(
      ({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'gateway',
    );
    const [{ args }] = (gateway as unknown as { spec: { template: { spec: { containers: { args: string[] }[] } } } })
      .spec.template.spec.containers;
    const own = args.slice(args.indexOf('--set'));
    const { config } = parseGatewayStart(['--config', join(deploy, 'base', 'gateway', 'gateway.json'), ...own], {});
    const { forecastBundles } = capacityConfigSchema.parse(JSON.parse(read('components', 'capacity', 'capacity.json')));
    expect(config.load?.servers).toEqual(forecastBundles?.source.nats.servers);
  });

  it('KEDA leaves no autoscaler of the base', () => {
    const all = rendered('capacity', 'capacity-keda');
    expect(scalers(all)).toEqual([]);
    expect(all.filter(({ kind }) => kind === 'ScaledObject')).toHaveLength(scaled.length);
  });
});
