/**
 * Runs `drain` on the first SIGTERM or SIGINT and ends the process: exit code 0 once drained, 1 when draining failed.
 * A second signal ends it at once, so that nobody at a terminal is held up.
 */
export function drainOnSignals(drain: () => Promise<void>): void {
  let draining = false;
  const onSignal = () => {
    if (draining) process.exit(1);
    draining = true;
    drain().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`shutdown failed: ${error instanceof Error ? error.message : String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}
