import type { What } from './outcome-event.js';

/** Whoever hears so much of something meant it, in ms or as a share of its length. */
const HEARD_MS = 30_000;
const HEARD_SHARE = 0.5;
/** Whoever leaves it so early did not. */
const LEFT_MS = 10_000;

/**
 * Whether an accepted answer was right, as an outcome tells alone. undefined: it tells nothing, as when something was played for a
 * while. Labels weigh all that came of a request (`learn`); this is what can be told at once.
 * @param domain of the accepted reading; what was served instead in the same domain may differ in anything
 */
export function toldRight(what: What, domain: string): boolean | undefined {
  switch (what.type) {
    case 'answer':
      return what.value === 'unsure' ? undefined : what.value === 'yes';
    case 'served':
      return what.domain === domain ? undefined : false;
    case 'stop':
    case 'barge_in':
      return false;
    case 'playback': {
      const { playedMs, ofMs } = what;
      if (playedMs >= HEARD_MS || (ofMs > 0 && playedMs >= HEARD_SHARE * ofMs)) return true;
      return playedMs <= LEFT_MS ? false : undefined;
    }
    default:
      return undefined;
  }
}
