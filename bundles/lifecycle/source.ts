/** The version that a source wants active. */
export interface Target {
  readonly version: string;
  /** Named by sources that know it before the bundle is fetched; the bundle must then have it. */
  readonly digest?: string;
  /** Of the deployment that names it, where deployments are counted; later ones have larger ones. */
  readonly revision?: number;
  /** Why it is wanted, for reports: who deployed it and what for. */
  readonly reason?: string;
}

/** What a source reports to. */
export interface SourceListener {
  /** Wants `target` active. Each call replaces the last; naming the same target again asks for it again if it was refused. */
  aspire(target: Target): void;
  /** Something that kept the source from naming a target; it goes on watching. */
  problem(error: Error): void;
}

/** Where bundles come from and where it is decided which version is active. Cheap to make; the work begins with `start`. */
export interface Source {
  /** For people: where this source looks. */
  readonly place: string;
  /** Resolves once the source has looked for a first time or knows that it has to wait. */
  start(listener: SourceListener): Promise<void>;
  /**
   * The bytes of a bundle, unverified. Throws NluError: UNAVAILABLE or DEADLINE_EXCEEDED when trying again may help,
   * anything else when it will not. Rejects soon after `signal` aborts.
   */
  fetch(target: Target, signal: AbortSignal): Promise<Uint8Array>;
  /**
   * The target became active: a source may keep it for a start without its origin. `bytes` are absent when it was
   * loaded before and became active again.
   */
  keep?(target: Target, bytes?: Uint8Array): Promise<void>;
  close(): Promise<void>;
}
