import { parentPort } from 'node:worker_threads';
import type { z } from 'zod';
import { hasRecognizer, type Manifest } from '../../../bundles/format/manifest.js';
import { asRefusal, type Check } from '../../../bundles/format/refusal.js';
import { trustOf } from '../../../bundles/format/trust.js';
import type { Target } from '../../../bundles/lifecycle/source.js';
import type { trustConfigSchema } from '../../../bundles/lifecycle/trust-config.js';
import { type BundleGraphs, readModels } from '../interpreter/bundle-models.js';
import { packTables } from '../numeric/shared-tables.js';
import { RERANKER_GRAPH } from '../reranker/parts.js';
import type { ServedSchema } from '../schema/schema.js';
import { openDomainBundle } from './domain-bundle.js';
import type { GoldenAnswer } from './golden.js';
import { yieldToOtherThreads } from './thread-priority.js';

export interface OpenRequest {
  readonly bytes: Uint8Array;
  readonly target: Target;
  readonly schema: ServedSchema;
  readonly trust: z.output<typeof trustConfigSchema>;
  /** The slot whose memory the tables are written to; no version in use has tables there. */
  readonly slot: number;
}

export interface OpenedMessage {
  readonly manifest: Manifest;
  readonly golden: readonly GoldenAnswer[];
  readonly signer: string | undefined;
  readonly graphs: BundleGraphs | OwnGraphs;
  /** The other models, with a place in the slot's memory for each table; undefined without a recognizer. */
  readonly packed: unknown;
  /** The slot's new memory; absent: it keeps the one that it has. */
  readonly memory: SharedArrayBuffer | undefined;
}

/** The graph of a bundle without recognizer; a calibration has none. */
export interface OwnGraphs {
  readonly reranker?: Uint8Array;
}

export type OpenReply =
  | { readonly opened: OpenedMessage }
  | { readonly refused: { readonly check: Check; readonly problem: string } };

/** A slot gets this many times the memory of its first tables, so that somewhat larger ones find room later. */
const HEADROOM = 1.25;

const memories = new Map<number, SharedArrayBuffer>();

yieldToOtherThreads();

parentPort?.on('message', async (request: OpenRequest) => {
  const reply = await open(request).catch((error): OpenReply => {
    const { check, problem } = asRefusal('graph', error);
    return { refused: { check, problem } };
  });
  parentPort?.postMessage(reply, 'opened' in reply ? ownBuffers(reply.opened.graphs) : []);
});

async function open({ bytes, target, schema, trust, slot }: OpenRequest): Promise<OpenReply> {
  const rules = { schema, trust: trustOf(trust.publicKeys, trust.allowUnsigned, schema.domain) };
  const { bundle, golden } = await openDomainBundle(bytes, target, rules);
  const { manifest, signer } = bundle;
  if (!hasRecognizer(manifest)) {
    const reranker = bundle.parts.get(RERANKER_GRAPH);
    const graphs = reranker ? { reranker } : {};
    return { opened: { manifest, golden, signer, graphs, packed: undefined, memory: undefined } };
  }
  const { graphs, ...models } = readModels(bundle.parts);
  let memory: SharedArrayBuffer | undefined;
  const packed = packTables(models, (needed) => {
    const there = memories.get(slot);
    if (there && there.byteLength >= needed) return there;
    memory = new SharedArrayBuffer(Math.ceil(needed * HEADROOM));
    memories.set(slot, memory);
    return memory;
  });
  return { opened: { manifest, golden, signer, graphs, packed, memory } };
}

/** The buffers that hold a graph and nothing else: they move to the other thread without a copy. */
function ownBuffers(graphs: OpenedMessage['graphs']): ArrayBuffer[] {
  const all: Uint8Array[] = Object.values(graphs);
  const buffers = all.filter(({ buffer, byteLength }) => byteLength === buffer.byteLength);
  return [...new Set(buffers.map(({ buffer }) => buffer as ArrayBuffer))];
}
