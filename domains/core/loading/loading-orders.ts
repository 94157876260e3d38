import type { z } from 'zod';
import type { Manifest } from '../../../bundles/format/manifest.js';
import type { BundleFile, FolderPlace, StorePlace, Target } from '../../../bundles/lifecycle/source.js';
import type { trustConfigSchema } from '../../../bundles/lifecycle/trust-config.js';
import type { SourceConfig } from '../../../bundles/sources/source-config.js';
import type { BundleGraphs } from '../interpreter/bundle-models.js';
import type { ServedSchema } from '../schema/schema.js';
import type { GoldenAnswer } from './golden.js';
import type { ProofRules } from './proof.js';

/** What a thread that loads bundles is told at its start. */
export interface LoadingRules extends ProofRules {
  readonly schema: ServedSchema;
  readonly trust: z.output<typeof trustConfigSchema>;
  /** Where bundles come from. */
  readonly source: SourceConfig;
}

/** A file to read. */
export interface ReadOrder {
  readonly place: FolderPlace | StorePlace;
}

export interface ReadAnswer {
  /** In memory that all threads see; undefined when the store has no such object. */
  readonly file: BundleFile | undefined;
}

/** A bundle to open and to prove. */
export interface OpenOrder {
  readonly bytes: Uint8Array;
  readonly target: Target;
  /** Where the tables are to be written, if there is room; no version in use has tables there. */
  readonly memory: SharedArrayBuffer | undefined;
}

export interface OpenAnswer {
  readonly opened: OpenedMessage;
}

export interface OpenedMessage {
  readonly manifest: Manifest;
  /** The answer that is left to compare on the thread that serves. */
  readonly golden: readonly GoldenAnswer[];
  readonly signer: string | undefined;
  readonly graphs: BundleGraphs | OwnGraphs;
  /** The other models, with a place in the memory for each table; undefined without a recognizer. */
  readonly packed: unknown;
  /** The memory that the tables were written to, where it is another than the order's. */
  readonly memory: SharedArrayBuffer | undefined;
}

/** The graph of a bundle without recognizer; a calibration has none. */
export interface OwnGraphs {
  readonly reranker?: Uint8Array;
}
