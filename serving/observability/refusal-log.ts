import type { Log } from './log.js';

const EVERY_MS = 1_000;
/** In UTF-16 code units: a caller's path may be as long as a header. */
const MAX_TEXT_LENGTH = 120;

/**
 * Logs refusals, whose number strangers decide: one line a second, with how many others there were since the last one. Texts
 * are cut. The metrics count every refusal.
 */
export class RefusalLog {
  readonly #log: Pick<Log, 'warn'>;
  readonly #message: string;
  readonly #now: () => number;
  #nextMs = -Infinity;
  #others = 0;

  /** @param message what a line says */
  constructor(log: Pick<Log, 'warn'>, message: string, now: () => number = performance.now.bind(performance)) {
    this.#log = log;
    this.#message = message;
    this.#now = now;
  }

  /** @param refusal whom and why, for the line if there is one */
  note(refusal: Readonly<Record<string, string>>): void {
    const nowMs = this.#now();
    if (nowMs < this.#nextMs) {
      this.#others++;
      return;
    }
    const texts = Object.entries(refusal).map(([name, text]) => [name, cut(text)] as const);
    const others = this.#others > 0 ? { others: this.#others } : {};
    this.#log.warn({ ...Object.fromEntries(texts), ...others }, this.#message);
    this.#others = 0;
    this.#nextMs = nowMs + EVERY_MS;
  }
}

function cut(text: string): string {
  return text.length > MAX_TEXT_LENGTH ? `${text.slice(0, MAX_TEXT_LENGTH - 1)}…` : text;
}
