/** Progress is said at most this often, in ms. */
const EVERY_MS = 2_000;

/**
 * Says how far a long file is read, with the time that is left where the share of it that was read is known.
 * @param now the time in ms
 */
export function readingProgress(say: (text: string) => void, now: () => number = Date.now) {
  const begun = now();
  let said = begun;
  return (rows: number, share: number): void => {
    const time = now();
    if (time - said < EVERY_MS) return;
    said = time;
    const count = `${rows.toLocaleString('en')} rows read`;
    if (share <= 0) {
      say(count);
      return;
    }
    const left = Math.ceil(((time - begun) * (1 - share)) / share / 1_000);
    say(`${count}, ${Math.round(100 * share)} %, about ${left} s left`);
  };
}
