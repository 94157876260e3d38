import { execFileSync } from 'node:child_process';
import { projectRoot } from '../../serving/project.js';

/** Builds dist/ before the tests: those of whole processes start them from there, as users do. */
export default function build(): void {
  execFileSync(process.execPath, ['build.mjs'], { cwd: projectRoot(), stdio: 'inherit' });
}
