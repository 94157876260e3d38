import { expect, test } from 'vitest';
import { RefusalLog } from '../../../serving/observability/refusal-log.js';
import { recordedLog } from '../../support/log.js';

test('one line a second, with the number of the others, and no text over 120 characters', () => {
  const { log, lines } = recordedLog();
  let nowMs = 0;
  const refusals = new RefusalLog(log, 'a call was turned away', () => nowMs);
  for (; nowMs < 2_500; nowMs++) refusals.note({ method: `/${'x'.repeat(60_000)}`, peer: '10.0.0.1:7' });
  expect(lines.map(({ others }) => others)).toEqual([undefined, 999, 999]);
  expect(lines[0]).toMatchObject({ message: 'a call was turned away', peer: '10.0.0.1:7', level: 40 });
  expect(lines[0].method).toHaveLength(120);
});
