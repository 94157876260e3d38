import { NluError } from '../../serving/errors.js';

/** The table of one request, from its beginning to its end. */
export interface TableLease<Table> {
  readonly table: Table;
  /** The bundle's version; empty for a table from a file. */
  readonly version: string;
  end(): void;
}

/** The tables of one kind that are loaded, one of them in force. */
export interface TableVersions<Table> {
  /** Begins to take deployed tables; `address` is where status says that this gateway serves. */
  start(address: string): Promise<void>;
  /**
   * Takes the table in force, or the loaded version that is named.
   * @param version empty: the one in force
   * @throws NluError FAILED_PRECONDITION for a version that is not loaded
   */
  lease(version: string): TableLease<Table>;
  close(): Promise<void>;
}

/**
 * One table that stays in force for good.
 * @param name what such tables are deployed under
 */
export function fixedTable<Table>(name: string, table: Table): TableVersions<Table> {
  return {
    start: async () => {},
    lease(version) {
      if (version !== '') throw notLoaded(name, version, `this gateway takes no bundles of ${name}`);
      return { table, version, end: () => {} };
    },
    close: async () => {},
  };
}

/** The error of a request that pins a version which is not loaded. */
export function notLoaded(name: string, version: string, why: string): NluError {
  return new NluError('FAILED_PRECONDITION', `versions["${name}"]: ${version} cannot be had: ${why}`);
}
