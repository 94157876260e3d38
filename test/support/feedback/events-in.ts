import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventFolder, folderDeployment } from '../../../gateway/feedback/event-folder.js';
import type { FeedbackEvent } from '../../../gateway/feedback/events/event.js';
import { CustomerKeys } from '../../../gateway/feedback/privacy/customer-keys.js';
import { FolderKeys } from '../../../gateway/feedback/privacy/folder-keys.js';
import { noCounts, type ReadCounts, readEvents } from '../../../gateway/feedback/reading/read-events.js';
import { segmentRecords } from '../../../gateway/feedback/reading/segment-records.js';

/** The events of a folder, as training reads them, and what else was found. */
export async function eventsIn(
  folder: string,
  keyFile?: string,
): Promise<{ readonly events: FeedbackEvent[]; readonly counts: ReadCounts }> {
  const deployment = await folderDeployment(folder, keyFile);
  const { segments, keys } = eventFolder(folder);
  const customerKeys = new CustomerKeys(new FolderKeys(keys), deployment, { forMs: 0, nowMs: () => 0 });
  const counts = noCounts();
  const events: FeedbackEvent[] = [];
  for await (const event of readEvents(segmentRecords(segments), customerKeys, deployment.id, counts))
    events.push(event);
  return { events, counts };
}

/** All bytes of a folder and of those in it, one after another. */
export function bytesIn(folder: string): Buffer {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Buffer.concat(files.map(({ parentPath, name }) => readFileSync(join(parentPath, name))));
}
