import type { Client } from '@grpc/grpc-js';
import type { DomainInterpretResponse__Output } from '../../../proto/gen/nlu/v1/DomainInterpretResponse.js';
import { callUnary } from '../../../serving/rpc/client.js';
import { definitions } from '../../../serving/rpc/definitions.js';
import { seeded } from '../../../training/numeric/random.js';
import type { Variant } from './variants.js';

/** Result of a load. */
export interface CheckedLoad {
  requests: number;
  /** Number of requests with no answer. */
  failed: number;
  /** Error of the first request with no answer. */
  failure?: string;
  /** Number of answers that differ from those of the version that they name. */
  mixed: number;
  /** Latencies in ms, from when a request was due. */
  readonly latencies: number[];
}

const TIMEOUT_MS = 10_000;

/**
 * Sends requests at random moments, `perSecond` on average, until `signal` aborts. Compares every answer, to the last bit,
 * with the answer of the version that it names.
 */
export async function checkedLoad(
  channel: Client,
  variants: readonly Variant[],
  { perSecond, seed, signal }: { readonly perSecond: number; readonly seed: number; readonly signal: AbortSignal },
): Promise<CheckedLoad> {
  const byVersion = new Map(variants.map((variant) => [variant.version, variant]));
  const texts = [...variants[0].answers.keys()];
  const random = seeded(seed);
  const load: CheckedLoad = { requests: 0, failed: 0, mixed: 0, latencies: [] };
  const pending = new Set<Promise<void>>();
  const ask = async (dueMs: number) => {
    const utterance = texts[load.requests++ % texts.length];
    try {
      const reply = await callUnary(channel, definitions().domain.Interpret, { utterance }, { timeoutMs: TIMEOUT_MS });
      load.latencies.push(performance.now() - dueMs);
      if (!isAnswerOf(byVersion.get(reply.bundleVersion), utterance, reply)) load.mixed += 1;
    } catch (error) {
      load.failed += 1;
      load.failure ??= String(error);
    }
  };
  const gapMs = () => (-Math.log(1 - random.next()) / perSecond) * 1000;
  for (let dueMs = performance.now() + gapMs(); !signal.aborted; dueMs += gapMs()) {
    const early = dueMs - performance.now();
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
    const asking = ask(dueMs).finally(() => pending.delete(asking));
    pending.add(asking);
  }
  await Promise.all(pending);
  return load;
}

function isAnswerOf(variant: Variant | undefined, utterance: string, reply: DomainInterpretResponse__Output): boolean {
  const expected = variant?.answers.get(utterance);
  if (!variant || !expected || reply.bundleDigest !== variant.digest || reply.inDomain !== expected.inDomain)
    return false;
  if (reply.hypotheses.length !== expected.hypotheses.length) return false;
  return expected.hypotheses.every(({ intent, confidence }, index) => {
    const { intent: given, confidence: stated } = reply.hypotheses[index];
    return given === intent && stated === confidence;
  });
}
