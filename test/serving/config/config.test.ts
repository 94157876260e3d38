import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { type ConfigSources, printedConfig, readConfig } from '../../../serving/config/config.js';

const schema = z.strictObject({
  name: z.string().default('none'),
  listen: z
    .strictObject({ port: z.number().int().max(65535).default(1), maxAgeMs: z.number().default(5) })
    .prefault({}),
  list: z.array(z.strictObject({ kind: z.enum(['a', 'b']) })).default([]),
});
const read = (sources: Partial<ConfigSources>) =>
  readConfig(schema, { environment: {}, prefix: 'X_', overrides: [], ...sources });

function fileOf(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'config-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'c.json');
  writeFileSync(file, text);
  return file;
}

test('defaults, file, environment, overrides: the later wins, key by key', () => {
  const file = fileOf('{"name": "file", "listen": {"port": 2, "maxAgeMs": 6}}');
  expect(read({})).toEqual({ name: 'none', listen: { port: 1, maxAgeMs: 5 }, list: [] });
  const environment = { X_LISTEN__PORT: '3', X_LISTEN__MAX_AGE_MS: '7', PATH: '/bin' };
  expect(read({ file, environment, overrides: ['listen.port=4'] })).toEqual({
    name: 'file',
    listen: { port: 4, maxAgeMs: 7 },
    list: [],
  });
});

test('values are JSON where they parse, text otherwise', () => {
  const config = read({ environment: { X_LIST: '[{"kind": "a"}]', X_NAME: 'plain text' } });
  expect(config).toMatchObject({ name: 'plain text', list: [{ kind: 'a' }] });
});

test('the result is frozen to the bottom', () => {
  const config = read({ overrides: ['list=[{"kind":"a"}]'] });
  expect(() => Object.assign(config.list[0], { kind: 'b' })).toThrow(TypeError);
});

test.each<[string, Partial<ConfigSources>, string]>([
  [
    'a value out of range',
    { overrides: ['listen.port=70000'] },
    '--set listen.port: listen.port: 70000 is not allowed: Too big: expected number to be <=65535',
  ],
  [
    'a value of the wrong type',
    { environment: { X_LISTEN__PORT: 'high' } },
    'X_LISTEN__PORT: listen.port: "high" is not allowed: Invalid input: expected number, received string',
  ],
  [
    'an unknown choice',
    { overrides: ['list=[{"kind":"c"}]'] },
    '--set list: list.0.kind: "c" is not allowed: Invalid option: expected one of "a"|"b"',
  ],
  [
    'an unknown key',
    { overrides: ['listen.prot=1'] },
    '--set listen.prot: listen: unknown key prot; allowed are port, maxAgeMs',
  ],
  [
    'an unknown variable',
    { environment: { X_COLOUR: 'red' } },
    'X_COLOUR: unknown key colour; allowed are name, listen, list',
  ],
  [
    'something missing',
    { overrides: ['list=[{}]'] },
    '--set list: list.0.kind: missing: Invalid option: expected one of "a"|"b"',
  ],
  ['an override without a value', { overrides: ['listen.port'] }, '--set listen.port: give it as key=value'],
])('%s is told with key, value and what is allowed', (_, sources, message) => {
  expect(() => read(sources)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT', message }));
});

test('a fault of the file is told with the file', () => {
  const file = fileOf('{"name": 3}');
  expect(() => read({ file })).toThrow(`${file}: name: 3 is not allowed`);
  const broken = fileOf('{');
  expect(() => read({ file: broken })).toThrow(`${broken}: `);
  expect(() => read({ file: 'no/such.json' })).toThrow('no/such.json');
});

test('every fault is told, one per line', () => {
  expect(() => read({ overrides: ['listen.port=x', 'name=3'] })).toThrow(
    /^[^\n]*name: 3[^\n]*\n[^\n]*listen\.port: "x"[^\n]*$/,
  );
});

test('a printed configuration shows every setting but the secrets', () => {
  const config = { callers: [{ name: 'phone', tokenSha256: 'aa' }], source: { nats: { token: 'bb', servers: ['n'] } } };
  expect(JSON.parse(printedConfig(config))).toEqual({
    callers: [{ name: 'phone', tokenSha256: '(hidden)' }],
    source: { nats: { token: '(hidden)', servers: ['n'] } },
  });
});
