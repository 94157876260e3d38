import type { TopLevelSpec } from 'vega-lite';
import type { ConfusionMatrix } from '../metrics/confusion-matrix.js';
import { NOBODY, type StealMatrix } from '../metrics/steal-matrix.js';

interface Cell {
  readonly row: string;
  readonly column: string;
  /** Share of the row, in [0, 1]: the colour. */
  readonly share: number;
  /** What is written in the cell. */
  readonly text: string;
}

/** Who wins whose utterances, in per cent of the owner's. */
export function stealPicture({ owners, winners, counts, shares }: StealMatrix): TopLevelSpec {
  const cells = owners.flatMap((owner, row) =>
    winners.map((winner, column) => {
      const share = shares[row][column];
      return {
        row: `${owner} (${counts[row]})`,
        column: winner,
        share,
        text: share === 0 ? '' : (100 * share).toFixed(2),
      };
    }),
  );
  return matrixPicture(cells, 'top hypothesis is of', 'utterance is of', 76);
}

/** Which intents are taken for which, in utterances. */
export function confusionPicture({ labels, counts }: ConfusionMatrix): TopLevelSpec {
  const columns = [...labels, NOBODY];
  const cells = labels.flatMap((label, row) => {
    const total = counts[row].reduce((sum, count) => sum + count, 0);
    return columns.map((column, index) => {
      const count = counts[row][index];
      return { row: label, column, share: total === 0 ? 0 : count / total, text: count === 0 ? '' : String(count) };
    });
  });
  return matrixPicture(cells, 'top hypothesis', 'reference', 58);
}

function matrixPicture(values: readonly Cell[], columnTitle: string, rowTitle: string, size: number): TopLevelSpec {
  const order = (read: (cell: Cell) => string) => [...new Set(values.map(read))];
  return {
    data: { values: [...values] },
    width: { step: size },
    height: { step: 30 },
    encoding: {
      x: {
        field: 'column',
        type: 'nominal',
        sort: order((cell) => cell.column),
        axis: { title: columnTitle, orient: 'top', labelAngle: -35, labelLimit: 260, domain: false, ticks: false },
      },
      y: {
        field: 'row',
        type: 'nominal',
        sort: order((cell) => cell.row),
        axis: { title: rowTitle, domain: false, ticks: false, labelLimit: 260 },
      },
    },
    layer: [
      {
        mark: { type: 'rect', stroke: 'white', strokeWidth: 2 },
        // A square root brings out the small shares off the diagonal, which are what a reader looks for.
        encoding: {
          color: {
            field: 'share',
            type: 'quantitative',
            scale: { type: 'sqrt', domain: [0, 1], range: ['#f3f5f7', '#0B4A8F'] },
            legend: null,
          },
        },
      },
      {
        mark: { type: 'text', fontSize: 11 },
        encoding: {
          text: { field: 'text' },
          color: { condition: { test: 'datum.share > 0.2', value: 'white' }, value: '#24292f' },
        },
      },
    ],
  };
}
