import type { ReadCounts } from '../../../../gateway/feedback/reading/read-events.js';
import { readSoundCosts } from '../../../../training/entities/phonetic/sound-model.js';
import { readDissatisfactionModel, readRephraseModel } from '../../../../training/learning/model-files.js';
import { Rephrases } from '../../../../training/learning/rephrase/rephrase-model.js';
import { type LabelledUse, labelledUse } from '../../../../training/learning/rows/labelled-use.js';
import { type EventsAccess, takeKeptEvents } from './kept-events.js';
import { SampledEvents } from './sampled-events.js';

/** What was read of events, and what it says. */
export interface Use extends LabelledUse {
  readonly read: ReadCounts;
  /** One customer in so many is learned from: more events than can be held were kept. */
  readonly oneIn: number;
}

/**
 * Reads what a gateway kept of use, and labels its turns.
 * @throws NluError as `readKeptEvents` does
 */
export async function readUse(place: string, access: EventsAccess): Promise<Use> {
  const sampled = new SampledEvents();
  const read = await takeKeptEvents(place, access, sampled);
  const models = {
    rephrases: new Rephrases(readRephraseModel(), readSoundCosts()),
    dissatisfaction: readDissatisfactionModel(),
  };
  return { ...labelledUse(sampled.events, models), read, oneIn: sampled.oneIn };
}
