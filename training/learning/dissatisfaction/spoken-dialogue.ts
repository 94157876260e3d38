import { readFileSync } from 'node:fs';
import { parseJsonLines } from '../../corpus/json-lines.js';
import { rowError } from '../../corpus/row-error.js';

/** One thing that a user said in a dialogue, with what the system had said before it. */
export interface UserTurn {
  readonly dialogue: string;
  readonly text: string;
  /** What the user said before; absent at the beginning. */
  readonly before?: string | undefined;
  /** What the system said before; absent where the user began. */
  readonly system?: string | undefined;
  /** Whether the user is dissatisfied with what the system did before, as far as the source tells. */
  readonly isDissatisfied: boolean;
}

/** User acts of IARD by which somebody is dissatisfied: rejects, criticises, says it otherwise, starts over. */
const DISSATISFIED: readonly string[] = ['REJ', 'CRI-F', 'REF', 'STO'];

/** User turns of IARD (Cai and Chen 2020), dissatisfied by their acts. */
export function readIard(file: string): UserTurn[] {
  return dialogues(file).flatMap(({ id, turns }) => {
    const made: UserTurn[] = [];
    let [before, system] = [undefined as string | undefined, undefined as string | undefined];
    for (const { speaker, text, acts = [] } of turns as { speaker: string; text: string; acts?: string[] }[]) {
      if (speaker !== 'USER') {
        system = text;
        continue;
      }
      made.push({ dialogue: id, text, before, system, isDissatisfied: acts.some((act) => DISSATISFIED.includes(act)) });
      before = text;
    }
    return made;
  });
}

/**
 * User turns of GetGoing (Mehri, Black, Eskenazi 2019): a caller is dissatisfied where the system has just asked the same
 * question again, after an answer that it did not take. What the system says is no feature, so that the question itself
 * does not give it away.
 */
export function readGetGoing(file: string): UserTurn[] {
  return dialogues(file).flatMap(({ id, turns, asked }) => {
    const made: UserTurn[] = [];
    let [before, question] = [undefined as string | undefined, ''];
    for (const [place, turn] of (turns as { system: string; heard: string | null }[]).entries()) {
      // From here on the caller speaks of the call.
      if (asked !== null && place >= (asked as number)) break;
      const asks = lastSentence(turn.system);
      if (turn.heard !== null) {
        const isDissatisfied = before !== undefined && asks !== '' && asks === question;
        made.push({ dialogue: id, text: turn.heard, before, system: turn.system, isDissatisfied });
        before = turn.heard;
      }
      // Who said nothing is asked again for that.
      question = turn.heard === null ? '' : asks;
    }
    return made;
  });
}

/** A user turn with its annotators' scores from 1 to 5. */
export interface ScoredUserTurn extends UserTurn {
  readonly scores: readonly number[];
}

/**
 * User turns of the User Satisfaction Simulation data (Sun et al. 2021). As in the source's own code a turn's rating is
 * the one that most annotators gave, the lowest of several, and below 3 is dissatisfied.
 */
export function readSatisfaction(file: string): ScoredUserTurn[] {
  return dialogues(file).flatMap(({ id, turns }) => {
    const made: ScoredUserTurn[] = [];
    let [before, system] = [undefined as string | undefined, undefined as string | undefined];
    for (const { speaker, text, scores } of turns as { speaker: string; text: string; scores?: number[] }[]) {
      if (speaker !== 'USER') {
        system = text;
        continue;
      }
      if (scores && scores.length > 0)
        made.push({ dialogue: id, text, before, system, scores, isDissatisfied: commonScore(scores) < 3 });
      before = text;
    }
    return made;
  });
}

/** The score that was given most often; of several the lowest. */
export function commonScore(scores: readonly number[]): number {
  const times = (score: number) => scores.filter((other) => other === score).length;
  return [...scores].sort((one, other) => times(other) - times(one) || one - other)[0];
}

function dialogues(file: string): { id: string; turns: unknown[]; asked: unknown }[] {
  return parseJsonLines(readFileSync(file, 'utf8'), file).map(({ line, value }) => {
    const { id, turns, asked = null } = value;
    if (typeof id !== 'string' || !Array.isArray(turns))
      throw rowError(file, line, 'a dialogue has "id", a string, and "turns", an array');
    return { id, turns, asked };
  });
}

function lastSentence(text: string): string {
  return (
    text
      .split(/(?<=[.?!])\s+/u)
      .map((sentence) => sentence.trim().toLowerCase())
      .findLast((sentence) => sentence !== '') ?? ''
  );
}
