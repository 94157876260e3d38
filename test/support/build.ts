import { execFileSync } from 'node:child_process';
import { projectRoot } from '../../serving/project.js';

/** Builds dist/ before the tests; incremental, so that it takes a second or two when little changed. */
export default function build(): void {
  execFileSync('npm', ['run', '-s', 'build'], { cwd: projectRoot(), stdio: 'inherit' });
}
