import { NluError } from '../../serving/errors.js';
import { PRIORS, type PriorTable } from '../answer/prior-table.js';

/** The table that one request goes by from beginning to end. */
export interface PriorLease {
  readonly table: PriorTable;
  /** The bundle version; empty for a table that is of no bundle. */
  readonly version: string;
  end(): void;
}

/** The context priors in force. */
export interface PriorVersions {
  /** Begins to take deployed tables; `address` is where status says that this gateway serves. */
  start(address: string): Promise<void>;
  /** Those in force, or the loaded version that is named. Throws FAILED_PRECONDITION for one that is not loaded. */
  lease(version: string): PriorLease;
  close(): Promise<void>;
}

/** One table for good. */
export function fixedPriors(table: PriorTable): PriorVersions {
  return {
    start: async () => {},
    lease(version) {
      if (version !== '') throw notLoaded(version, 'this gateway takes no bundles of priors');
      return { table, version, end: () => {} };
    },
    close: async () => {},
  };
}

/** A pinned version that cannot be had is the request's fault. */
export function notLoaded(version: string, why: string): NluError {
  return new NluError('FAILED_PRECONDITION', `versions["${PRIORS}"]: ${version} cannot be had: ${why}`);
}
