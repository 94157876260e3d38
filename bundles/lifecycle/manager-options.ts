import type { Envelope } from '../format/envelope.js';
import type { Releasable } from './handle.js';
import type { Loader } from './loader.js';
import type { Source } from './source.js';
import type { VersionReport } from './version-record.js';

/** What a manager works with. */
export interface ManagerOptions<S extends Releasable, M extends Envelope> {
  readonly source: Source;
  readonly loader: Loader<S, M>;
  /** Number of versions that stay loaded, the active one included; at least 1. */
  readonly keep: number;
  /**
   * Rest after a successful load, as a multiple of its time; none when absent. After a refused one there is no rest.
   */
  readonly rest?: number;
  /** The clock: Unix time in ms. */
  readonly now: () => number;
  /** Called after every change of a state. */
  readonly onChange?: (report: VersionReport) => void;
  /** Called with whatever keeps the source from naming a target, and with defects. */
  readonly onProblem?: (error: unknown) => void;
}
