import { parentPort, workerData } from 'node:worker_threads';
import { hasRecognizer } from '../../../bundles/format/manifest.js';
import type { Bundle } from '../../../bundles/format/open.js';
import { asRefusal } from '../../../bundles/format/refusal.js';
import { trustOf } from '../../../bundles/format/trust.js';
import { readAlone } from '../../../bundles/sources/open-source.js';
import { readModels } from '../interpreter/bundle-models.js';
import { packTables } from '../numeric/shared-tables.js';
import { RERANKER_GRAPH } from '../reranker/parts.js';
import { openDomainBundle } from './domain-bundle.js';
import type { GoldenAnswer } from './golden.js';
import type { LoadingRules, OpenAnswer, OpenedMessage, OpenOrder, ReadAnswer, ReadOrder } from './loading-orders.js';
import { prove } from './proof.js';
import { SharedReadings } from './shared-readings.js';
import { graphBuffers, servableOf } from './shared-servable.js';
import { roomFor } from './table-memories.js';
import { sentError, type ThreadOrder, type ThreadReply, type ThreadStep } from './thread-calls.js';
import { yieldToOtherThreads } from './thread-priority.js';

const rules = workerData as LoadingRules;
const trust = trustOf(rules.trust.publicKeys, rules.trust.allowUnsigned, rules.schema.domain);

const readings = new SharedReadings(readAlone(rules.source, rules.schema.domain));

yieldToOtherThreads();

parentPort?.on('message', async (message: ThreadOrder<OpenOrder | ReadOrder>) => {
  if ('cancelled' in message) {
    readings.cancel(message.cancelled);
    return;
  }
  if ('spent' in message) return;
  const { id, order } = message;
  const reply = (body: ThreadReply<OpenAnswer | ReadAnswer>, buffers: ArrayBuffer[] = []) =>
    parentPort?.postMessage(body, buffers);
  try {
    if ('place' in order) {
      reply({ id, answer: { file: await readings.read(id, order.place) } });
      return;
    }
    const opened = await open(order, (step) => reply({ id, step }));
    // They move to the other thread without a copy.
    reply({ id, answer: { opened } }, graphBuffers(opened));
  } catch (error) {
    reply({ id, error: sentError('place' in order ? error : asRefusal('graph', error)) });
  }
});

/**
 * Opens a bundle, and proves it on sessions of this thread, over the very tables and graphs that the other thread will
 * serve.
 * @param onStep called before the first session is made, and before the first golden answer
 */
async function open({ bytes, target, memory }: OpenOrder, onStep: (step: ThreadStep) => void): Promise<OpenedMessage> {
  // What is verified is what is parsed: nobody else sees the copy.
  const { bundle, golden } = await openDomainBundle(bytes.slice(), target, { schema: rules.schema, trust });
  const { manifest, signer } = bundle;
  const { graphs, packed, memory: written } = hasRecognizer(manifest) ? modelsOf(bundle, memory) : ownGraphs(bundle);
  onStep('native');
  const servable = await servableOf({ manifest, graphs, packed }, written ?? memory);
  try {
    onStep('warming');
    await prove(servable, golden, rules).catch((error) => Promise.reject(asRefusal('warm-up', error)));
  } finally {
    await servable.release();
  }
  return { manifest, golden: [telling(golden)], signer, graphs, packed, memory: written };
}

type Models = Pick<OpenedMessage, 'graphs' | 'packed' | 'memory'>;

function modelsOf({ parts }: Bundle, given: SharedArrayBuffer | undefined): Models {
  const { graphs, ...models } = readModels(parts);
  let memory = given;
  const packed = packTables(models, (needed) => {
    memory = roomFor(needed, memory);
    return memory;
  });
  const { classifier, tagger, reranker } = graphs;
  return {
    graphs: { classifier: own(classifier), tagger: own(tagger), reranker: own(reranker) },
    packed,
    memory: memory === given ? undefined : memory,
  };
}

function ownGraphs({ parts }: Bundle): Models {
  const graph = parts.get(RERANKER_GRAPH);
  return { graphs: graph ? { reranker: own(graph) } : {}, packed: undefined, memory: undefined };
}

/** A graph in a buffer that holds nothing else. */
function own(graph: Uint8Array): Uint8Array {
  return Uint8Array.from(graph);
}

/** The golden answer with the most hypotheses: it takes every graph to give it. */
function telling(golden: readonly GoldenAnswer[]): GoldenAnswer {
  const size = ({ interpretation }: GoldenAnswer) => interpretation.hypotheses.length;
  return golden.reduce((most, each) => (size(each) > size(most) ? each : most));
}
