import * as ort from 'onnxruntime-node';

// From 1.30 on onnxruntime reports loaded models to its makers, by HTTPS and a database in the home folder, unless this
// variable is set before the first session is made. The models of a voice assistant are nobody else's business.
process.env.ORT_DISABLE_TELEMETRY ??= '1';

/**
 * A session for one of our small graphs. onnxruntime-node runs on the JavaScript thread, so its thread pools would only
 * burn other cores (docs/decisions/0017-one-thread.md): it gets one thread, in sequence.
 * @param check a session that it throws for is released
 */
export async function createSession(
  graph: Uint8Array,
  check: (session: ort.InferenceSession) => void | Promise<void> = () => {},
): Promise<ort.InferenceSession> {
  const session = await ort.InferenceSession.create(graph, {
    executionProviders: ['cpu'],
    executionMode: 'sequential',
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
  });
  try {
    await check(session);
    return session;
  } catch (error) {
    await session.release();
    throw error;
  }
}
