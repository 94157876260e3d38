import { setTimeout } from 'node:timers/promises';
import sonicBoom, { type SonicBoom } from 'sonic-boom';

/** Lines that wait to be written, in bytes; further ones are dropped. */
const MAX_WAITING_BYTES = 1024 * 1024;
/** How often the last lines are tried at the end of a process; sonic-boom sleeps 100 ms between two tries. */
const LAST_TRIES = 2;
/** How long the end of a process waits for a write that is under way, in ms. */
const LAST_WRITE_MS = 50;

let lost = 0;
let opened: SonicBoom | undefined;

/** Number of lines of this process's log that were dropped because nobody read those before them. */
export function linesDropped(): number {
  return lost;
}

/**
 * Standard error as the destination of a log that never blocks: lines are written in the background, and where the reader
 * stands still, those that find 1 MiB waiting are dropped and counted. The end of the process writes what waits, as far as
 * the reader takes it.
 */
export function standardError(): SonicBoom {
  opened ??= open();
  return opened;
}

/**
 * Gives the write that is under way a moment before the process ends, so that a reader that is gone is known by then.
 */
export async function awaitLastWrite(): Promise<void> {
  if (opened) await setTimeout(LAST_WRITE_MS);
}

function open(): SonicBoom {
  // Making the stream sets pipes to not block. A blocked write would hold a thread of the pool, and the exit, for ever.
  void process.stderr;
  let triesLeft = Infinity;
  const destination = new sonicBoom.SonicBoom({
    fd: 2,
    sync: false,
    maxLength: MAX_WAITING_BYTES,
    retryEAGAIN: () => --triesLeft > 0,
  });
  destination.on('drop', () => lost++);
  let isGone = false;
  // The reader is gone, and there is nobody to tell.
  destination.on('error', () => {
    lost++;
    isGone = true;
  });
  process.on('exit', () => {
    // sonic-boom tries a broken pipe for ever, and the process would outlive its end.
    if (isGone) return;
    triesLeft = LAST_TRIES;
    try {
      destination.flushSync();
    } catch {
      // The reader stands still.
    }
  });
  return destination;
}
