/** How a call is hedged. */
export interface Hedging<Failure> {
  /** How many peers there are; each is asked once at most. */
  readonly peers: number;
  /** The next peer is asked when there is no answer after this time, in ms. */
  readonly hedgeAfterMs: number;
  /** Whether another peer may answer what this failure refuses: the next one is then asked at once. */
  readonly isPassing: (failure: Failure) => boolean;
  /** Whether every peer would refuse the call for this reason, so that waiting for another is pointless. */
  readonly isFinal: (failure: Failure) => boolean;
}

/**
 * Asks one peer, and the next one too when the last asked fails or takes long. Resolves with the first answer, and rejects
 * with a final failure, or with the last failure once every peer that was asked has failed. Calls that are still under way
 * then are left to the caller to cancel.
 * @param ask asks a peer by its place in the order of asking, from 0
 */
export function hedged<Reply, Failure>(
  ask: (place: number) => Promise<Reply>,
  { peers, hedgeAfterMs, isPassing, isFinal }: Hedging<Failure>,
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    let asked = 0;
    let pending = 0;
    let settled = false;
    let timer: NodeJS.Timeout | undefined;
    const settle = (finish: () => void) => {
      settled = true;
      clearTimeout(timer);
      finish();
    };
    const failed = (failure: Failure) => {
      pending--;
      if (settled) return;
      if (isFinal(failure)) settle(() => reject(failure));
      else if (isPassing(failure) && asked < peers) askNext();
      else if (pending === 0) settle(() => reject(failure));
    };
    const askNext = () => {
      clearTimeout(timer);
      const place = asked++;
      pending++;
      if (asked < peers) timer = setTimeout(askNext, hedgeAfterMs);
      ask(place).then((reply) => {
        pending--;
        if (!settled) settle(() => resolve(reply));
      }, failed);
    };
    askNext();
  });
}
