import { expect, it } from 'vitest';
import { assertTransition, type StateName, TRANSITIONS } from '../../../bundles/lifecycle/version-state.js';

const names = Object.keys(TRANSITIONS) as StateName[];

it('reaches active only through every stage before it, or from being kept', () => {
  const before = (state: StateName) => names.filter((name) => name !== state && TRANSITIONS[name].includes(state));
  expect(before('active')).toEqual(['warming', 'retiring']);
  expect(before('warming')).toEqual(['verifying']);
  expect(before('verifying')).toEqual(['fetching']);
  expect(before('retiring')).toEqual(['active']);
});

it('never refuses what serves, and ends in retired and refused', () => {
  expect(names.filter((name) => TRANSITIONS[name].includes('refused'))).toEqual(['fetching', 'verifying', 'warming']);
  expect(TRANSITIONS.retired).toEqual([]);
  expect(TRANSITIONS.refused).toEqual([]);
});

it('throws for any other transition', () => {
  expect(() => assertTransition('v1', 'fetching', 'active')).toThrow('version v1 cannot go from fetching to active');
  expect(() => assertTransition('v1', 'warming', 'active')).not.toThrow();
});
