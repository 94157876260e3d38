import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FeedbackEvent } from '../../../gateway/feedback/events/event.js';
import { type EventPlace, folderPlace, openEvents } from '../../../gateway/feedback/open-reader.js';
import type { ReadCounts } from '../../../gateway/feedback/reading/read-events.js';

/** The events of a folder or another place, as training reads them, and what else was found; none where nothing was kept yet. */
export async function eventsIn(
  place: string | EventPlace,
): Promise<{ readonly events: FeedbackEvent[]; readonly counts: ReadCounts }> {
  const reader = await openEvents(typeof place === 'string' ? folderPlace(place) : place);
  try {
    const events: FeedbackEvent[] = [];
    for await (const event of reader.events()) events.push(event);
    return { events, counts: reader.counts };
  } finally {
    await reader.close();
  }
}

/** All bytes of a folder and of those in it, one after another. */
export function bytesIn(folder: string): Buffer {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Buffer.concat(files.map(({ parentPath, name }) => readFileSync(join(parentPath, name))));
}
