import { onTestFinished } from 'vitest';
import type { DomainInterpretResponse__Output } from '../../proto/gen/nlu/v1/DomainInterpretResponse.js';

/** What came of a load. */
export interface LoadResult {
  readonly requests: number;
  /** The messages of those that were not answered. */
  readonly failures: readonly string[];
  /** The versions that answered, each once, in the order of their first answers. */
  readonly versions: readonly string[];
  /** Answers of one version that were not the same: a mixture. */
  readonly mixed: readonly string[];
}

const CALLERS = 4;

/** Asks one thing over and over, until stopped; every answer of a version must be the same as its first. */
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
