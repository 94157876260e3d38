import { NluError } from '../../serving/errors.js';
import type { PriorTable } from '../answer/priors/prior-table.js';

/** The name that tables of priors are deployed under, where a bundle has a domain's. */
export const PRIORS = 'priors';

/** The table of one request, from its beginning to its end. */
export interface PriorLease {
  readonly table: PriorTable;
  /** The bundle's version; empty for a table from a file. */
  readonly version: string;
  end(): void;
}

/** The tables of priors that are loaded, one of them in force. */
export interface PriorVersions {
  /** Begins to take deployed tables; `address` is where status says that this gateway serves. */
  start(address: string): Promise<void>;
  /**
   * Takes the table in force, or the loaded version that is named.
   * @param version empty: the one in force
   * @throws NluError FAILED_PRECONDITION for a version that is not loaded
   */
  lease(version: string): PriorLease;
  close(): Promise<void>;
}

/** One table that stays in force for good. */
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

/** The error of a request that pins a version which is not loaded. */
export function notLoaded(version: string, why: string): NluError {
  return new NluError('FAILED_PRECONDITION', `versions["${PRIORS}"]: ${version} cannot be had: ${why}`);
}
