import { NluError } from '../../serving/errors.js';
import type { Log } from '../../serving/observability/log.js';
import type { VersionReport } from './version-record.js';

/** Hears what becomes of a process's versions. */
export interface VersionLog {
  onChange(report: VersionReport): void;
  onProblem(error: unknown): void;
}

/** Writes it to the process's log. */
export function versionLog(log: Log, domain: string): VersionLog {
  return {
    onChange({ version, digest, state: { name: state, ...details } }) {
      log[state === 'refused' ? 'error' : 'info'](
        { domain, version, digest, state, ...details },
        `version is ${state}`,
      );
    },
    onProblem(error) {
      // What an operator can mend needs no stack.
      const isOurs = error instanceof Error && !(error instanceof NluError);
      const message = isOurs ? (error.stack ?? error.message) : error instanceof Error ? error.message : String(error);
      log.error({ domain }, message);
    },
  };
}
