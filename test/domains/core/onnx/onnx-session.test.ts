import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { projectRoot } from '../../../../serving/project.js';
import { GraphBuilder } from '../../../../training/export/onnx-graph.js';

test('onnxruntime leaves no records of what it loads in the home folder', async () => {
  const home = await mkdtemp(join(tmpdir(), 'nlu-home-'));
  try {
    const graph = new GraphBuilder();
    graph.node('Identity', [graph.input('x', 'float', [1])], 'y');
    graph.output('y', 'float', [1]);
    await writeFile(join(home, 'graph.onnx'), graph.build('one'));
    const module = join(projectRoot(), 'dist', 'domains', 'core', 'onnx', 'onnx-session.js');
    const script = `const { createSession } = await import(${JSON.stringify(module)});
      await createSession((await import('node:fs')).readFileSync('graph.onnx'));`;
    const { ORT_DISABLE_TELEMETRY: _, XDG_CACHE_HOME: __, ...environment } = process.env;
    await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
      cwd: home,
      env: { ...environment, HOME: home },
    });
    expect(await readdir(home)).toEqual(['graph.onnx']);
  } finally {
    await rm(home, { recursive: true });
  }
});
