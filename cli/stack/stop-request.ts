/** The process that started this one. */
const starter = process.ppid;
const WATCH_INTERVAL_MS = 1_000;

/**
 * Resolves when this process is to stop: on SIGINT, on SIGTERM, and when the npm that started it has ended. npm passes both
 * signals on, but not the SIGHUP of a terminal that was closed; that ends npm alone.
 */
export function stopRequest(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
    // Without npm it may be meant to outlive who started it, such as a shell.
    if (process.env.npm_lifecycle_event === undefined) return;
    const watch = () => {
      // The system gives a process whose parent has ended to another.
      if (process.ppid !== starter) resolve();
    };
    setInterval(watch, WATCH_INTERVAL_MS).unref();
  });
}
