import { logTextOf } from '../../serving/errors.js';
import type { Log } from '../../serving/observability/log.js';
import { NothingDeployed } from './source.js';
import type { VersionReport } from './version-record.js';

/** Receives what becomes of a process's versions. */
export interface VersionLog {
  onChange(report: VersionReport): void;
  onProblem(error: unknown): void;
}

/** Writes what becomes of the versions to the process's log. */
export function versionLog(log: Log, domain: string): VersionLog {
  return {
    onChange({ version, digest, state: { name: state, ...details } }) {
      log[state === 'refused' ? 'error' : 'info'](
        { domain, version, digest, state, ...details },
        `version is ${state}`,
      );
    },
    onProblem(error) {
      log[error instanceof NothingDeployed ? 'info' : 'error']({ domain }, logTextOf(error));
    },
  };
}
