import { sha256 } from '../format/digest.js';
import type { BundleFile, Source, SourceListener, Target } from '../lifecycle/source.js';
import {
  type ActiveBundle,
  readActive,
  readBundle,
  removeOtherBundles,
  writeActiveBundle,
} from './bundle-directory.js';

/** Longest fetch of a bundle that is only to be kept, in ms. */
const KEEP_TIMEOUT_MS = 15_000;

/**
 * A source that keeps the last good bundle of its origin in a folder, so that a process starts and serves while the
 * origin is away. The folder belongs to one process. A bundle from the folder passes every check again, and a file that
 * was changed is fetched from the origin instead.
 */
export class CachedSource implements Source {
  readonly place: string;
  readonly #origin: Source;
  readonly #directory: string;
  readonly #mostBytes: number | undefined;
  #active: ActiveBundle | undefined;
  #keeping: Promise<void> = Promise.resolve();

  /** @param mostBytes the size of the largest file that is read; absent: that of a domain's bundle */
  constructor(origin: Source, directory: string, mostBytes?: number) {
    this.#mostBytes = mostBytes;
    this.place = origin.place;
    this.#origin = origin;
    this.#directory = directory;
  }

  async start(listener: SourceListener): Promise<void> {
    this.#active = await readActive(this.#directory).catch(() => undefined);
    if (this.#active && (await this.#read(this.#active.version))) {
      const { version, digest } = this.#active;
      const reason = `from the cache, until ${this.place} says otherwise`;
      listener.aspire({ version, reason, ...(digest === undefined ? {} : { digest }) });
    }
    await this.#origin.start(listener);
  }

  async fetch(target: Target, signal: AbortSignal): Promise<BundleFile> {
    const { digest, object } = target;
    const mayBeKept =
      (digest === undefined || digest === this.#active?.digest) &&
      (object === undefined || object === this.#active?.sha256);
    const kept = mayBeKept ? await this.#read(target.version) : undefined;
    return kept ?? this.#origin.fetch(target, signal);
  }

  /** Keeps one bundle after the other, so that the folder ends with the version that became active last. */
  keep(target: Target, file?: BundleFile): Promise<void> {
    const kept = this.#keeping.then(() => this.#keep(target, file));
    this.#keeping = kept.catch(() => {});
    return kept;
  }

  async earlier(): Promise<Target[]> {
    return (await this.#origin.earlier?.()) ?? [];
  }

  async close(): Promise<void> {
    await this.#origin.close();
    await this.#keeping;
  }

  async #keep({ version, digest, object }: Target, given?: BundleFile): Promise<void> {
    const isKept = this.#active?.version === version && this.#active.digest === digest;
    if (isKept && (object === undefined || object === this.#active?.sha256)) return;
    // A version that is active again is most likely still in the folder. If not, it is fetched once more.
    const { bytes, sha256: known } =
      given ??
      (await readBundle(this.#directory, version, this.#mostBytes).then(
        (bytes): BundleFile => ({ bytes }),
        () =>
          this.#origin.fetch(
            object === undefined ? { version } : { version, object },
            AbortSignal.timeout(KEEP_TIMEOUT_MS),
          ),
      ));
    const active = { version, sha256: known ?? sha256(bytes), ...(digest === undefined ? {} : { digest }) };
    await writeActiveBundle(this.#directory, active, bytes);
    const previous = this.#active?.version ?? version;
    this.#active = active;
    await removeOtherBundles(this.#directory, [version, previous]);
  }

  /** The file of `version`, if it is the one that was kept last and was not changed since. */
  async #read(version: string): Promise<BundleFile | undefined> {
    if (this.#active?.version !== version) return undefined;
    const expected = this.#active.sha256;
    const bytes = await readBundle(this.#directory, version, this.#mostBytes).catch(() => undefined);
    return bytes && sha256(bytes) === expected ? { bytes, sha256: expected } : undefined;
  }
}
