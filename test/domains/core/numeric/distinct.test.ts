import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Distinct } from '../../../../domains/core/numeric/distinct.js';

it('passes every number once a list, in the order of first occurrence', () => {
  const distinct = new Distinct();
  fc.assert(
    fc.property(fc.array(fc.nat(40)), (list) => {
      distinct.begin(Math.max(0, ...list) + 1);
      expect(list.filter((value) => distinct.isFirst(value))).toEqual([...new Set(list)]);
    }),
  );
});
