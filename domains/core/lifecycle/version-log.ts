import { NluError } from '../../../proto/errors.js';
import type { VersionReport } from './version-record.js';

/** Where a process writes what becomes of its versions: lines of JSON on standard error. */
export interface VersionLog {
  onChange(report: VersionReport): void;
  onProblem(error: unknown): void;
}

export function versionLog(domain: string): VersionLog {
  const log = (line: object) => process.stderr.write(`${JSON.stringify(line)}\n`);
  return {
    onChange({ version, digest, state: { name: state, ...details } }) {
      log({ level: state === 'refused' ? 'error' : 'info', domain, version, digest, state, ...details });
    },
    onProblem(error) {
      // What an operator can mend needs no stack.
      const isOurs = error instanceof Error && !(error instanceof NluError);
      const message = isOurs ? (error.stack ?? error.message) : error instanceof Error ? error.message : String(error);
      log({ level: 'error', domain, message });
    },
  };
}
