import { commonScore } from '../../../training/learning/dissatisfaction/spoken-dialogue.js';
import { grouped } from '../../../training/learning/grouped.js';
import type { Interval } from '../../../training/metrics/bootstrap.js';
import { seeded } from '../../../training/numeric/random.js';

/** What was told of a turn, and what was so. */
export interface Told {
  readonly dialogue: string;
  readonly isTold: boolean;
  readonly isDissatisfied: boolean;
}

export interface DissatisfactionFigures {
  /** 2 P R / (P + R) of dissatisfied turns. */
  readonly f1: Interval;
  /** As the source's code computes it: 2 P R / max(P + R, 1), which is less where P + R is below 1. */
  readonly sourceF1: number;
  readonly precision: number;
  readonly recall: number;
}

const RESAMPLES = 500;

/** Figures of turns; the interval is that of dialogues drawn with replacement. */
export function dissatisfactionFigures(turns: readonly Told[], seed = 1): DissatisfactionFigures {
  const groups = [...grouped(turns, ({ dialogue }) => dialogue).values()].map(countsOf);
  const random = seeded(seed);
  const drawn = Float64Array.from({ length: RESAMPLES }, () => {
    const sums = { both: 0, told: 0, so: 0 };
    for (let draw = 0; draw < groups.length; draw++) {
      const { both, told, so } = groups[random.below(groups.length)];
      sums.both += both;
      sums.told += told;
      sums.so += so;
    }
    return f1Of(sums);
  }).sort();
  const at = (share: number) => drawn[Math.round(share * (RESAMPLES - 1))];
  const counts = countsOf(turns);
  const precision = counts.told === 0 ? 0 : counts.both / counts.told;
  const recall = counts.so === 0 ? 0 : counts.both / counts.so;
  const sourceF1 = (2 * precision * recall) / Math.max(precision + recall, 1);
  return { f1: { value: f1Of(counts), low: at(0.025), high: at(0.975) }, sourceF1, precision, recall };
}

/** Each annotator beside the score that most of the others gave. */
export function annotatorTurns(dialogue: string, scores: readonly number[]): Told[] {
  if (scores.length < 2) return [];
  return scores.map((score, place) => ({
    dialogue,
    isTold: score < 3,
    isDissatisfied: commonScore(scores.toSpliced(place, 1)) < 3,
  }));
}

interface Counts {
  readonly both: number;
  readonly told: number;
  readonly so: number;
}

function countsOf(turns: readonly Told[]): Counts {
  return {
    both: turns.filter(({ isTold, isDissatisfied }) => isTold && isDissatisfied).length,
    told: turns.filter(({ isTold }) => isTold).length,
    so: turns.filter(({ isDissatisfied }) => isDissatisfied).length,
  };
}

function f1Of({ both, told, so }: Counts): number {
  return told + so === 0 ? 0 : (2 * both) / (told + so);
}
