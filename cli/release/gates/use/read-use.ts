import type { ReadCounts } from '../../../../gateway/feedback/reading/read-events.js';
import { readSoundCosts } from '../../../../training/entities/phonetic/sound-model.js';
import { readDissatisfactionModel, readRephraseModel } from '../../../../training/learning/model-files.js';
import { Rephrases } from '../../../../training/learning/rephrase/rephrase-model.js';
import { type LabelledUse, labelledUse } from '../../../../training/learning/rows/labelled-use.js';
import { type EventsAccess, readKeptEvents } from './kept-events.js';

/** What was read of events, and what it says. */
export interface Use extends LabelledUse {
  readonly read: ReadCounts;
}

/**
 * Reads what a gateway kept of use, and labels its turns.
 * @throws NluError as `readKeptEvents` does
 */
export async function readUse(place: string, access: EventsAccess): Promise<Use> {
  const { events, read } = await readKeptEvents(place, access);
  const models = {
    rephrases: new Rephrases(readRephraseModel(), readSoundCosts()),
    dissatisfaction: readDissatisfactionModel(),
  };
  return { ...labelledUse(events, models), read };
}
