import { pino } from 'pino';
import type { Log } from '../../serving/observability/log.js';

/** A log that keeps its lines for the test. */
export function recordedLog(): { log: Log; lines: Record<string, unknown>[]; text: () => string } {
  const lines: Record<string, unknown>[] = [];
  const write = (line: string) => void lines.push(JSON.parse(line));
  const log = pino({ level: 'debug', messageKey: 'message' }, { write });
  return { log, lines, text: () => JSON.stringify(lines) };
}

/** A log that writes nothing. */
export const silentLog: Log = pino({ level: 'silent' });
