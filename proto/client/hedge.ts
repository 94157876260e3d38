/** How a call is hedged. */
export interface Hedging<Failure> {
  /** How many peers there are; each is asked once at most. */
  readonly peers: number;
  /** The next peer is asked when there is no answer after this time, in ms. */
  readonly hedgeAfterMs: number;
  /** Whether another peer may answer what failed like this: the next one is then asked at once. */
  readonly isWorthRepeating: (failure: Failure) => boolean;
  /** Ends the call when it aborts: nobody else is asked. It must not be aborted yet. */
  readonly signal: AbortSignal;
}

/**
 * Asks one peer, and the next one too when the last asked fails or takes long. Resolves with the first answer. A failure
 * that is not worth repeating keeps the other peers from being asked, but those that were asked may still answer. Calls
 * that are under way after the answer are left to the caller to cancel.
 * @param ask asks a peer by its place in the order of asking, from 0
 * @throws the last failure, once every peer that was asked has failed; the signal's reason when that aborts
 */
export function hedged<Reply, Failure>(
  ask: (place: number) => Promise<Reply>,
  { peers, hedgeAfterMs, isWorthRepeating, signal }: Hedging<Failure>,
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    let asked = 0;
    let pending = 0;
    let toAsk = peers;
    let settled = false;
    let timer: NodeJS.Timeout | undefined;
    const settle = (finish: () => void) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      finish();
    };
    const abort = () => settle(() => reject(signal.reason));
    const failed = (failure: Failure) => {
      pending--;
      if (settled) return;
      if (!isWorthRepeating(failure)) {
        clearTimeout(timer);
        toAsk = asked;
      }
      if (asked < toAsk) askNext();
      else if (pending === 0) settle(() => reject(failure));
    };
    const askNext = () => {
      clearTimeout(timer);
      const place = asked++;
      pending++;
      if (asked < toAsk) timer = setTimeout(askNext, hedgeAfterMs);
      ask(place).then((reply) => settle(() => resolve(reply)), failed);
    };
    signal.addEventListener('abort', abort);
    askNext();
  });
}
