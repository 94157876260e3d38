import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { invocation } from '../../cli/invocation.js';
import { temporaryFolder } from '../support/files.js';

it("a command is typed as where it runs: in a clone, as an installed package, in the tools' image", () => {
  const [clone, image] = [temporaryFolder(), temporaryFolder()];
  writeFileSync(join(clone, 'build.mjs'), '');
  const installed = join(clone, 'node_modules', 'nlu-reranker');
  mkdirSync(installed, { recursive: true });
  expect(invocation('train', 'music', clone)).toBe('npm run train -- music');
  expect(invocation('train', 'music', installed)).toBe('npx nlu-reranker train music');
  expect(invocation('train', 'music', image)).toBe('nlu-reranker train music');
});
