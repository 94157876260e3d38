import { sep } from 'node:path';
import { projectRoot } from '../serving/project.js';

/** How a command is typed where this one runs: by npm's scripts in a clone, by the package's name where it is installed. */
export function invocation(command: string, args: string, root = projectRoot()): string {
  const isInstalled = root.split(sep).includes('node_modules');
  return isInstalled ? `npx nlu-reranker ${command} ${args}` : `npm run ${command} -- ${args}`;
}
