import { NluError } from '../../serving/errors.js';
import type { TargetTrial } from './trials/trial.js';

/** The version that a source wants active. */
export interface Target {
  readonly version: string;
  /** The digest that the bundle must have; absent for sources that do not know it before the fetch. */
  readonly digest?: string;
  /** SHA-256 of the bundle's file, where the source knows it before the fetch. */
  readonly object?: string;
  /** Who deployed it and why, for reports. */
  readonly reason?: string;
  /** How it is tried, of a candidate; absent: it is only held warm. */
  readonly trial?: TargetTrial;
}

/** A source has no target yet, as is usual before a first deployment: no fault, though the process is not ready. */
export class NothingDeployed extends NluError {
  constructor(place: string) {
    super('NOT_FOUND', `${place}: nothing was deployed yet`);
  }
}

/** A bundle's file, unverified. */
export interface BundleFile {
  readonly bytes: Uint8Array;
  /** SHA-256 of the bytes, where whoever read them computed it. */
  readonly sha256?: string;
}

/** A file in a folder. */
export interface FolderPlace {
  readonly folder: string;
  readonly version: string;
  /** The size of the largest file that is read; absent: that of a domain's bundle. */
  readonly mostBytes?: number | undefined;
}

/** An object of the store, by its name. */
export interface StorePlace {
  readonly object: string;
}

/**
 * Reads a bundle's file. Rejects soon after `signal` aborts.
 * @returns undefined when the store has no object of that name
 * @throws NluError NOT_FOUND for a file that is not there; UNAVAILABLE for one that cannot be read, and while the store
 *   cannot be reached; RESOURCE_EXHAUSTED for an object over the limit, which is not read; BundleRefused 'size' for such a
 *   file
 */
export type ReadFile<Place = FolderPlace | StorePlace> = (
  place: Place,
  signal: AbortSignal,
) => Promise<BundleFile | undefined>;

/** Receives what a source finds. */
export interface SourceListener {
  /**
   * `target` is to be active. Each call replaces the last. Naming the same target again gives it another chance if it
   * was refused.
   */
  aspire(target: Target): void;
  /** `target` may soon be named: it is to be loaded and held warm. Each call replaces the last; undefined: nothing is. */
  prepare(target: Target | undefined): void;
  /** Something keeps the source from naming a target. It goes on watching. */
  problem(error: Error): void;
}

/**
 * Provides bundles, and decides which version is to be active. A source is cheap to make; its work begins with
 * `start`.
 */
export interface Source {
  /** Where the bundles are, for people. */
  readonly place: string;
  /** Begins to name targets. Resolves once the source has named a first one or knows that it has to wait. */
  start(listener: SourceListener): Promise<void>;
  /**
   * The file of a bundle. Rejects soon after `signal` aborts.
   * @throws NluError UNAVAILABLE or DEADLINE_EXCEEDED when another attempt may help; another code when it will not
   */
  fetch(target: Target, signal: AbortSignal): Promise<BundleFile>;
  /**
   * Called when a target has become active, so that a source may keep its bundle for a start without its origin.
   * @param file the bundle's; absent when the target was loaded before and is active again
   */
  keep?(target: Target, file?: BundleFile): Promise<void>;
  /**
   * What was to be active before the target that it names, latest first, for a process that has nothing to serve when that
   * is refused. Absent: the source knows nothing of the past.
   */
  earlier?(): Promise<Target[]>;
  close(): Promise<void>;
}
