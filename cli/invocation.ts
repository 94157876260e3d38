import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import { projectRoot } from '../serving/project.js';

/**
 * How a command is typed where this one runs: by npm's scripts in a clone, by the package's name where it is installed, and by
 * its own name in the tools' image, which has neither sources nor npm's scripts.
 */
export function invocation(command: string, args: string, root = projectRoot()): string {
  const isInstalled = root.split(sep).includes('node_modules');
  if (!isInstalled && !existsSync(join(root, 'build.mjs'))) return `nlu-reranker ${command} ${args}`.trim();
  return isInstalled ? `npx nlu-reranker ${command} ${args}` : `npm run ${command} -- ${args}`;
}
