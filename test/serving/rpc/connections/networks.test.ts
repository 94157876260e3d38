import { expect, test } from 'vitest';
import { isNetwork, networkOf, within } from '../../../../serving/rpc/connections/networks.js';

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::6', '2001:db8:1:2::/64'],
  ['2001:db8::6', '2001:db8:0:0::/64'],
  ['2001:db8:0:0:9::6', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
])('%s is of the peer %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

test('networks hold their addresses, however these are written', () => {
  const isWithin = within(['10.0.0.0/8', '192.0.2.7', '2001:db8::/32', '::1']);
  for (const address of ['10.9.8.7', '::ffff:10.9.8.7', '192.0.2.7', '2001:db8:9::1', '::1']) {
    expect(isWithin(address), address).toBe(true);
  }
  for (const address of ['11.0.0.1', '192.0.2.8', '2001:db9::1', '::2', 'no address']) {
    expect(isWithin(address), address).toBe(false);
  }
});

test.each(['10.0.0.0/8', '10.0.0.1', '::1', '2001:db8::/128'])('%s is a network', (text) => {
  expect(isNetwork(text)).toBe(true);
});

test.each(['10.0.0.0/33', '10.0.0.0/', '10.0.0.0/8/8', '10.0.0', 'proxy.example', '', '::/129', '::/x'])(
  '%j is no network',
  (text) => {
    expect(isNetwork(text)).toBe(false);
  },
);
