import { destination, type Logger, pino } from 'pino';
import type { LogConfig } from '../config/serving-config.js';

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

/** The log of a process: lines of JSON on standard error, written before the call returns, so that a crash loses none. */
export function openLog(service: string, { level }: Pick<LogConfig, 'level'>): Log {
  const options = {
    level,
    base: { service },
    messageKey: 'message',
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return pino(options, destination({ dest: 2, sync: true }));
}

/** A log that nobody reads. */
export const silentLog: Log = pino({ level: 'silent' });
