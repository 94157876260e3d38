import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Stack, startStack } from '../../cli/stack/stack.js';
import { projectRoot } from '../../serving/project.js';
import { type Consumer, installPackage } from '../support/installed-package.js';
import { serverlessAddress } from '../support/servers/addresses.js';

const examples = join(projectRoot(), 'docs', 'examples');
const tsc = join(projectRoot(), 'node_modules', '.bin', 'tsc');

/** A Python that has grpcio, if there is one. */
const python = ['python3', '/usr/bin/python3'].find((each) => spawnSync(each, ['-c', 'import grpc']).status === 0);

const proto = join(projectRoot(), 'proto');
const protos = ['gateway', 'domain', 'description', 'hypothesis', 'preference'].map(
  (name) => `${proto}/nlu/v1/${name}.proto`,
);

/** Makes Python modules of the proto files in either of the ways that the example names; false where neither is installed. */
function makeModules(out: string): boolean {
  const args = ['-I', proto, `--python_out=${out}`];
  const plugin = spawnSync('which', ['grpc_python_plugin'], { encoding: 'utf8' }).stdout?.trim();
  const ways = [
    [python ?? '', '-m', 'grpc_tools.protoc', ...args, `--grpc_python_out=${out}`],
    ['protoc', ...args, `--grpc_out=${out}`, `--plugin=protoc-gen-grpc=${plugin}`],
  ];
  return ways.some(([program = '', ...way]) => spawnSync(program, [...way, ...protos]).status === 0);
}

const modules = mkdtempSync(join(tmpdir(), 'nlu-python-'));
const hasPython = python !== undefined && makeModules(modules);

let consumer: Consumer;
let stack: Stack;

beforeAll(async () => {
  consumer = installPackage();
  stack = await startStack();
});

afterAll(async () => {
  await stack?.stop();
  consumer?.remove();
  rmSync(modules, { recursive: true, force: true });
});

/** What a program prints, and how it ends. */
function run(program: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: consumer.folder, encoding: 'utf8' });
  return { code: status, stdout, stderr };
}

describe('the installed package', () => {
  test('has a command line that finds its bundles', () => {
    const { bin } = JSON.parse(readFileSync(join(consumer.installed, 'package.json'), 'utf8'));
    const main = join(consumer.installed, bin['nlu-reranker']);
    expect(readFileSync(main, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/u);
    expect(run(process.execPath, main, '--help')).toMatchObject({ code: 0, stderr: '' });
    const interpreted = run(process.execPath, main, 'interpret', 'find the novel dune');
    expect(interpreted).toMatchObject({ code: 0, stderr: '' });
    expect(interpreted.stdout).toContain('ACCEPT');
  });

  test('has the proto files, under their names', () => {
    const script = `console.log(import.meta.resolve('nlu-reranker/proto/nlu/v1/gateway.proto'))`;
    const { stdout } = run(process.execPath, '--input-type=module', '--eval', script);
    expect(existsSync(new URL(stdout.trim()))).toBe(true);
  });

  test('says before any work what draws the pictures of a report, where that is not installed', () => {
    const main = join(consumer.installed, 'dist', 'cli', 'main.js');
    expect(run(process.execPath, main, 'evaluate', '--report', 'out')).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'pictures are drawn by vega and vega-lite, which are not installed; install them with: npm install vega@6 vega-lite@6\n',
    });
  });

  test('has neither tests nor benchmarks', () => {
    expect(existsSync(join(consumer.installed, 'dist', 'test'))).toBe(false);
    expect(existsSync(join(consumer.installed, 'test'))).toBe(false);
  });
});

describe('the TypeScript example', () => {
  beforeAll(() => {
    copyFileSync(join(examples, 'call-gateway.ts'), join(consumer.folder, 'call-gateway.ts'));
    const compilerOptions = {
      target: 'es2022',
      module: 'nodenext',
      types: ['node'],
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      verbatimModuleSyntax: true,
      skipLibCheck: false,
    };
    writeFileSync(join(consumer.folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
  });

  test('is type-checked strictly, declarations of packages included, and runs', async () => {
    expect(run(tsc, '-p', '.')).toEqual({ code: 0, stdout: '', stderr: '' });
    const address = stack.gateway;
    const { code, stdout, stderr } = run(process.execPath, 'call-gateway.js', 'find the novel dune', address);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^do: books\.SearchCreativeWork .*="dune"\n/u);
    expect(stdout).toMatch(/^music: OK, \d+ intents$/mu);
    const dialogue = spawnSync(process.execPath, ['call-gateway.js', 'play purple rain', address], {
      cwd: consumer.folder,
      encoding: 'utf8',
      input: 'what did you say\nthe second one\nnever read\n',
    });
    expect(dialogue).toMatchObject({ status: 0, stderr: '' });
    expect(dialogue.stdout).toMatch(/^ask: .*\nask: .*\ndo: .*="purple rain"\nbooks: OK/mu);
    expect(run(process.execPath, 'call-gateway.js', 'set a timer for ten minutes', address).stdout).toMatch(
      /^leave it to another assistant\n/u,
    );
  });

  test('says what is wrong when there is no gateway', async () => {
    const nobody = await serverlessAddress();
    const { code, stderr } = run(process.execPath, 'call-gateway.js', 'play', nobody);
    expect(code).toBe(1);
    expect(stderr).toMatch(new RegExp(`^UNAVAILABLE from ${nobody}: `, 'u'));
  });
});

describe('the Python example', () => {
  test.skipIf(!hasPython)('runs on modules made of the proto files (needs grpcio, and its tools or plugin)', () => {
    const script = join(modules, 'call_gateway.py');
    copyFileSync(join(examples, 'call_gateway.py'), script);
    const { code, stdout, stderr } = run(python ?? '', script, 'find the novel dune', stack.gateway);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^do: books\.SearchCreativeWork .*="dune"\n/u);
    expect(stdout).toMatch(/^music: OK, \d+ intents$/mu);
  });

  test('names only what the proto files have', () => {
    const source = readFileSync(join(examples, 'call_gateway.py'), 'utf8');
    const text = readFileSync(join(proto, 'nlu', 'v1', 'gateway.proto'), 'utf8');
    const names = [...source.matchAll(/gateway_pb2\.(\w+)/gu)].map(([, name]) => name);
    expect(names.length).toBeGreaterThan(3);
    for (const name of names) expect(text).toMatch(new RegExp(`\\b${name}\\b`, 'u'));
  });
});
