import { expect, test } from 'vitest';
import { CandidateUnion } from '../../../../../domains/core/resolution/candidate-union.js';
import { columnTable } from '../../../../../domains/core/resolution/entities/column-table.js';
import { shareAlike } from '../../../../../domains/core/resolution/ranking/share-alike.js';
import { buildEntityColumns } from '../../../../../training/entities/table-builder.js';
import { entity } from '../small-catalogue.js';

const rows = [
  entity({ id: 'a', kind: 'song', title: 'Hello', creators: ['Adele'] }),
  entity({ id: 'b', kind: 'song', title: 'Hello', creators: ['Adele'] }),
  entity({ id: 'c', kind: 'song', title: 'Hello', creators: ['Lionel Richie'] }),
];

test('entities that nothing but their ids tells apart are equally probable', async () => {
  const table = columnTable(await buildEntityColumns(rows));
  const union = new CandidateUnion();
  union.add(
    'exact',
    rows.map((_, row) => ({ row, score: 1 })),
  );
  const ranking = { probabilities: Float64Array.of(0.5, 0.1, 0.2), none: 0.2 };
  shareAlike(ranking, union, table);
  expect(Array.from(ranking.probabilities, (p) => Number(p.toFixed(12)))).toEqual([0.3, 0.3, 0.2]);
});
