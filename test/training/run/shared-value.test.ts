import { expect, it } from 'vitest';
import { receive, share } from '../../../training/run/shared-value.js';

it('brings a value across, and the same object is written and read once', () => {
  const value = [{ spans: undefined, words: ['play', 'ümlaut'] }];
  const shared = share(value);
  expect(shared.bytes.buffer).toBeInstanceOf(SharedArrayBuffer);
  expect(receive(shared)).toEqual(value);
  expect(share(value)).toBe(shared);
  expect(receive(shared)).toBe(receive(shared));
  expect(share([...value]).id).not.toBe(shared.id);
});

it('keeps no more than it was given last', () => {
  const shared = [1, 2, 3].map((number) => share([number]));
  const first = receive(shared[0]);
  for (const each of shared) receive(each);
  expect(receive(shared[0])).toEqual(first);
  expect(receive(shared[0])).not.toBe(first);
});
