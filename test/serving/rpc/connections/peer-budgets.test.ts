import { expect, test } from 'vitest';
import { PeerBudgets } from '../../../../serving/rpc/connections/peer-budgets.js';

function budgets() {
  const clock = { ms: 0 };
  const peers = new PeerBudgets({ perSecond: 2, burst: 3 }, () => clock.ms);
  const admitted = (network: string, tries: number) =>
    Array.from({ length: tries }, () => peers.admit(network)).filter(Boolean).length;
  return { clock, peers, admitted };
}

test('a peer opens a burst, then as many as come back with time; another has its own', () => {
  const { clock, admitted } = budgets();
  expect(admitted('a', 10)).toBe(3);
  clock.ms = 499;
  expect(admitted('a', 10)).toBe(0);
  clock.ms = 1_000;
  expect(admitted('a', 10)).toBe(2);
  expect(admitted('b', 10)).toBe(3);
  clock.ms = 1e9;
  expect(admitted('a', 10)).toBe(3);
});

test('what a peer owes is paid before it opens another, and is at most a burst', () => {
  const { clock, peers, admitted } = budgets();
  peers.charge('a', 50);
  clock.ms = 1_999;
  expect(admitted('a', 10)).toBe(0);
  clock.ms = 2_000;
  expect(admitted('a', 10)).toBe(1);
});

test('a table of peers does not grow without end, and forgets those that were away longest', () => {
  const { peers, admitted } = budgets();
  expect(admitted('first', 3)).toBe(3);
  for (let peer = 0; peer < 50_000; peer++) {
    peers.admit(String(peer));
    if (peer % 1_000 === 0) expect(peers.admit('first')).toBe(false);
  }
  expect(peers.size).toBeLessThanOrEqual(10_000);
});
