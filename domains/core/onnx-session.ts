import * as ort from 'onnxruntime-node';

/**
 * A session for one of our small graphs. onnxruntime-node runs on the JavaScript thread, so its thread pools would
 * only burn the second core (findings.md: up to three times the CPU); one thread, in sequence.
 */
export function createSession(graph: Uint8Array): Promise<ort.InferenceSession> {
  return ort.InferenceSession.create(graph, {
    executionProviders: ['cpu'],
    executionMode: 'sequential',
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
  });
}
