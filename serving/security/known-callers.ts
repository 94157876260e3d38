import { readFileSync } from 'node:fs';
import { NluError } from '../errors.js';
import { type CallersConfig, callerList } from './callers-config.js';
import type { KnownCaller } from './tokens.js';

/** Hears of what becomes of a changed list. */
export interface CallersListener {
  reloaded(names: readonly string[]): void;
  /** It cannot be used; the old one still is. Told once for each change. */
  unusable(error: NluError): void;
}

/** How often the file is looked at, in ms. By its content: Kubernetes changes mounted secrets by moving a link. */
const lookEveryMs = 2_000;

/** The callers of a configuration: those that it names, and those of a file that may change. */
export class KnownCallers {
  readonly #named: readonly KnownCaller[];
  readonly #file: string;
  readonly #listener: CallersListener;
  readonly #timer: NodeJS.Timeout;
  #text: string;
  #all: readonly KnownCaller[];
  #complaint = '';

  /** @throws NluError INVALID_ARGUMENT telling what is wrong with the file */
  constructor(named: readonly KnownCaller[], file: string, listener: CallersListener) {
    this.#named = named;
    this.#file = file;
    this.#listener = listener;
    this.#text = readText(file);
    this.#all = [...named, ...listOf(file, this.#text)];
    this.#timer = setInterval(() => this.look(), lookEveryMs).unref();
  }

  get current(): readonly KnownCaller[] {
    return this.#all;
  }

  /** Reads the file anew, and uses it when it changed to what can be used. */
  look(): void {
    try {
      const text = readText(this.#file);
      if (text !== this.#text) {
        this.#all = [...this.#named, ...listOf(this.#file, text)];
        this.#text = text;
        this.#listener.reloaded(this.#all.map(({ name }) => name));
      }
      this.#complaint = '';
    } catch (error) {
      const { message } = error as NluError;
      if (message !== this.#complaint) this.#listener.unusable(error as NluError);
      this.#complaint = message;
    }
  }

  close(): void {
    clearInterval(this.#timer);
  }
}

/** The callers that a gate lets in; undefined where it asks nobody. @throws as `KnownCallers` */
export function knownCallers(
  { callers, callersFile }: CallersConfig,
  listener: CallersListener,
): Pick<KnownCallers, 'current' | 'close'> | undefined {
  if (callersFile !== undefined) return new KnownCallers(callers, callersFile, listener);
  return callers.length > 0 ? { current: callers, close: () => {} } : undefined;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new NluError('INVALID_ARGUMENT', `callersFile: ${file}: ${(cause as Error).message}`, { cause });
  }
}

function listOf(file: string, text: string): KnownCaller[] {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    // What JSON.parse says quotes the text, in which there may be a token that does not belong there.
    throw new NluError('INVALID_ARGUMENT', `callersFile: ${file}: is not JSON`);
  }
  const { success, data, error } = callerList.safeParse(content);
  if (success) return data;
  const [{ path, message }] = error.issues as [(typeof error.issues)[0]];
  throw new NluError('INVALID_ARGUMENT', `callersFile: ${file}: ${path.join('.') || 'the list'}: ${message}`);
}
