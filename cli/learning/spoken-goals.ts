import { readFileSync } from 'node:fs';
import { domainFolders } from '../../domains/core/schema/domain-folders.js';
import type { SentHearing } from '../../gateway/answer/hearings/weights.js';
import { NO_CONTEXT } from '../../gateway/answer/priors/context.js';
import { AMBIGUOUS, OTHER } from '../../training/corpus/corpus-row.js';
import { assigned } from '../../training/corpus/domain-assignment.js';
import { readCorpus } from '../../training/corpus/read-corpus.js';
import type { Goal } from '../../training/learning/failures/simulation/goal.js';
import type { Random } from '../../training/numeric/random.js';
import { parseRecognisedRows } from '../evaluation/recognised-rows.js';

/** Real rows with what a recogniser made of them. */
export interface SpokenGoals {
  readonly count: number;
  /** Each row once, in order, and then any of them. */
  draw(random: Random): Goal;
  /** What was heard of the row, where its own words are said. */
  hear(goal: Goal): readonly SentHearing[] | undefined;
}

/**
 * Rows of a corpus whose intents are told apart as ours are, with the n-best lists of a recogniser by their ids. They name no
 * work here: which of a catalogue's was meant, their source does not say, so that no entity of theirs can fail.
 */
export function spokenGoals(corpus: string, recognised: string): SpokenGoals {
  const schemas = domainFolders().map(({ schema }) => schema);
  const rows = readCorpus(corpus).map((row) => assigned(row, schemas));
  const spoken = parseRecognisedRows(readFileSync(recognised, 'utf8'), recognised, rows).flatMap(
    ({ row, hearings }) => {
      const { domain, intent, slots, text, id, sameIntents } = row;
      if (domain === AMBIGUOUS || (domain !== OTHER && (!slots || sameIntents))) return [];
      const meaning = domain === OTHER ? undefined : { domain, intent, slots: slots ?? [] };
      const goal: Goal = { group: id, text, meaning, isSpokenTo: true, isAvailable: true, context: NO_CONTEXT };
      return [{ goal, hearings: hearings.map((each) => ({ text: each })) }];
    },
  );
  const byId = new Map(spoken.map((each) => [each.goal.group, each]));
  let drawn = 0;
  return {
    count: spoken.length,
    draw: (random) => spoken[drawn < spoken.length ? drawn++ : random.below(spoken.length)].goal,
    hear: ({ group, text }) => {
      const own = byId.get(group);
      return own?.goal.text === text ? own.hearings : undefined;
    },
  };
}
