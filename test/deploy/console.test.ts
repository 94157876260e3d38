import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import type { Command } from 'commander';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { consoleCommand } from '../../cli/commands/console.js';
import { startConsole } from '../../console/service/start.js';
import { domainFolders } from '../../domains/core/schema/domain-folders.js';
import { parseGatewayStart } from '../../gateway/service/command-line.js';
import { projectRoot } from '../../serving/project.js';
import { temporaryFolder } from '../support/files.js';
import { isInstalled } from '../support/installed-programs.js';
import { faultsOf, type Manifest } from './kubernetes-schema.js';

interface Probe {
  readonly httpGet: {
    readonly path: string;
    readonly port: string;
  };
}
interface Container {
  readonly image: string;
  readonly args: readonly string[];
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly volumeMounts: readonly { readonly mountPath: string; readonly readOnly: boolean }[];
  readonly securityContext: object;
  readonly startupProbe: Probe;
  readonly livenessProbe: Probe;
  readonly readinessProbe: Probe;
}
interface Pod {
  readonly metadata: { readonly labels: Readonly<Record<string, string>> };
  readonly spec: {
    readonly containers: readonly Container[];
    readonly volumes: readonly { readonly secret?: { readonly secretName: string } }[];
  };
}
interface Peer {
  readonly podSelector?: { readonly matchLabels: Readonly<Record<string, string>> };
  readonly namespaceSelector?: { readonly matchLabels: Readonly<Record<string, string>> };
}
interface Policy extends Manifest {
  readonly spec: {
    readonly podSelector: { readonly matchLabels?: Readonly<Record<string, string>> };
    readonly ingress?: readonly { readonly from: readonly Peer[]; readonly ports: readonly { port: number }[] }[];
    readonly egress?: readonly { readonly to: readonly Peer[]; readonly ports: readonly { port: number }[] }[];
  };
}

const deploy = join(projectRoot(), 'deploy');
const component = join(deploy, 'components', 'console');
const read = (file: string) => readFileSync(join(component, file), 'utf8');
const manifestsOf = (text: string) => parseAllDocuments(text, { merge: true }).map((one) => one.toJS() as Manifest);
const shipped = manifestsOf(read('console.yaml'));
const hasKubectl = isInstalled('kubectl', ['kustomize', '--help']);
const NEEDS_KUBECTL = hasKubectl ? '' : ' (skipped: needs kubectl)';
const CONSOLE = { 'app.kubernetes.io/name': 'console' };
const SERVERS = [0, 1, 2].map((server) => `tls://nats-${server}.nats.nlu.svc:4222`);

function podOf(manifests: readonly Manifest[], name: string): Pod {
  const found = manifests.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === name);
  return (found as Manifest & { spec: { template: Pod } }).spec.template;
}

function containerOf(manifests: readonly Manifest[], name: string): Container {
  return podOf(manifests, name).spec.containers[0]!;
}

/** What the command makes of its arguments, without running. */
async function optionsOf([name, ...flags]: readonly string[]) {
  expect(name).toBe('console');
  const command: Command = consoleCommand()
    .exitOverride()
    .action(() => {});
  await command.parseAsync(flags, { from: 'user' });
  return command.opts();
}

/** The status that a console answers with, asked as by `host`. */
function statusFor(address: string, path: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request(new URL(path, address), { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.once('error', reject).end();
  });
}

it.each(['console.yaml', 'certificate.yaml'])('%s keeps to the Kubernetes schemas', async (file) => {
  for (const manifest of manifestsOf(read(file))) {
    expect(await faultsOf(manifest), `${manifest.kind} ${manifest.metadata.name}`).toEqual([]);
  }
});

it('the command takes its arguments: read-only, by TLS, the metrics of all that ship', async () => {
  const { image, args, ports } = containerOf(shipped, 'console');
  expect(image).toBe('nlu-reranker-tools');
  const options = await optionsOf(args);
  expect(options).toMatchObject({ host: '0.0.0.0', hostName: ['console.nlu.svc'], gateway: 'gateway.nlu.svc:50050' });
  expect(ports).toEqual([{ name: 'http', containerPort: options.port }]);
  expect(options.nats).toEqual(SERVERS);
  const tls = ['tlsCa', 'tlsCert', 'tlsKey', 'natsCa', 'natsCertificate', 'natsKey'];
  expect(tls.filter((option) => !/^\/tls\//u.test(options[option]))).toEqual([]);
  const scraped = ['gateway', ...domainFolders().map(({ name }) => name)];
  expect([...options.metrics].sort()).toEqual(scraped.map((name) => `dns+http://${name}.nlu.svc:9090/metrics`).sort());
  expect([options.steerTokenFile, options.signWith]).toEqual([undefined, undefined]);
});

it('it runs as nobody in particular, and holds no secret but its certificate', () => {
  const { securityContext, volumeMounts } = containerOf(shipped, 'console');
  expect(securityContext).toEqual({
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  });
  const { spec } = podOf(shipped, 'console');
  expect(spec).toMatchObject({ automountServiceAccountToken: false, securityContext: { runAsNonRoot: true } });
  expect(spec.volumes.map(({ secret }) => secret?.secretName)).toEqual(['console-tls']);
  expect(volumeMounts.every(({ readOnly }) => readOnly)).toBe(true);
});

it('answers probes by the address of a pod, and nothing else by it', async () => {
  const { startupProbe, livenessProbe, readinessProbe, args } = containerOf(shipped, 'console');
  const never = () => Promise.reject(new Error('nobody is asked'));
  const { hostName } = await optionsOf(args);
  const running = await startConsole({
    ...{ gateway: { address: 'nowhere:1', interpret: never, describe: never }, metrics: [], log: () => {} },
    ...{ host: '127.0.0.1', port: 0, hostNames: hostName },
  });
  onTestFinished(() => running.close());
  for (const { httpGet } of [startupProbe, livenessProbe, readinessProbe]) {
    expect(httpGet.port).toBe('http');
    expect(await statusFor(running.address, httpGet.path, '10.1.2.3:9480')).toBe(200);
  }
  expect(await statusFor(running.address, '/', 'console.nlu.svc:9480')).toBe(200);
  expect(await statusFor(running.address, '/', '10.1.2.3:9480')).toBe(421);
});

describe('network policies', () => {
  const policies = shipped.filter(({ kind }) => kind === 'NetworkPolicy') as Policy[];
  const own = policies.filter(({ spec }) => spec.podSelector.matchLabels?.['app.kubernetes.io/name'] === 'console');
  const letIn = policies.flatMap(({ spec }) =>
    (spec.ingress ?? []).flatMap(({ from, ports }) =>
      from.map((peer) => ({ of: spec.podSelector.matchLabels, peer, ports: ports.map(({ port }) => port) })),
    ),
  );

  it('let nobody reach it but namespaces that carry its label', () => {
    expect(own.map(({ metadata }) => metadata.name)).toEqual(['console']);
    const label = { namespaceSelector: { matchLabels: { 'nlu/console': 'true' } } };
    expect(own[0]?.spec.ingress).toEqual([{ from: [label], ports: [{ protocol: 'TCP', port: 9480 }] }]);
  });

  it('let it reach gateways, NATS and what has metrics, each of which lets it in', () => {
    const out = (own[0]?.spec.egress ?? []).flatMap(({ to, ports }) =>
      to.map(({ podSelector }) => ({ of: podSelector?.matchLabels, ports: ports.map(({ port }) => port) })),
    );
    expect(out).toEqual([
      { of: { 'app.kubernetes.io/name': 'gateway' }, ports: [50050] },
      { of: { 'app.kubernetes.io/name': 'nats' }, ports: [4222] },
      { of: { 'nlu/scraped': 'true' }, ports: [9090] },
    ]);
    const others = letIn.filter(({ of }) => of?.['app.kubernetes.io/name'] !== 'console');
    expect(others).toEqual(out.map((one) => ({ ...one, peer: { podSelector: { matchLabels: CONSOLE } } })));
  });
});

describe.runIf(hasKubectl)(`rendered${NEEDS_KUBECTL}`, () => {
  /** The example overlay with components before what is generated for it. */
  function rendered(...components: string[]): Manifest[] {
    const copy = join(temporaryFolder(), 'deploy');
    cpSync(deploy, copy, { recursive: true });
    const file = join(copy, 'overlays', 'example', 'kustomization.yaml');
    const lines = components.map((name) => `  - ../../components/${name}\n`).join('');
    writeFileSync(file, readFileSync(file, 'utf8').replace('  - generated\n', `${lines}  - generated\n`));
    return manifestsOf(
      execFileSync('kubectl', ['kustomize', join(file, '..')], { encoding: 'utf8', maxBuffer: 16_000_000 }),
    );
  }
  function serviceOf(manifests: readonly Manifest[], name: string) {
    const found = manifests.find(({ kind, metadata }) => kind === 'Service' && metadata.name === name);
    return found as Manifest & { readonly spec: { readonly selector: object } };
  }
  const secretsOf = (manifests: readonly Manifest[]) =>
    podOf(manifests, 'console').spec.volumes.map(({ secret }) => secret?.secretName);

  it('gateways take its certificate beside that of orchestrators, and its Service finds it', async () => {
    const all = rendered('console');
    for (const manifest of all) {
      expect(await faultsOf(manifest), `${manifest.kind} ${manifest.metadata.name}`).toEqual([]);
    }
    const gateway = join(deploy, 'base', 'gateway', 'gateway.json');
    const key = `ed25519:${Buffer.alloc(32, 1).toString('base64url')}`;
    const flags = containerOf(all, 'gateway')
      .args.slice(1)
      .map((arg) => arg.replace('/etc/nlu/gateway.json', gateway).replace(/^ed25519:.*/u, key));
    const { config } = parseGatewayStart(flags, {});
    const before = parseGatewayStart(['--config', gateway], {}).config.listen.tls;
    const { dnsNames } = (parse(read('certificate.yaml')) as { spec: { dnsNames: string[] } }).spec;
    expect(config.listen.tls).toEqual({ ...before, clientNames: [...before!.clientNames, ...dnsNames] });
    const service = serviceOf(all, 'console');
    expect(podOf(all, 'console').metadata.labels).toMatchObject(service.spec.selector);
    expect(all.filter(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'console')).toHaveLength(1);
  });

  it('shows a further domain of an overlay, by the image of the overlay', async () => {
    const { image, args } = containerOf(rendered('console'), 'console');
    expect(image).toBe('registry.example/nlu/nlu-reranker-tools:0.1.0');
    expect((await optionsOf(args)).metrics).toContain('dns+http://podcasts.nlu.svc:9090/metrics');
  });

  it('names a capacity that there is', () => {
    const all = rendered('capacity', 'console');
    const service = serviceOf(all, 'capacity');
    expect(podOf(all, 'capacity').metadata.labels).toMatchObject(service.spec.selector);
    expect(read('kustomization.yaml')).toContain('--metrics=dns+http://capacity.nlu.svc:9090/metrics');
  });

  it('steers only with the component for it: by a token, a key and the login of the deployer', async () => {
    expect(secretsOf(rendered('console'))).toEqual(['console-tls']);
    const all = rendered('console', 'console-steering');
    for (const manifest of all.filter(({ metadata }) => metadata.name === 'console')) {
      expect(await faultsOf(manifest), manifest.kind).toEqual([]);
    }
    const { args, volumeMounts } = containerOf(all, 'console');
    const options = await optionsOf(args);
    expect(options).toMatchObject({
      ...{ steerTokenFile: '/steer/token', signWith: '/keys/deploy.key', tlsCert: '/tls/tls.crt' },
      ...{ natsCertificate: '/deployer-tls/tls.crt', natsKey: '/deployer-tls/tls.key', nats: SERVERS },
    });
    expect(secretsOf(all)).toEqual(['console-tls', 'console-steer', 'deploy-key', 'deployer-tls']);
    const files = Object.values(options).filter((value) => typeof value === 'string' && value.startsWith('/'));
    const isMounted = (file: string) => volumeMounts.some(({ mountPath }) => file.startsWith(`${mountPath}/`));
    expect(files.filter((file) => !isMounted(file))).toEqual([]);
  });
});
