import type { InstanceStatus, SeenRecords } from '../lifecycle/instance-status.js';
import type { TrialFigures } from '../lifecycle/trials/trial-figures.js';
import type { VersionReport } from '../lifecycle/version-record.js';
import type { VersionState } from '../lifecycle/version-state.js';
import type { NatsStores } from './nats/nats-stores.js';
import { STATUS_EXPIRES_MS } from './stored-value.js';

/** Time between renewals, in ms: well before the status expires, so that one may be lost. */
const RENEW_EVERY_MS = STATUS_EXPIRES_MS / 3;

/** One process, as it is reported. */
export interface ReportedInstance {
  readonly domain: string;
  readonly instance: string;
  /** `host:port` where it serves. */
  readonly address: string;
  readonly reports: () => readonly VersionReport[];
  /** The records of deployments that it has seen. */
  readonly records: () => SeenRecords;
  /** What the trial under way has shown; absent, or undefined: there is none. */
  readonly trial?: (() => TrialFigures | undefined) | undefined;
}

/**
 * Publishes the versions of one process under `<domain>.<instance>` in nlu-status. After a change the latest status is
 * published as soon as the one before is out; one that cannot be published is followed by the next renewal. The key is
 * removed when the process stops, and expires when it dies.
 */
export class StatusReporter {
  readonly #stores: NatsStores;
  readonly #instance: ReportedInstance;
  readonly #timer: NodeJS.Timeout;
  #publishing: Promise<void> | undefined;
  #outdated = false;
  #stopped = false;

  constructor(stores: NatsStores, instance: ReportedInstance) {
    this.#stores = stores;
    this.#instance = instance;
    this.#timer = setInterval(() => this.changed(), RENEW_EVERY_MS).unref();
    stores.onUp(() => this.changed());
    this.changed();
  }

  /** Publishes the present status soon. */
  changed(): void {
    if (this.#stopped) return;
    this.#outdated = true;
    this.#publishing ??= this.#publish().finally(() => {
      this.#publishing = undefined;
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#publishing;
    await this.#stores.removeKey('nlu-status', this.#key).catch(() => {});
  }

  get #key(): string {
    return `${this.#instance.domain}.${this.#instance.instance}`;
  }

  async #publish(): Promise<void> {
    while (this.#outdated) {
      this.#outdated = false;
      await this.#stores.putKey('nlu-status', this.#key, JSON.stringify(this.#status())).catch(() => {});
    }
  }

  #status(): InstanceStatus {
    const versions = this.#instance.reports().map(({ version, digest, state, since }) => ({
      version,
      ...(digest === undefined ? {} : { digest }),
      state: state.name,
      ...(state.name === 'refused' ? { check: state.check } : {}),
      reason: state.reason,
      warm: isWarm(state),
      since: new Date(since).toISOString(),
    }));
    const trial = this.#instance.trial?.();
    return { address: this.#instance.address, ...this.#instance.records(), ...(trial && { trial }), versions };
  }
}

/** Whether a version answers, or could at once. */
function isWarm(state: VersionState): boolean {
  if (state.name === 'warming') return state.ready;
  return state.name === 'active' || (state.name === 'retiring' && state.kept);
}
