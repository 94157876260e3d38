import { readFileSync } from 'node:fs';
import { parseJsonText } from '../checks/json-text.js';
import { messageOf, NluError } from '../errors.js';
import { type CallersConfig, callerList } from './callers-config.js';
import type { KnownCaller } from './tokens.js';
import { WatchedFiles } from './watched-files.js';

/** Receives what becomes of a changed list. */
export interface CallersListener {
  reloaded(names: readonly string[]): void;
  /** The changed list cannot be used, and the old one still is. Called once for each problem. */
  unusable(error: NluError): void;
}

/** The callers that a configuration names, and those of a file that may change. */
export class KnownCallers {
  readonly #file: WatchedFiles<readonly KnownCaller[]>;

  /** @throws NluError INVALID_ARGUMENT saying what is wrong with the file */
  constructor(named: readonly KnownCaller[], file: string, listener: CallersListener) {
    this.#file = new WatchedFiles<readonly KnownCaller[]>({
      read: () => [readBytes(file)],
      parse: ([bytes]) => [...named, ...parseCallers(file, String(bytes))],
      onChange: (callers) => listener.reloaded(callers.map(({ name }) => name)),
      onUnusable: (error) => listener.unusable(error),
    });
    this.#file.start();
  }

  get current(): readonly KnownCaller[] {
    return this.#file.content;
  }

  /** Reads the file again, and uses it if it changed to a list that can be used. */
  check(): void {
    this.#file.check();
  }

  close(): void {
    this.#file.stop();
  }
}

/**
 * The callers of a configuration; undefined when it names none, and everybody may call.
 * @throws NluError INVALID_ARGUMENT saying what is wrong with the file
 */
export function knownCallers(
  { callers, callersFile }: CallersConfig,
  listener: CallersListener,
): Pick<KnownCallers, 'current' | 'close'> | undefined {
  if (callersFile !== undefined) return new KnownCallers(callers, callersFile, listener);
  return callers.length > 0 ? { current: callers, close: () => {} } : undefined;
}

function readBytes(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new NluError('INVALID_ARGUMENT', `callersFile: ${file}: ${messageOf(cause)}`, { cause });
  }
}

function parseCallers(file: string, text: string): KnownCaller[] {
  let content: unknown;
  try {
    content = parseJsonText(text);
  } catch {
    // Not even the character at fault is told: it may be a token's.
    throw new NluError('INVALID_ARGUMENT', `callersFile: ${file}: is not JSON`);
  }
  const { success, data, error } = callerList.safeParse(content);
  if (success) return data;
  const [{ path, message }] = error.issues;
  throw new NluError('INVALID_ARGUMENT', `callersFile: ${file}: ${path.join('.') || 'the list'}: ${message}`);
}
