import * as ort from 'onnxruntime-node';

// From 1.30 on onnxruntime tells its makers which models are loaded, by HTTPS and a database in the home folder: what a voice
// assistant serves is nobody else's business. It asks for this when the first session is made.
process.env.ORT_DISABLE_TELEMETRY ??= '1';

/**
 * A session for one of our small graphs. onnxruntime-node runs on the JavaScript thread, so its thread pools would
 * only burn the second core (docs/decisions/0017-one-thread.md); one thread, in sequence. A session that `check` throws
 * for is released.
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
