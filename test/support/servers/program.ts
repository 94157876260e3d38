import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { projectRoot } from '../../../serving/project.js';

/** A program from dist/ that runs as a process. */
export interface Program {
  readonly process: ChildProcess;
  /** The first line on standard output; rejects with what standard error holds when there will be none. */
  readonly firstLine: Promise<string>;
  /** Exit code or signal, and everything that was written. */
  readonly ended: Promise<{ code: number | null; signal: string | null; stdout: string; stderr: string }>;
}

/** Starts `dist/<script>`; killed when the test ends. Nothing of the test's environment is passed on but the PATH. */
export function startProgram(script: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): Program {
  const env = { PATH: process.env.PATH, ...environment };
  return startProcess(process.execPath, [join(projectRoot(), 'dist', script), ...args], { env });
}

/** Starts any command; killed when the test ends. */
export function startProcess(
  command: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env: NodeJS.ProcessEnv },
): Program {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let stdout = '';
  let stderr = '';
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  const firstLine = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (text) => {
      stdout += text;
      if (stdout.includes('\n')) resolve(stdout.slice(0, stdout.indexOf('\n')));
    });
    child.once('close', () => reject(new Error(`no line was printed; standard error: ${stderr}`)));
  });
  firstLine.catch(() => {});
  const ended = new Promise<Awaited<Program['ended']>>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return { process: child, firstLine, ended };
}
