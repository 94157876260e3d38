import { NO_CONTEXT } from '../../../gateway/answer/priors/context.js';
import { AMBIGUOUS, type CorpusRow, OTHER } from '../../corpus/corpus-row.js';
import { drawOf, foldOf, groupKey } from '../../corpus/folds.js';
import type { Random } from '../../numeric/random.js';
import type { Goal } from '../failures/simulation/goal.js';
import { type Corrections, correctionOf } from './corrections.js';
import type { YearParameters } from './parameters.js';
import { MOST_REPHRASES, rephrasesOf } from './rephrases.js';

/** Something that people want all year, and the words in which they ask for it. */
export interface YearGoal extends Goal {
  /** Further words for the same, in the order in which they are tried. */
  readonly rephrases: readonly string[];
  /** What a recogniser once made of the first words; absent where it is not known, or not whole. */
  readonly misheard?: string | undefined;
}

/** The rows of a corpus, parted by what they are for. */
export interface YearRows {
  /** Their labels teach the first versions. */
  readonly labelled: readonly CorpusRow[];
  /** Their labels are for the gates alone. */
  readonly gated: readonly CorpusRow[];
  /** By group the goals, commonest first; later ones take the place of those that are wanted no more. */
  readonly teaching: readonly YearGoal[];
  readonly control: readonly YearGoal[];
}

/** Reserve of goals that may take others' places. */
const RESERVE = 2;

/**
 * Parts rows into labels and goals, by their texts: no text is in two parts, and those of the control group are of a part of
 * their own, so that nothing that they say was ever said by others.
 * @param heard what a recogniser made of rows, by their ids
 * @param corrections how people really correct; absent: all say it again in the words of other rows
 */
export function yearRows(
  rows: readonly CorpusRow[],
  heard: ReadonlyMap<string, string>,
  { labels, goals }: Pick<YearParameters, 'labels' | 'goals'>,
  seed: number,
  corrections?: Corrections,
): YearRows {
  const texts = new Set<string>();
  const known = rows.filter(({ text, domain }) => {
    const key = groupKey(text);
    if (domain === AMBIGUOUS || texts.has(key)) return false;
    texts.add(key);
    return true;
  });
  const partOf = ({ text }: CorpusRow) => drawOf(text, `part\n${seed}`);
  const labelled = known.filter((row) => partOf(row) < labels.learned);
  const gated = known.filter((row) => partOf(row) >= labels.learned && partOf(row) < labels.learned + labels.gates);
  const traffic = known.filter((row) => partOf(row) >= labels.learned + labels.gates);
  const isControl = ({ text }: CorpusRow) => drawOf(text, `control\n${seed}`) < goals.control;
  const again = rephrasesOf(traffic, (row) => (isControl(row) ? 1 : 0), seed);
  const saidAgain = (row: CorpusRow): readonly string[] => {
    const plain = again.get(row.id) ?? [];
    const isCorrected = drawOf(row.text, `corrected\n${seed}`) < goals.corrected;
    if (!corrections || !isCorrected) return plain;
    // Whole corrections are for all: what the control group says nobody else says.
    const own = isControl(row) ? { ...corrections, carriers: [] } : corrections;
    const correction = correctionOf(row, plain[0] ?? row.text, own, drawOf(row.text, `correction\n${seed}`));
    return [...(correction === undefined ? [] : [correction]), ...plain].slice(0, MOST_REPHRASES);
  };
  const order = (row: CorpusRow) => drawOf(row.text, `rank\n${seed}`);
  const goalsOf = (control: boolean) =>
    traffic
      .filter((row) => isControl(row) === control)
      .sort((one, other) => order(one) - order(other))
      .slice(0, RESERVE * goals.count)
      .map((row) => goalOf(row, saidAgain(row), heard.get(row.id)));
  return { labelled, gated, teaching: goalsOf(false), control: goalsOf(true) };
}

function goalOf(
  { id, text, domain, intent, slots }: CorpusRow,
  rephrases: readonly string[],
  misheard: string | undefined,
): YearGoal {
  return {
    group: id,
    text,
    meaning: domain === OTHER ? undefined : { domain, intent, slots: slots ?? [] },
    isSpokenTo: true,
    isAvailable: true,
    context: NO_CONTEXT,
    rephrases,
    ...(misheard !== undefined && misheard !== '' && !misheard.includes('<unk>') && { misheard }),
  };
}

/** Draws goals by Zipf's law over their ranks. */
export class WantedGoals {
  readonly #goals: readonly YearGoal[];
  readonly #sums: Float64Array;

  /** @param goals commonest first, at least one */
  constructor(goals: readonly YearGoal[], zipf: number) {
    this.#goals = goals;
    this.#sums = new Float64Array(goals.length);
    let sum = 0;
    for (const index of goals.keys()) {
      sum += (index + 1) ** -zipf;
      this.#sums[index] = sum;
    }
  }

  /** All of them, commonest first. */
  get all(): readonly YearGoal[] {
    return this.#goals;
  }

  /** The commonest goals. */
  first(count: number): readonly YearGoal[] {
    return this.#goals.slice(0, count);
  }

  /** The goal that another one was made of. @throws RangeError for one of elsewhere */
  goalOf({ group }: Pick<Goal, 'group'>): YearGoal {
    const goal = this.#goals.find((each) => each.group === group);
    if (!goal) throw new RangeError(`${group} is wanted by nobody`);
    return goal;
  }

  draw(random: Random): YearGoal {
    const wanted = random.next() * this.#sums.at(-1)!;
    let [low, high] = [0, this.#sums.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#sums[middle]! > wanted) high = middle;
      else low = middle + 1;
    }
    return this.#goals[low]!;
  }
}

/**
 * What is wanted in a month: the first goals of a group, a share of which have others in their places from the month in which
 * the catalogues change.
 */
export function wantedIn(
  month: number,
  goals: readonly YearGoal[],
  { goals: { count, zipf }, incidents }: Pick<YearParameters, 'goals' | 'incidents'>,
  seed: number,
): WantedGoals {
  const first = goals.slice(0, count);
  const reserve = goals.slice(count);
  if (incidents.catalogue === 0 || month < incidents.catalogue) return new WantedGoals(first, zipf);
  let next = 0;
  return new WantedGoals(
    first.map((goal) => {
      const isReplaced = foldOf(goal.text, 1_000, seed) < 1_000 * incidents.replaced;
      return isReplaced && next < reserve.length ? reserve[next++]! : goal;
    }),
    zipf,
  );
}
