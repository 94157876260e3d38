import { NluError } from '../errors.js';
import type { CallersConfig } from './callers-config.js';
import type { ServerTls } from './tls-config.js';

/** The part of a process's configuration that says who reaches it and who of them may call. */
export interface Exposed extends CallersConfig {
  readonly listen: { readonly host: string; readonly tls?: ServerTls | undefined; readonly insecure: boolean };
}

/** Hosts that only this machine reaches. */
const LOOPBACK: readonly string[] = ['127.0.0.1', '::1', 'localhost'];

/** Whether only this machine reaches a host that a process listens on. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.includes(host);
}

/**
 * Who may reach what a process listens on, by its configuration alone.
 * @returns what an operator should know, each a sentence for the log; nothing where all is well
 * @throws NluError INVALID_ARGUMENT where everybody who reaches the port could call, in plain text, and nobody said that
 *   this is meant
 */
export function exposure({ listen, callers, callersFile }: Exposed): string[] {
  const { host, tls, insecure } = listen;
  if (isLoopback(host)) return [];
  const knowsCallers = callers.length > 0 || callersFile !== undefined;
  if (!tls && knowsCallers) {
    return ['callers send their tokens in plain text: set listen.tls, or let only a local proxy reach this port'];
  }
  if (tls && !knowsCallers && tls.clientNames.length === 0) {
    return [`everybody who reaches ${host} may call: set listen.tls.clientCaFile and clientNames, or callers`];
  }
  if (tls) return [];
  if (insecure) return [`everybody who reaches ${host} may call, in plain text, since listen.insecure is set`];
  const remedy = 'set listen.tls or callers, or --insecure where something in front guards it';
  throw new NluError(
    'INVALID_ARGUMENT',
    `listen.host: everybody who reaches ${host} could call, in plain text; ${remedy}`,
  );
}
