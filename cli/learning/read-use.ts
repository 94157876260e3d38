import { existsSync } from 'node:fs';
import { eventFolder, readDeployment } from '../../gateway/feedback/event-folder.js';
import type { FeedbackEvent } from '../../gateway/feedback/events/event.js';
import { CustomerKeys } from '../../gateway/feedback/privacy/customer-keys.js';
import { FolderKeys } from '../../gateway/feedback/privacy/folder-keys.js';
import { noCounts, type ReadCounts, readEvents } from '../../gateway/feedback/reading/read-events.js';
import { segmentRecords } from '../../gateway/feedback/reading/segment-records.js';
import { NluError } from '../../serving/errors.js';
import { readSoundCosts } from '../../training/entities/phonetic/sound-model.js';
import { readDissatisfactionModel, readRephraseModel } from '../../training/learning/model-files.js';
import { Rephrases } from '../../training/learning/rephrase/rephrase-model.js';
import { type LabelledUse, labelledUse } from '../../training/learning/rows/labelled-use.js';

/** What was read of a folder of events, and what it says. */
export interface Use extends LabelledUse {
  readonly read: ReadCounts;
}

/**
 * Reads a gateway's folder of events and labels its turns.
 * @param keyFile the deployment's key, where it is not in the folder
 * @throws NluError NOT_FOUND for no such folder; FAILED_PRECONDITION for another deployment's key, for a folder without events
 *   or whose events are all another deployment's
 */
export async function readUse(folder: string, keyFile?: string): Promise<Use> {
  const { segments, keys } = eventFolder(folder);
  if (!existsSync(segments))
    throw new NluError(
      'NOT_FOUND',
      `--events ${folder}: no folder of events; it is what a gateway's events.folder names`,
    );
  const deployment = await readDeployment(folder, keyFile);
  const opening = new CustomerKeys(new FolderKeys(keys), deployment, {
    forMs: Number.POSITIVE_INFINITY,
    nowMs: () => 0,
  });
  const read = noCounts();
  const events: FeedbackEvent[] = [];
  for await (const event of readEvents(segmentRecords(segments), opening, deployment.id, read)) events.push(event);
  if (events.length === 0) {
    const foreign = read.foreign > 0 ? `: its ${read.foreign} are of another deployment's key (--events-key)` : '';
    const forgotten = read.forgotten > 0 ? `; ${read.forgotten} are of customers who were forgotten` : '';
    throw new NluError('FAILED_PRECONDITION', `--events ${folder}: no events to learn from${foreign}${forgotten}`);
  }
  const models = {
    rephrases: new Rephrases(readRephraseModel(), readSoundCosts()),
    dissatisfaction: readDissatisfactionModel(),
  };
  return { ...labelledUse(events, models), read };
}
