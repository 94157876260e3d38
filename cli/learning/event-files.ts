import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { eventSchema, type FeedbackEvent } from '../../gateway/feedback/events/event.js';
import { messageOf, NluError } from '../../serving/errors.js';
import { readJsonLines } from '../../training/corpus/json-lines.js';

/** Events of a folder, and the lines that are none. */
export interface EventsOfFolder {
  readonly events: readonly FeedbackEvent[];
  /** Lines that are no events of ours, which are left out. */
  readonly broken: number;
  /** Lines that are sealed under a customer's key, which are left out too. */
  readonly sealed: number;
}

/**
 * Reads the events of a folder's .jsonl files, one event a line.
 * @throws NluError NOT_FOUND for a folder that is not there or has no such file, FAILED_PRECONDITION where every line is sealed
 *   and INVALID_ARGUMENT where none is an event
 */
export async function readEventFiles(option: string, folder: string): Promise<EventsOfFolder> {
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory()) throw new NluError('NOT_FOUND', `${option} ${folder}: no such folder`);
  const names = (await readdir(folder)).filter((name) => name.endsWith('.jsonl')).sort();
  if (names.length === 0) {
    throw new NluError('NOT_FOUND', `${option} ${folder}: is empty: there is no .jsonl file, one event a line`);
  }
  const events: FeedbackEvent[] = [];
  let [broken, sealed] = [0, 0];
  let problem = '';
  for (const name of names) {
    const path = join(folder, name);
    try {
      for await (const { line, value } of readJsonLines(path)) {
        const parsed = eventSchema.safeParse(value);
        if (parsed.success) events.push(parsed.data);
        else if (typeof value === 'object' && value !== null && 'sealed' in value) sealed++;
        else {
          const [issue] = parsed.error.issues;
          problem ||= `${path}:${line}: ${issue.path.join('.')}: ${issue.message}`;
          broken++;
        }
      }
    } catch (cause) {
      // What was read of a file that was cut counts.
      problem ||= messageOf(cause);
      broken++;
    }
  }
  if (events.length > 0) return { events, broken, sealed };
  if (sealed > 0) {
    const rule = "a gateway's own folder is read with its keys; give a folder of opened events";
    throw new NluError('FAILED_PRECONDITION', `${option} ${folder}: all ${sealed} events are sealed: ${rule}`);
  }
  throw new NluError('INVALID_ARGUMENT', `${option} ${folder}: has no event${problem === '' ? '' : `: ${problem}`}`);
}
