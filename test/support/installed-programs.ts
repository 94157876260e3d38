import { execFileSync } from 'node:child_process';
import type { TestProject } from 'vitest/node';

/** Whether a program can be run here: tests that need one are skipped where it cannot. */
export function isInstalled(program: string, args: readonly string[] = ['--version']): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Says at the end of a run, once for all projects, what was missing and what installs it. */
export default function missingPrograms(project: TestProject): (() => void) | undefined {
  if (project !== project.vitest.projects[0] || isInstalled('nats-server')) return undefined;
  return () => {
    process.stdout.write(
      '\nnats-server is missing, so the tests that need it were skipped. To install it: npm run nats:install\n',
    );
  };
}
