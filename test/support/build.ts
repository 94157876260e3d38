import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../../proto/project.js';

/** Builds dist/ before the tests; incremental, so that it takes well under a second when little changed. */
export default function build(): void {
  const tsc = join(projectRoot(), 'node_modules', 'typescript', 'bin', 'tsc');
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: projectRoot(), stdio: 'inherit' });
}
