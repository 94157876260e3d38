import { expect, it } from 'vitest';
import { design } from '../../../training/reranker/linear-fit.js';

it('divides columns by their standard deviation, and those that stand still, to rounding, by 1', () => {
  const rows = Array.from({ length: 1_000 }, (_, row) => [row % 2, Math.log(2), 0]).flat();
  const { scale } = design(Float64Array.from(rows), 3, [0, 1, 2], true);
  expect([...scale]).toEqual([0.5, 1, 1]);
});
