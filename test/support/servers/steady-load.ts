import { onTestFinished } from 'vitest';
import type { DomainInterpretResponse__Output } from '../../../proto/gen/nlu/v1/DomainInterpretResponse.js';

/** The result of a load. */
export interface LoadResult {
  readonly requests: number;
  /** The error messages of requests that failed. */
  readonly failures: readonly string[];
  /** The versions that answered, each once, in the order of their first answers. */
  readonly versions: readonly string[];
  /** Answers of a version that differ from its first one, as a mixture of versions would. */
  readonly mixed: readonly string[];
}

const CALLERS = 4;

/**
 * Sends the same request over and over from several callers, and compares each version's answers with its first.
 * @returns a function that stops the load
 */
export function steadyLoad(
  interpret: (request: { utterance: string }) => Promise<DomainInterpretResponse__Output>,
): () => Promise<LoadResult> {
  const answers = new Map<string, string>();
  const failures: string[] = [];
  const mixed: string[] = [];
  let requests = 0;
  let stopped = false;
  const caller = async () => {
    while (!stopped) {
      requests += 1;
      try {
        const { bundleVersion, bundleDigest, hypotheses, inDomain } = await interpret({ utterance: 'play some jazz' });
        const answer = JSON.stringify([bundleDigest, hypotheses, inDomain]);
        if ((answers.get(bundleVersion) ?? answer) !== answer) mixed.push(`${bundleVersion}: ${answer}`);
        answers.set(bundleVersion, answer);
      } catch (error) {
        failures.push(String(error));
      }
    }
  };
  const callers = Array.from({ length: CALLERS }, caller);
  const stop = async () => {
    stopped = true;
    await Promise.all(callers);
    return { requests, failures, versions: [...answers.keys()], mixed };
  };
  onTestFinished(() => void stop());
  return stop;
}
