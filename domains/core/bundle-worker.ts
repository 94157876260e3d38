import { parentPort } from 'node:worker_threads';
import type { z } from 'zod';
import type { GoldenUtterance } from './bundle/golden.js';
import type { Manifest } from './bundle/manifest.js';
import { asRefusal, type Check } from './bundle/refusal.js';
import { trustOf } from './bundle/trust.js';
import { openDomainBundle } from './lifecycle/domain-bundle.js';
import type { Target } from './lifecycle/source.js';
import type { trustConfigSchema } from './lifecycle/trust-config.js';
import type { DomainSchema } from './schema.js';
import { readModels, type ServableModels } from './servable-models.js';
import { yieldToOtherThreads } from './thread-priority.js';

export interface OpenRequest {
  readonly bytes: Uint8Array;
  readonly target: Target;
  readonly schema: DomainSchema;
  readonly trust: z.output<typeof trustConfigSchema>;
}

export interface OpenedMessage {
  readonly manifest: Manifest;
  readonly golden: readonly GoldenUtterance[];
  readonly signer: string | undefined;
  readonly models: ServableModels;
}

export type OpenReply =
  | { readonly opened: OpenedMessage }
  | { readonly refused: { readonly check: Check; readonly problem: string } };

/** Arrays from this size on change hands uncopied; small ones may lie in memory that others share. In bytes. */
const TRANSFER_FROM = 64 * 1024;

yieldToOtherThreads();

parentPort?.on('message', async (request: OpenRequest) => {
  const reply = await open(request).catch((error): OpenReply => {
    const { check, problem } = asRefusal('graph', error);
    return { refused: { check, problem } };
  });
  parentPort!.postMessage(reply, [...ownBuffers(reply)]);
});

async function open({ bytes, target, schema, trust }: OpenRequest): Promise<OpenReply> {
  const rules = { schema, trust: trustOf(trust.publicKeys, trust.allowUnsigned) };
  const { bundle, golden } = await openDomainBundle(bytes, target, rules);
  const { manifest, signer } = bundle;
  return { opened: { manifest, golden, signer, models: readModels(bundle.parts) } };
}

/** The buffers of the large arrays in `value` that hold nothing else. */
function ownBuffers(value: unknown, found = new Set<ArrayBuffer>()): Set<ArrayBuffer> {
  if (ArrayBuffer.isView(value)) {
    const { buffer, byteLength } = value;
    if (buffer instanceof ArrayBuffer && byteLength === buffer.byteLength && byteLength >= TRANSFER_FROM)
      found.add(buffer);
  } else if (typeof value === 'object' && value !== null) {
    for (const child of Object.values(value)) ownBuffers(child, found);
  }
  return found;
}
