import { execFile } from 'node:child_process';
import { projectRoot } from '../../serving/project.js';

/** Known vulnerabilities of the packages in production, as the registry reports them. */
export type Advisories =
  | { readonly asked: true; readonly found: number; readonly report: string }
  /** The registry does not answer such questions: that nothing is known does not mean that nothing was found. */
  | { readonly asked: false; readonly why: string };

/** Asks the registry by `npm audit --omit=dev`. */
export function advisories(): Promise<Advisories> {
  return new Promise((resolve) => {
    execFile('npm', ['audit', '--omit=dev', '--json'], { cwd: projectRoot() }, (_, stdout) => {
      resolve(readAdvisories(stdout));
    });
  });
}

/** Reads the output of `npm audit --json`. */
export function readAdvisories(output: string): Advisories {
  let answer: { metadata?: { vulnerabilities?: { total?: number } }; message?: string };
  try {
    answer = JSON.parse(output);
  } catch {
    return { asked: false, why: 'npm audit printed no JSON' };
  }
  const found = answer.metadata?.vulnerabilities?.total;
  if (found === undefined) return { asked: false, why: answer.message ?? 'npm audit gave no figures' };
  return { asked: true, found, report: output };
}
