import { expect, test } from 'vitest';
import { ResolvedAddresses } from '../../../serving/stream/replica-addresses.js';

/** A name whose look-ups are counted, and answer what the test says. */
function nameOf(first: readonly string[]) {
  const dns = { answer: first as readonly string[] | Error, asked: 0 };
  const resolve = async () => {
    dns.asked++;
    if (dns.answer instanceof Error) throw dns.answer;
    return dns.answer;
  };
  const addresses = new ResolvedAddresses({ host: 'music.test', port: '50051' }, 10_000, resolve);
  /** What is known after a look-up, if one was due. */
  const at = async (nowMs: number) => {
    addresses.at(nowMs);
    await new Promise((resolve) => setImmediate(resolve));
    return addresses.at(nowMs);
  };
  return { addresses, dns, at };
}

test('nothing is known at first, and the first question begins the look-up', async () => {
  const { addresses, at, dns } = nameOf(['10.0.0.2', '10.0.0.1', '10.0.0.2']);
  expect(addresses.at(0)).toEqual([]);
  expect(await at(0)).toEqual(['10.0.0.1:50051', '10.0.0.2:50051']);
  expect(dns.asked).toBe(1);
});

test('an IPv6 address is written in brackets', async () => {
  expect(await nameOf(['2001:db8::1']).at(0)).toEqual(['[2001:db8::1]:50051']);
});

test('it is looked up again after its time, and stays the same list where nothing changed', async () => {
  const { at, dns } = nameOf(['10.0.0.1', '10.0.0.2']);
  const first = await at(0);
  dns.answer = ['10.0.0.2', '10.0.0.1'];
  expect(await at(9_999)).toBe(first);
  expect(dns.asked).toBe(1);
  expect(await at(10_000)).toBe(first);
  expect(dns.asked).toBe(2);
  dns.answer = ['10.0.0.2', '10.0.0.3'];
  expect(await at(20_000)).toEqual(['10.0.0.2:50051', '10.0.0.3:50051']);
});

test('a replica that was lost brings the look-up forward, to 2 s after the last', async () => {
  const { addresses, at, dns } = nameOf(['10.0.0.1']);
  await at(0);
  addresses.doubt();
  await at(1_999);
  expect(dns.asked).toBe(1);
  await at(2_000);
  expect(dns.asked).toBe(2);
  await at(11_999);
  expect(dns.asked).toBe(2);
});

test('a loss during a look-up is not forgotten: its answer may be older', async () => {
  const { addresses, at, dns } = nameOf(['10.0.0.1']);
  addresses.at(0);
  addresses.doubt();
  await at(1_000);
  expect(dns.asked).toBe(1);
  await at(2_000);
  expect(dns.asked).toBe(2);
});

test('a look-up that fails changes nothing, and is made again soon', async () => {
  const { at, dns } = nameOf(['10.0.0.1']);
  const known = await at(0);
  dns.answer = new Error('ENOTFOUND');
  expect(await at(10_000)).toBe(known);
  dns.answer = ['10.0.0.9'];
  expect(await at(11_999)).toBe(known);
  expect(await at(12_000)).toEqual(['10.0.0.9:50051']);
});
