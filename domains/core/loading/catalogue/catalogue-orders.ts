import type { z } from 'zod';
import type { Target } from '../../../../bundles/lifecycle/source.js';
import type { trustConfigSchema } from '../../../../bundles/lifecycle/trust-config.js';
import type { SourceConfig } from '../../../../bundles/sources/source-config.js';
import type { GoldenQuery } from '../../resolution/bundle/catalogue-golden.js';
import type { CatalogueManifest } from '../../resolution/bundle/catalogue-manifest.js';
import type { ReadAnswer, ReadOrder } from '../loading-orders.js';

/** What a thread that loads the catalogues of a domain is told at its start. */
export interface CatalogueRules {
  readonly domain: string;
  readonly trust: z.output<typeof trustConfigSchema>;
  /** Where catalogues come from. */
  readonly source: SourceConfig;
  /** A golden query must be answered within this time once it was asked before, in ms. */
  readonly answerWithinMs: number;
}

/** A catalogue to open and to prove. */
export interface OpenCatalogueOrder {
  readonly bytes: Uint8Array;
  readonly target: Target;
  /** Where the tables are to be written, if there is room; no version in use has tables there. */
  readonly memory: SharedArrayBuffer | undefined;
}

/** An opened catalogue as a message carries it. */
export interface OpenedCatalogue {
  readonly manifest: CatalogueManifest;
  readonly signer: string | undefined;
  /** The query that is left to be asked on the thread that serves. */
  readonly golden: readonly GoldenQuery[];
  /** `CatalogueTables` with a place in the memory for each larger array. */
  readonly packed: unknown;
  readonly memory: SharedArrayBuffer;
}

export type CatalogueOrder = (OpenCatalogueOrder | ReadOrder) & {
  /** Whether the process answers requests meanwhile, so that its other threads go first. */
  readonly yields: boolean;
};
export type CatalogueAnswer = { readonly opened: OpenedCatalogue } | ReadAnswer;
