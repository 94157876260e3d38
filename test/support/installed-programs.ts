import { execFileSync } from 'node:child_process';

/** Whether a program can be run here: tests that need one are skipped where it cannot. */
export function isInstalled(program: string, args: readonly string[] = ['--version']): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Says once, at the end of a run, what was missing and what installs it. */
export default function missingPrograms(): () => void {
  return () => {
    if (isInstalled('nats-server')) return;
    process.stdout.write(
      '\nnats-server is missing, so the tests that need it were skipped. To install it: npm run nats:install\n',
    );
  };
}
