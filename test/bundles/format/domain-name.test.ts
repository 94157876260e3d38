import { expect, test } from 'vitest';
import { servedName } from '../../../bundles/format/catalogue-name.js';
import { domainName } from '../../../bundles/format/envelope.js';
import { gatewayConfigSchema } from '../../../gateway/service/config.js';

const longest = `a${'b'.repeat(62)}`;

test.each(['music', 'my-domain-2', longest])('%s may be a domain, in bundles and at the gateway', (name) => {
  expect(domainName.safeParse(name).success).toBe(true);
  expect(gatewayConfigSchema.safeParse({ domains: [{ name, addresses: ['127.0.0.1:1'] }] }).success).toBe(true);
});

test.each(['', 'Music', '2nd', '-a', 'a_b', 'a.b', `${longest}c`])('"%s" may not', (name) => {
  expect(domainName.safeParse(name).success).toBe(false);
  expect(gatewayConfigSchema.safeParse({ domains: [{ name, addresses: ['127.0.0.1:1'] }] }).success).toBe(false);
});

test.each(['music-catalogue', 'x-catalogue'])('%s is a catalogue, and no domain of a gateway', (name) => {
  expect(domainName.safeParse(name).success).toBe(true);
  expect(servedName.safeParse(name).success).toBe(false);
  expect(gatewayConfigSchema.safeParse({ domains: [{ name, addresses: ['127.0.0.1:1'] }] }).success).toBe(false);
});
