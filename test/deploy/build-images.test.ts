import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { projectRoot } from '../../serving/project.js';
import { readContainerfile } from './containerfile.js';

const root = projectRoot();
const script = join('deploy', 'build-images.sh');
const build = (args: readonly string[], environment: NodeJS.ProcessEnv = {}) =>
  spawnSync('sh', [script, ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, DRY_RUN: '1', ...environment },
  });
const pinned = `docker.io/library/node@sha256:${'ab'.repeat(32)}`;

it('builds each image with one pinned base, and pushes it with an SBOM where there is a registry', () => {
  const { status, stdout } = build(['1.2.3', 'r.test/nlu'], { NODE_IMAGE: pinned });
  expect(status).toBe(0);
  const builds = stdout.split('\n').filter((line) => line.startsWith('docker '));
  const stages = readContainerfile(readFileSync(join(root, 'deploy', 'Containerfile'), 'utf8'));
  for (const [index, target] of ['gateway', 'domain', 'tools'].entries()) {
    expect(stages.some(({ name }) => name === target)).toBe(true);
    const tag = `-t r.test/nlu/nlu-reranker-${target}:1.2.3 --push --sbom=true --provenance=mode=max .`;
    expect(builds[index]).toContain(`--target ${target} --build-arg NODE_IMAGE=${pinned} `);
    expect(builds[index]).toContain(tag);
  }
  expect(builds).toHaveLength(3);
});

it('loads them plain where there is none', () => {
  const { stdout } = build(['1.2.3'], { NODE_IMAGE: pinned });
  expect(stdout).toContain('-t nlu-reranker-gateway:1.2.3 --load .');
  expect(stdout).not.toContain('--push');
});

it('takes no base by a tag, and asks for what is missing', () => {
  const byTag = build(['1.2.3'], { NODE_IMAGE: 'docker.io/library/node:24' });
  expect([byTag.status, byTag.stdout]).toEqual([1, '']);
  expect(byTag.stderr).toContain('is a tag, which moves; give NAME@sha256:...');
  expect(build([]).status).not.toBe(0);
});

it('every base of the Containerfile is the argument that the script pins', () => {
  const text = readFileSync(join(root, 'deploy', 'Containerfile'), 'utf8');
  const own = readContainerfile(text).map(({ name }) => name);
  const bases = [...text.matchAll(/^FROM (\S+) AS/gmu)].map(([, base = '']) => base);
  const foreign = bases.filter((base) => !own.includes(base));
  expect(foreign.map((base) => base.slice(1))).toEqual(['{NODE_IMAGE}', '{NODE_IMAGE}', '{NODE_IMAGE}']);
});

it('the SBOM has what production has, and no more', { timeout: 60_000 }, () => {
  const args = ['sbom', '--sbom-format', 'cyclonedx', '--omit', 'dev', '--package-lock-only'];
  const { status, stdout } = spawnSync('npm', args, { cwd: root, encoding: 'utf8' });
  expect(status).toBe(0);
  const { components } = JSON.parse(stdout) as { components: { name: string }[] };
  const names = components.map(({ name }) => name);
  expect(names).toContain('onnxruntime-node');
  expect(names.filter((name) => /^(?:vega|vitest|typescript|rolldown)/u.test(name))).toEqual([]);
  const readsLock = readFileSync(join(root, script), 'utf8');
  expect(readsLock).toContain(`npm ${args.join(' ')}`);
});

it("the workflow builds a tag's images by the script", () => {
  const workflow = parse(readFileSync(join(root, '.github', 'workflows', 'images.yaml'), 'utf8'));
  expect(workflow.on.push.tags).toEqual(['v*']);
  const commands = (workflow.jobs.images.steps as { run: string }[]).map(({ run }) => run);
  expect(commands.some((run) => run.startsWith(`sh ${script} `))).toBe(true);
});

it('tests run on each version of Node that package.json names', () => {
  const { jobs } = parse(readFileSync(join(root, '.github', 'workflows', 'tests.yaml'), 'utf8'));
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const majors = [...engines.node.matchAll(/(?:\^|>=)(\d+)/gu)].map(([, major]: string[]) => major);
  expect(jobs.tests.strategy.matrix.node.map((version: string) => version.split('.')[0])).toEqual(majors);
  expect(jobs.tests.steps.at(-1).run).toContain('.ci/run');
});
