import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { learnCommand } from '../../cli/commands/training/learn.js';
import { domainFolders } from '../../domains/core/schema/domain-folders.js';
import { projectRoot } from '../../serving/project.js';
import { faultsOf, type Manifest } from './kubernetes-schema.js';

interface LearningJob extends Manifest {
  readonly spec: {
    readonly concurrencyPolicy: string;
    readonly jobTemplate: { readonly spec: { readonly backoffLimit: number; readonly template: Pod } };
  };
}
interface Pod {
  readonly metadata: { readonly labels: Readonly<Record<string, string>> };
  readonly spec: {
    readonly containers: readonly { readonly image: string; readonly args: readonly string[] }[];
    readonly volumes: readonly { readonly secret?: { readonly secretName: string } }[];
  };
}

const file = join(projectRoot(), 'deploy', 'components', 'learning', 'jobs.yaml');
const jobs = parseAllDocuments(readFileSync(file, 'utf8')).map((one) => one.toJS() as LearningJob);

it('keep to the Kubernetes schemas', async () => {
  for (const job of jobs) expect(await faultsOf(job), job.metadata.name).toEqual([]);
});

it('are one for each domain that ships, at most one of each at a time', () => {
  expect(jobs.map(({ metadata }) => metadata.name).sort()).toEqual(domainFolders().map(({ name }) => `learn-${name}`));
  for (const { spec } of jobs) {
    expect(spec.concurrencyPolicy).toBe('Forbid');
    // A gate's refusal stands until there is more use.
    expect(spec.jobTemplate.spec.backoffLimit).toBe(0);
  }
});

it('learn what their name says, by options that there are, signed, as deployers', () => {
  const { options } = learnCommand();
  for (const { metadata, spec } of jobs) {
    const { metadata: pod, spec: run } = spec.jobTemplate.spec.template;
    expect(pod.labels['nlu/role']).toBe('deployer');
    const [{ args, image }] = run.containers as [(typeof run.containers)[0]];
    expect(image).toBe('nlu-reranker-tools');
    expect(args.slice(0, 2)).toEqual(['learn', metadata.name!.replace('learn-', '')]);
    const flags = args.filter((arg) => arg.startsWith('--')).map((arg) => arg.split('=')[0]);
    expect(flags).toEqual(expect.arrayContaining(['--auto', '--events', '--events-key', '--sign-with']));
    expect(flags.filter((flag) => !options.some(({ long }) => long === flag))).toEqual([]);
    const secrets = run.volumes.flatMap(({ secret }) => secret?.secretName ?? []);
    expect(secrets).toEqual(['deployer-tls', 'deploy-key', 'events-key']);
  }
});
