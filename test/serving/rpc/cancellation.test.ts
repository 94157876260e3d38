import { expect, test } from 'vitest';
import { Cancellation } from '../../../serving/rpc/cancellation.js';

test('tells each listener once, in order, and none that left or came too late', () => {
  const cancellation = new Cancellation();
  const told: string[] = [];
  const gone = () => told.push('gone');
  cancellation.addEventListener('abort', () => told.push('first'));
  cancellation.addEventListener('abort', gone);
  cancellation.addEventListener('abort', () => told.push(`second: ${cancellation.reason}`));
  cancellation.removeEventListener('abort', gone);
  expect(cancellation.aborted).toBe(false);
  cancellation.abort('why');
  cancellation.abort('again');
  cancellation.addEventListener('abort', () => told.push('late'));
  expect(told).toEqual(['first', 'second: why']);
  expect([cancellation.aborted, cancellation.reason]).toEqual([true, 'why']);
});

test('a listener may leave while they are told', () => {
  const cancellation = new Cancellation();
  const told: number[] = [];
  const second = () => told.push(2);
  cancellation.addEventListener('abort', () => {
    told.push(1);
    cancellation.removeEventListener('abort', second);
  });
  cancellation.addEventListener('abort', second);
  cancellation.abort('why');
  // An abort is for everybody who waited when it came.
  expect(told).toEqual([1, 2]);
});
