import type { TaggedHypothesis } from '../../../domains/core/recognizer/recognizer.js';
import { type Evidence, HYPOTHESIS_EVIDENCE, LIST_EVIDENCE } from '../../../domains/core/reranker/evidence.js';
import { slotUse } from '../../../domains/core/reranker/slot-weights.js';
import type { TableWidths } from '../../reranker/ranking-table.js';
import type { TrainedColumns } from '../../reranker/reranker-trainer.js';
import type { EntityBelief, HypothesisEntities } from './hypothesis-entities.js';

/** Evidence of a catalogue about the list, behind LIST_EVIDENCE; all 0 without a catalogue. */
const LIST_COLUMNS = [
  /** P(some entity is meant) by the recognizer's top hypothesis. */
  'topSome',
  /** P(the most probable entity is meant) by it. */
  'topBest',
  /** The same where its slots name that entity together. */
  'topJoined',
  /** The largest P(some entity is meant) of the list. */
  'mostSome',
] as const;

/** Evidence of a catalogue about a hypothesis, behind HYPOTHESIS_EVIDENCE; all 0 without a catalogue. */
const HYPOTHESIS_COLUMNS = [
  /** 1 where its slots name anything that the catalogue has kinds of. */
  'named',
  /** Log-odds that some entity is meant. */
  'some',
  /** log P(the most probable entity is meant). */
  'best',
  /** P(the most probable entity is meant) where its slots name that entity together. */
  'joined',
] as const;

/** Probabilities are held off 0 and 1 by this much: a catalogue is never so sure what is meant. */
const FLOOR = 0.01;

/** The columns of a domain's lists, and what stands in them. */
export class EntityColumns {
  readonly widths: TableWidths;
  /** The columns that re-rankers read. */
  readonly columns: TrainedColumns;
  readonly #placeOf: ReadonlyMap<string, number>;

  /** @param uses the slots that get a column for P(some entity) each (`slotUse`) */
  constructor(uses: readonly string[]) {
    const evidence = HYPOTHESIS_EVIDENCE.length;
    this.#placeOf = new Map(uses.map((use, place) => [use, HYPOTHESIS_COLUMNS.length + place]));
    const further = HYPOTHESIS_COLUMNS.length + uses.length;
    this.widths = { list: LIST_EVIDENCE.length + LIST_COLUMNS.length, hypothesis: evidence + further };
    const slotWeights = HYPOTHESIS_EVIDENCE.indexOf('slotWeights');
    this.columns = {
      paper: [0, 1, 2],
      // As without a catalogue: the domain's score is the list's, and slots are weighed one by one.
      listWise: Array.from({ length: evidence + further }, (_, column) => column).filter(
        (column) => column > 0 && column !== slotWeights,
      ),
      slotWeights,
    };
  }

  /** The evidence for a list with what a catalogue says of its hypotheses; absent: a service without a catalogue. */
  widened(
    { list, hypotheses }: Evidence,
    tagged: readonly TaggedHypothesis[],
    entities: readonly HypothesisEntities[] | undefined,
  ): Evidence {
    const [from, to] = [HYPOTHESIS_EVIDENCE.length, this.widths.hypothesis];
    const wide = new Float64Array(tagged.length * to);
    for (const [row, { intent }] of tagged.entries()) {
      wide.set(hypotheses.subarray(row * from, (row + 1) * from), row * to);
      const told = entities?.[row];
      if (told) this.#fill(wide.subarray(row * to + from, (row + 1) * to), intent, told);
    }
    const wideList = new Float64Array(this.widths.list);
    wideList.set(list);
    wideList.set(listColumns(tagged, entities), list.length);
    return { list: wideList, hypotheses: wide };
  }

  #fill(into: Float64Array, intent: string, { together, alone }: HypothesisEntities): void {
    // In the order of HYPOTHESIS_COLUMNS, then the uses.
    if (together) {
      const [some, best] = [held(together.some), held(together.best)];
      into.set([1, Math.log(some) - Math.log(1 - some), Math.log(best), joinedBest(together, alone.length)]);
    }
    for (const { slot, belief } of alone) {
      const place = this.#placeOf.get(slotUse(intent, slot));
      if (place !== undefined) into[place] = into[place] + belief.some;
    }
  }
}

function listColumns(
  tagged: readonly TaggedHypothesis[],
  entities: readonly HypothesisEntities[] | undefined,
): readonly number[] {
  if (!entities || tagged.length === 0) return LIST_COLUMNS.map(() => 0);
  const product = ({ scores }: TaggedHypothesis) => scores.intent * scores.slot;
  const top = tagged.reduce((best, one, index) => (product(one) > product(tagged[best]) ? index : best), 0);
  const { together, alone } = entities[top];
  const most = entities.reduce((some, one) => Math.max(some, one.together?.some ?? 0), 0);
  if (!together) return [0, 0, 0, most];
  return [together.some, together.best, joinedBest(together, alone.length), most];
}

function joinedBest({ joined, best }: EntityBelief, named: number): number {
  return joined && named > 1 ? best : 0;
}

function held(probability: number): number {
  return Math.min(1 - FLOOR, Math.max(FLOOR, probability));
}
