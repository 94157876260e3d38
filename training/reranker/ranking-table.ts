import { HYPOTHESIS_EVIDENCE, LIST_EVIDENCE } from '../../domains/core/reranker/evidence.js';
import type { RankingExample } from './losses/ranking-example.js';

/** How many columns of evidence lists and hypotheses have. */
export interface TableWidths {
  readonly list: number;
  readonly hypothesis: number;
}

const WIDTHS: TableWidths = { list: LIST_EVIDENCE.length, hypothesis: HYPOTHESIS_EVIDENCE.length };

/**
 * Ranking examples as columns: N lists of M hypotheses in all, those of list i from `starts[i]` to `starts[i + 1]`. The
 * arrays stand in memory that threads share, so that a table goes to a worker without being copied.
 */
export interface RankingTable {
  readonly widths: TableWidths;
  /** `[N + 1]`. */
  readonly starts: Int32Array;
  /** `[N, widths.list]` row-major, columns as the evidence's. */
  readonly list: Float64Array;
  /** `[M, widths.hypothesis]` row-major, columns as the evidence's. */
  readonly hypotheses: Float64Array;
  /** `[M]` SemER of each hypothesis. */
  readonly cost: Float64Array;
  /** `[N]` the right hypothesis, counted from its list's first; -1 where none is. */
  readonly right: Int32Array;
  /** `[N]` 1 where the utterance is the domain's. */
  readonly isInDomain: Uint8Array;
  /** `[N]` 1 where a right answer is known at all. */
  readonly annotated: Uint8Array;
  /** `[N]` how many utterances the list stands for; 0 for one that must not be trained on. */
  readonly weight: Float64Array;
  /** The slots in use, K of them (`slotUse`). */
  readonly uses: readonly string[];
  /** `[M, 2 K]` row-major: how often a hypothesis has each slot, and how many words it gives it; at most 255. */
  readonly slots: Uint8Array;
}

/** The table of examples whose evidence has these widths; absent: those of a recognizer's lists. */
export function tabulate(examples: readonly RankingExample[], widths: TableWidths = WIDTHS): RankingTable {
  const count = examples.length;
  const starts = new Int32Array(shared(4 * (count + 1)));
  for (const [index, { cost }] of examples.entries()) starts[index + 1] = starts[index] + cost.length;
  const hypotheses = starts[count];
  const uses = [...new Set(examples.flatMap(({ slots }) => (slots ?? []).flat().map(({ use }) => use)))].sort();
  const placeOf = new Map(uses.map((use, place) => [use, place]));
  const table = {
    widths,
    starts,
    list: new Float64Array(shared(8 * count * widths.list)),
    hypotheses: new Float64Array(shared(8 * hypotheses * widths.hypothesis)),
    cost: new Float64Array(shared(8 * hypotheses)),
    right: new Int32Array(shared(4 * count)),
    isInDomain: new Uint8Array(shared(count)),
    annotated: new Uint8Array(shared(count)),
    weight: new Float64Array(shared(8 * count)),
    uses,
    slots: new Uint8Array(shared(hypotheses * 2 * uses.length)),
  };
  for (const [index, { evidence, right, cost, isInDomain, annotated, weight, slots }] of examples.entries()) {
    table.list.set(evidence.list, index * widths.list);
    table.hypotheses.set(evidence.hypotheses, starts[index] * widths.hypothesis);
    table.cost.set(cost, starts[index]);
    table.right[index] = right;
    table.isInDomain[index] = isInDomain ? 1 : 0;
    table.annotated[index] = annotated ? 1 : 0;
    table.weight[index] = weight;
    for (const [row, used] of (slots ?? []).entries()) {
      const from = (starts[index] + row) * 2 * uses.length;
      for (const { use, words } of used) {
        // `uses` has every use of the examples.
        const place = from + placeOf.get(use)!;
        table.slots[place] = table.slots[place] + 1;
        table.slots[place + uses.length] = Math.min(255, table.slots[place + uses.length] + words);
      }
    }
  }
  return table;
}

/** The named lists of a table, in the order given. */
export function selectLists(table: RankingTable, lists: ArrayLike<number>): RankingTable {
  const { widths } = table;
  const count = lists.length;
  const slotWidth = 2 * table.uses.length;
  const starts = new Int32Array(count + 1);
  for (let index = 0; index < count; index++) {
    const from = lists[index];
    starts[index + 1] = starts[index] + table.starts[from + 1] - table.starts[from];
  }
  const selected = {
    widths,
    starts,
    list: new Float64Array(count * widths.list),
    hypotheses: new Float64Array(starts[count] * widths.hypothesis),
    cost: new Float64Array(starts[count]),
    right: new Int32Array(count),
    isInDomain: new Uint8Array(count),
    annotated: new Uint8Array(count),
    weight: new Float64Array(count),
    uses: table.uses,
    slots: new Uint8Array(starts[count] * 2 * table.uses.length),
  };
  for (let index = 0; index < count; index++) {
    const from = lists[index];
    const [first, end] = [table.starts[from], table.starts[from + 1]];
    selected.list.set(table.list.subarray(from * widths.list, (from + 1) * widths.list), index * widths.list);
    selected.hypotheses.set(
      table.hypotheses.subarray(first * widths.hypothesis, end * widths.hypothesis),
      starts[index] * widths.hypothesis,
    );
    selected.cost.set(table.cost.subarray(first, end), starts[index]);
    selected.slots.set(table.slots.subarray(first * slotWidth, end * slotWidth), starts[index] * slotWidth);
    selected.right[index] = table.right[from];
    selected.isInDomain[index] = table.isInDomain[from];
    selected.annotated[index] = table.annotated[from];
    selected.weight[index] = table.weight[from];
  }
  return selected;
}

/** Indices of the lists that a predicate names, in order. */
export function listsWhere({ right }: RankingTable, named: (index: number) => boolean): Int32Array {
  return Int32Array.from(right.keys()).filter((index) => named(index));
}

function shared(bytes: number): SharedArrayBuffer {
  return new SharedArrayBuffer(bytes);
}
