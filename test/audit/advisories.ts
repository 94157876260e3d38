import { execFile } from 'node:child_process';
import { projectRoot } from '../../serving/project.js';

/** What the registry knows against the packages in production. */
export type Advisories =
  | { readonly asked: true; readonly found: number; readonly report: string }
  /** The registry does not answer such questions: nothing is known, which is not the same as nothing found. */
  | { readonly asked: false; readonly why: string };

/** Asks by `npm audit --omit=dev`. */
export function advisories(): Promise<Advisories> {
  return new Promise((resolve) => {
    execFile('npm', ['audit', '--omit=dev', '--json'], { cwd: projectRoot() }, (_, stdout) => {
      resolve(readAdvisories(stdout));
    });
  });
}

/** Reads what `npm audit --json` prints. */
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
