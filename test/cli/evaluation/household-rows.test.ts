import { expect, it } from 'vitest';
import { parseHouseholdRows } from '../../../cli/evaluation/household-rows.js';

const row = { text: 'pause', context: { device_type: 'tv' }, kind: 'transport', expect: [{ decision: 'REJECT' }] };
const parse = (...rows: object[]) =>
  parseHouseholdRows(rows.map((one) => JSON.stringify(one)).join('\n'), 'rows.jsonl');

it('reads the context as the gateway does', () => {
  expect(parse(row)[0]).toMatchObject({ text: 'pause', context: { deviceType: 'tv', hasScreen: true } });
});

it.each([
  [{ ...row, kind: undefined }, 'field "kind"'],
  [{ ...row, expect: [{ decision: 'MAYBE' }] }, 'field "expect.0.decision"'],
  [{ ...row, context: { device_type: 'toaster' } }, 'context.device_type'],
])('names file, line and field of a wrong row', (wrong, field) => {
  expect(() => parse(row, wrong)).toThrow(`rows.jsonl:2: ${field}`);
});

it('refuses a file without rows', () => {
  expect(() => parse()).toThrow('rows.jsonl:1: no row');
});
