import { join } from 'node:path';
import { BundleRefused } from '../../../../bundles/format/refusal.js';
import type { ReadFile, Target } from '../../../../bundles/lifecycle/source.js';
import { NluError } from '../../../../serving/errors.js';
import { projectRoot } from '../../../../serving/project.js';
import { unpackTables } from '../../numeric/shared-tables.js';
import { checkCatalogueGolden } from '../../resolution/bundle/catalogue-golden.js';
import type { CatalogueManifest } from '../../resolution/bundle/catalogue-manifest.js';
import {
  type Catalogue,
  type CatalogueTables,
  catalogueOf,
  reviveTables,
} from '../../resolution/bundle/catalogue-tables.js';
import type { ReadAnswer } from '../loading-orders.js';
import { TableMemories } from '../table-memories.js';
import { ThreadCalls, ThreadLost } from '../thread-calls.js';
import type { CatalogueAnswer, CatalogueOrder, CatalogueRules } from './catalogue-orders.js';

/** Opening a catalogue of two million entities takes some 20 s of an idle processor. */
const STALL_MS = 120_000;
const IDLE_MS = 10_000;
/** Tables lie outside of a thread's heap. */
const HEAP_MB = 256;

/** A catalogue that may be served. */
export interface ReadyCatalogue {
  readonly catalogue: Catalogue;
  readonly manifest: CatalogueManifest;
  readonly signer?: string;
  /** Call it once nobody asks the catalogue any more: its memory is then another's. */
  release(): void;
}

/**
 * Fetches, opens and proves a domain's catalogues on a thread of its own, as BundleThread does recognizers. The calling
 * thread makes a catalogue over tables that are there, and asks one golden query.
 *
 * The thread yields to those that answer requests, but for the first catalogue of a folder, which a start waits for: on a
 * machine that is busy with other work it would get no time.
 */
export class CatalogueThread {
  readonly #calls: ThreadCalls<CatalogueOrder, CatalogueAnswer>;
  readonly #memories = new TableMemories();
  readonly #rules: CatalogueRules;
  #hasOpened = false;

  constructor(rules: CatalogueRules) {
    this.#rules = rules;
    this.#calls = new ThreadCalls({
      script: join(projectRoot(), 'dist', 'domains', 'core', 'loading', 'catalogue', 'catalogue-worker.js'),
      workerData: rules,
      heapMb: HEAP_MB,
      idleMs: IDLE_MS,
      stallMs: STALL_MS,
    });
  }

  /**
   * @param onWarming called before the first golden query
   * @throws BundleRefused naming the check that fails
   */
  async open(bytes: Uint8Array, target: Target, onWarming: () => void): Promise<ReadyCatalogue> {
    const slot = this.#memories.take();
    let isWarming = false;
    const onStep = () => {
      isWarming = true;
      onWarming();
    };
    try {
      const answer = await this.#calls.call(
        { bytes, target, memory: this.#memories.of(slot), yields: this.#yields },
        { onStep },
      );
      const { opened } = answer as Extract<CatalogueAnswer, { opened: unknown }>;
      const { manifest, signer, golden, packed, memory } = opened;
      this.#memories.set(slot, memory);
      this.#hasOpened = true;
      const catalogue = catalogueOf(manifest, reviveTables(unpackTables(packed, memory) as CatalogueTables));
      checkCatalogueGolden(catalogue.resolver, golden, this.#rules.answerWithinMs);
      const release = () => this.#memories.free(slot);
      return { catalogue, manifest, release, ...(signer === undefined ? {} : { signer }) };
    } catch (error) {
      this.#memories.free(slot, !(error instanceof ThreadLost));
      if (!(error instanceof ThreadLost)) throw error;
      const [check, what] = isWarming ? (['warm-up', 'proven'] as const) : (['graph', 'opened'] as const);
      throw new BundleRefused(check, `it could not be ${what}: ${error.message}`, { cause: error });
    }
  }

  /** Reads a file into memory that all threads see, over a connection of the thread's own. */
  readonly read: ReadFile = async (place, signal) => {
    try {
      return ((await this.#calls.call({ place, yields: this.#yields }, { signal })) as ReadAnswer).file;
    } catch (error) {
      if (!(error instanceof ThreadLost)) throw error;
      throw new NluError('INTERNAL', `it could not be fetched: ${error.message}`, { cause: error });
    }
  };

  get #yields(): boolean {
    return this.#hasOpened || this.#rules.source.kind !== 'directory';
  }

  /** Memory of the tables of all versions, in bytes. */
  get tableBytes(): number {
    return this.#memories.bytes;
  }

  close(): Promise<void> {
    return this.#calls.close();
  }
}
