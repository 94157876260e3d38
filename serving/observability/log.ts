import { destination, type Logger, pino, stdTimeFunctions } from 'pino';
import type { LogConfig } from '../config/serving-config.js';

/** A process's log. */
export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

/**
 * Opens a log of JSON lines on standard error. A line is written before the call returns, so that a crash loses none.
 */
export function openLog(service: string, { level }: Pick<LogConfig, 'level'>): Log {
  const options = {
    level,
    base: { service },
    messageKey: 'message',
    // RFC 3339 in UTC, which a person and every collector can read.
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return pino(options, destination({ dest: 2, sync: true }));
}
