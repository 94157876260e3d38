import { createServer } from 'node:net';
import { NluError } from '../../serving/errors.js';
import { listenProblem } from '../../serving/rpc/listen-problem.js';

/**
 * Checks that a port of the loopback can be listened on, before the work of starting what will. 0 always can.
 * @throws NluError UNAVAILABLE
 */
export async function checkFreePort(port: number): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => {
      const problem = `port ${port}: cannot be listened on: ${listenProblem(cause.message)}; --port 0 takes a free one`;
      reject(new NluError('UNAVAILABLE', problem, { cause }));
    });
    server.listen(port, '127.0.0.1', resolve);
  });
  await new Promise((resolve) => server.close(resolve));
}
