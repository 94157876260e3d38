import { expect, it } from 'vitest';
import { rollbackTarget } from '../../../../cli/release/publication/rollback-target.js';

const history = (...versions: string[]) =>
  versions.map((version, index) => {
    const note = { who: 'ann', when: '2026-01-02T03:04:05.000Z', why: '' };
    const place = { domain: 'music', counter: index + 1, stage: 'active' as const };
    const deployment = { ...place, version, digest: String(index).repeat(64), ...note };
    return { revision: index + 1, deployment: version === '-' ? undefined : deployment };
  });

it.each([
  [['v1', 'v2'], undefined, 'v1'],
  [['v1', 'v2', 'v2'], undefined, 'v1'],
  [['v1', 'v2', 'v1'], undefined, 'v2'],
  [['v1', '-', 'v2'], undefined, 'v1'],
  [['v1', 'v2', 'v3'], 'v1', 'v1'],
])('after %j, to %j, is %s', (versions, to, expected) => {
  expect(rollbackTarget(history(...versions), to).version).toBe(expected);
});

it('takes the latest deployment of the version', () => {
  expect(rollbackTarget(history('v1', 'v2', 'v1', 'v3'), 'v1').digest).toBe('2'.repeat(64));
});

it.each([
  [[], undefined, 'no version before any was deployed; the history has: none'],
  [['v1', 'v1'], undefined, 'no version before v1 was deployed; the history has: v1'],
  [['v1', 'v2'], 'v9', 'v9 never was deployed; the history has: v1, v2'],
])('after %j, to %j, there is none', (versions, to, message) => {
  expect(() => rollbackTarget(history(...versions), to)).toThrow(message);
});
