import type { YearFigures, YearMonth } from '../../training/learning/year/figures.js';
import type { Interval } from '../../training/metrics/bootstrap.js';
import { plainTable } from '../evaluation/evaluation-text.js';
import type { Life } from './life.js';
import { incidentText, learnedText } from './month-text.js';

/** A lived year, for people and programs. */
export interface LivedYear {
  readonly figures: YearFigures;
  readonly life: Life;
  readonly hasPoison: boolean;
  readonly settings: { readonly seed: number; readonly noise: number; readonly biased: boolean };
}

/** The same year with several ways to tell what was right. */
export interface ComparedTellings {
  readonly tellings: readonly {
    readonly name: string;
    readonly life: Life;
    readonly figures: YearFigures;
    /** Defects of the last months over those of the first way. */
    readonly overFirst: Interval;
  }[];
  readonly seed: number;
}

/** Ways to tell side by side. */
export function tellingsText({ tellings, seed }: ComparedTellings): string {
  const first = tellings[0]!;
  const table = plainTable([
    'feedback',
    'rows',
    `last ${first.figures.last} months / the first`,
    'with / without learning',
    `beside ${first.name}`,
    'control, with / without',
  ]);
  for (const { name, life, figures, overFirst } of tellings) {
    const rows = life.months.flatMap(({ learned }) => learned?.rows ?? []).at(-1) ?? 0;
    const { endOverStart, learningOverFixed, controlOverFixed } = figures;
    const shown = [endOverStart, learningOverFixed, overFirst, controlOverFixed].map(interval);
    table.push([name, `${rows}`, ...shown]);
  }
  const without = interval(first.figures.endOverStartFixed);
  return `Defects of those who teach, by the label, paired over people; seed ${seed}; without learning the last months / the first: ${without}\n${table}\n`;
}

/** The figures as text. */
export function yearText({ figures, life, hasPoison, settings }: LivedYear): string {
  const table = plainTable([
    'month',
    'visits',
    'learning',
    'without',
    'control',
    'control without',
    'found',
    'found without',
    ...(hasPoison ? ['moved by poison'] : []),
    'rows',
    'opposed',
    'learned, and what happened',
  ]);
  for (const month of figures.months) {
    const { learned, ...own } = life.months[month.month - 1]!;
    table.push([
      `${month.month}`,
      `${month.visits}`,
      ...shares(month),
      ...(hasPoison ? [percent(month.moved)] : []),
      `${learned?.rows ?? ''}`,
      `${learned?.opposed ?? ''}`,
      [...(learned ? [learnedText(learned)] : []), ...incidentText(own)].join('; '),
    ]);
  }
  const { noise, biased, seed } = settings;
  const { endOverStart, endOverStartFixed, learningOverFixed, controlOverFixed, moved, last } = figures;
  return `${[
    `Defects among first requests in %, by the label, and works found of those that right answers name; feedback ${percent(noise)} % false${biased ? ' and biased' : ''}, seed ${seed}`,
    table.toString(),
    `the last ${last} months / the first: ${interval(endOverStart)} with learning, ${interval(endOverStartFixed)} without`,
    `the last ${last} months, with / without learning: ${interval(learningOverFixed)}; control group ${interval(controlOverFixed)}`,
    ...(hasPoison
      ? [
          `answers of others that the poisoned group moves: ${percent(moved.value)} % (${percent(moved.low)} to ${percent(moved.high)})`,
        ]
      : []),
  ].join('\n')}\n`;
}

function shares({ learning, fixed, control, controlFixed, found, foundFixed }: YearMonth): string[] {
  return [learning, fixed, control, controlFixed, found, foundFixed].map(percent);
}

function percent(share: number): string {
  return Number.isNaN(share) ? '–' : (100 * share).toFixed(2);
}

function interval({ value, low, high }: Interval): string {
  return `${value.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
}
