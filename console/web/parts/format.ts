/** A share as per cent; a dash where there is none. */
export function percent(share: number | undefined | null, digits = 1): string {
  return !isKnown(share) ? '–' : `${(100 * share).toFixed(digits)} %`;
}

/** A time; a dash where there is none. */
export function milliseconds(ms: number | undefined | null): string {
  return !isKnown(ms) ? '–' : `${ms.toFixed(ms < 10 ? 1 : 0)} ms`;
}

/** A rate, with as many digits as tell something. */
export function rate(perSecond: number | undefined | null): string {
  if (!isKnown(perSecond)) return '–';
  return perSecond >= 100 ? perSecond.toFixed(0) : perSecond.toFixed(1);
}

/** A signed number of log-odds. */
export function logOdds(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
}

/** A moment, in the reader's own time; as it came where it is none. */
export function moment(text: string | undefined): string {
  const ms = Date.parse(text ?? '');
  return Number.isNaN(ms) ? (text ?? '') : new Date(ms).toLocaleString();
}

/** JSON has no infinity: a number that was none comes as null. */
function isKnown(value: number | undefined | null): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
