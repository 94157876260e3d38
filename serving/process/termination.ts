import { messageOf } from '../errors.js';
import { awaitLastWrite } from '../observability/log-destination.js';

/**
 * Runs `drain` on the first SIGTERM or SIGINT, and then ends the process with exit code 0, or with 1 if the drain
 * failed. A second signal ends the process at once, so that somebody at a terminal does not have to wait.
 */
export function drainOnSignals(drain: () => Promise<void>): void {
  let draining = false;
  const onSignal = () => {
    if (draining) process.exit(1);
    draining = true;
    drain()
      .then(
        () => 0,
        (error: unknown) => {
          process.stderr.write(`shutdown failed: ${messageOf(error)}\n`);
          return 1;
        },
      )
      .then((code) => awaitLastWrite().then(() => process.exit(code)));
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}
