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

/** What tests need and may lack, with the command that installs it. */
const PROGRAMS: Readonly<Record<string, string>> = {
  'nats-server': 'npm run nats:install',
  prometheus: 'apt-get install prometheus, which has promtool too',
  promtool: 'apt-get install prometheus',
  chromium: 'apt-get install chromium',
};

/** Says at the end of a run, once for all projects, what was missing and what installs it. */
export default function missingPrograms(project: TestProject): (() => void) | undefined {
  if (project !== project.vitest.projects[0]) return undefined;
  const missing = Object.entries(PROGRAMS).filter(([program]) => !isInstalled(program));
  if (missing.length === 0) return undefined;
  return () => {
    for (const [program, how] of missing) {
      process.stdout.write(`\n${program} is missing, so the tests that need it were skipped. To install it: ${how}\n`);
    }
  };
}
