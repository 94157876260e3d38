import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { parse, stringify } from 'yaml';
import { withDomain } from './nats-logins.mjs';

/**
 * node deploy/generate.mjs [OVERLAY]
 * Makes what kustomize cannot: of an overlay's values.yaml its folder generated, with the images, the trusted keys, and every
 * further domain's workload, address at the gateway, login at NATS and certificate. Without OVERLAY it makes the example's, and
 * the PrometheusRule of deploy/alerts.yaml. test/deploy/overlay.test.ts holds what is committed to it.
 */

const deploy = import.meta.dirname;
const HEAD = '# Made by deploy/generate.mjs; change values.yaml instead.\n';
/** What kustomize and NATS take for a name, and the project for a domain. */
const DOMAIN = /^[a-z][a-z0-9-]{0,31}$/;

/** Every file of an overlay's folder generated, by its path in there. */
export function generated(overlay) {
  const { registry, tag, trust, domains = [], certificates = true } = valuesOf(join(overlay, 'values.yaml'));
  const base = (from) => relative(from, join(deploy, 'base'));
  const folder = join(overlay, 'generated');
  const args = (flags) => flags.map((value) => ({ op: 'add', path: `${CONTAINER}/args/-`, value }));
  const trusted = trust.flatMap((key) => ['--trust', key]);
  const metrics = domains.map((name) => `--metrics=dns+http://${name}.nlu.svc:9090/metrics`);
  const addresses = domains.flatMap((name) => ['--add-domain', `${name}=dns:///${name}.nlu.svc:50051`]);
  const files = {
    'kustomization.yaml': {
      apiVersion: 'kustomize.config.k8s.io/v1alpha1',
      kind: 'Component',
      resources: [...domains, ...(certificates && domains.length > 0 ? ['certificates.yaml'] : [])],
      configMapGenerator: [{ name: 'nats-config', behavior: 'merge', files: ['nats.conf'] }],
      labels: [{ pairs: { 'app.kubernetes.io/part-of': 'nlu-reranker' } }],
      images: IMAGES.map((name) => ({ name, newName: `${registry}/${name}`, newTag: tag })),
      patches: [
        { target: { kind: 'Deployment', labelSelector: 'nlu/role=domain' }, patch: stringify(args(trusted)) },
        { target: { kind: 'Deployment', name: 'gateway' }, patch: stringify(args([...trusted, ...addresses])) },
        // Where the component capacity is taken.
        { target: { kind: 'Deployment', name: 'capacity' }, patch: stringify(args(trusted)) },
        // And console.
        ...(metrics.length > 0
          ? [{ target: { kind: 'Deployment', name: 'console' }, patch: stringify(args(metrics)) }]
          : []),
      ],
    },
  };
  if (certificates && domains.length > 0) files['certificates.yaml'] = domains.map(certificateOf);
  for (const name of domains) {
    files[`${name}/kustomization.yaml`] = {
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      resources: ['values.yaml'],
      components: [join(base(join(folder, name)), 'domain')],
    };
    files[`${name}/values.yaml`] = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: `${name}-values`, annotations: { 'config.kubernetes.io/local-config': 'true' } },
      data: { name },
    };
  }
  const shipped = readFileSync(join(deploy, 'base', 'nats', 'nats.conf'), 'utf8');
  const texts = Object.entries(files).map(([file, content]) => {
    const documents = [content].flat().map((one) => stringify(one, { lineWidth: 0 }));
    return [file, HEAD + documents.join('---\n')];
  });
  return new Map([...texts, ['nats.conf', HEAD + domains.reduce(withDomain, shipped)]]);
}

/** The PrometheusRule with the rules of alerts.yaml. */
export function prometheusRule() {
  const { groups } = parse(readFileSync(join(deploy, 'alerts.yaml'), 'utf8'));
  const rule = {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name: 'nlu-reranker' },
    spec: { groups },
  };
  return `# Made by deploy/generate.mjs of deploy/alerts.yaml; change that instead.\n${stringify(rule, { lineWidth: 0 })}`;
}

const IMAGES = ['nlu-reranker-gateway', 'nlu-reranker-domain', 'nlu-reranker-tools'];
const CONTAINER = '/spec/template/spec/containers/0';

function valuesOf(file) {
  const values = parse(readFileSync(file, 'utf8'));
  const fail = (problem) => {
    throw new Error(`${file}: ${problem}`);
  };
  for (const key of ['registry', 'tag']) if (typeof values[key] !== 'string') fail(`${key}: give a text`);
  if (!Array.isArray(values.trust) || values.trust.length === 0) fail('trust: give the public keys, at least one');
  for (const name of values.domains ?? []) {
    if (!DOMAIN.test(name)) fail(`domains: ${name} is no name; lower-case letters, digits and hyphens, 32 at most`);
    if (SHIPPED.includes(name)) fail(`domains: ${name} is in the base already`);
  }
  return values;
}

const SHIPPED = [
  'music',
  'books',
  'video',
  'gateway',
  'capacity',
  'forecast',
  'nats',
  'deployer',
  'orchestrator',
  'console',
];

/** As those of components/cert-manager. */
function certificateOf(name) {
  const file = join(deploy, 'components', 'cert-manager', 'certificates.yaml');
  const [first] = readFileSync(file, 'utf8').split('---\n');
  return parse(first.replaceAll(parse(first).metadata.name, name));
}

if (resolve(process.argv[1] ?? '') === import.meta.filename) {
  const [, , overlay] = process.argv;
  try {
    write(overlay ?? join(deploy, 'overlays', 'example'));
    if (overlay === undefined) {
      writeFileSync(join(deploy, 'components', 'prometheus-operator', 'prometheus-rule.yaml'), prometheusRule());
    }
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

function write(overlay) {
  const files = generated(resolve(overlay));
  const folder = join(overlay, 'generated');
  rmSync(folder, { recursive: true, force: true });
  for (const [file, text] of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
}
