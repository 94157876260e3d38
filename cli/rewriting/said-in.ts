import type { ReadCounts } from '../../gateway/feedback/reading/read-events.js';
import { noCounts } from '../../gateway/feedback/reading/read-events.js';
import { NluError } from '../../serving/errors.js';
import { readSoundCosts } from '../../training/entities/phonetic/sound-model.js';
import type { Line } from '../../training/learning/failures/simulation/line.js';
import { labelledTurns } from '../../training/learning/labelled-turns.js';
import { readDissatisfactionModel, readRephraseModel } from '../../training/learning/model-files.js';
import { Rephrases } from '../../training/learning/rephrase/rephrase-model.js';
import type { SaidTurn } from '../../training/rewriting/said-turn.js';
import { saidTurns } from '../../training/rewriting/said-turns.js';
import { type EventsAccess, takeKeptEvents } from '../release/gates/use/kept-events.js';
import { SampledEvents } from '../release/gates/use/sampled-events.js';
import { isUseFile, readUseFile } from './use-file.js';

/** What customers said, as rewriting learns from it. */
export interface Said {
  readonly turns: readonly SaidTurn[];
  readonly read: ReadCounts;
  /** One customer in so many is learned from: more events than can be held were kept. */
  readonly oneIn: number;
}

/**
 * Reads what customers said from a gateway's events or from a file.
 * @param line answers the requests of a file; absent: the place is no file
 * @param say told how far a long file is
 * @throws NluError as `readKeptEvents` and `readUseFile` do; FAILED_PRECONDITION where no words of customers were kept
 */
export async function saidIn(
  place: string,
  access: EventsAccess,
  line?: Line,
  say?: (text: string) => void,
): Promise<Said> {
  const isFile = line !== undefined && isUseFile(place);
  const sampled = new SampledEvents();
  const read = isFile ? noCounts() : await takeKeptEvents(place, access, sampled);
  if (isFile) for (const event of await readUseFile(place, line, say)) sampled.add(event);
  const { events, oneIn } = sampled;
  if (isFile) read.events = events.length;
  const models = {
    rephrases: new Rephrases(readRephraseModel(), readSoundCosts()),
    dissatisfaction: readDissatisfactionModel(),
  };
  const turns = saidTurns(labelledTurns(events, models).turns);
  if (turns.length > 0) return { turns, read, oneIn };
  const problem = 'no request has its customer and its words; set events.text, and send customer';
  throw new NluError('FAILED_PRECONDITION', `--events ${place}: ${problem}`);
}
