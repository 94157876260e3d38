import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../../serving/project.js';

test('the root is the folder that holds the proto files', () => {
  expect(existsSync(join(projectRoot(), 'proto', 'nlu', 'v1', 'gateway.proto'))).toBe(true);
});

test('it is found from any folder below', () => {
  expect(projectRoot(join(projectRoot(), 'proto', 'rpc'))).toBe(projectRoot());
});

test('a folder outside of the project is refused', () => {
  expect(() => projectRoot(tmpdir())).toThrow('package.json of nlu-reranker');
});
