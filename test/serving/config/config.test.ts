import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { type ConfigSources, printedConfig, readConfig } from '../../../serving/config/config.js';

const tables = mkdtempSync(join(tmpdir(), 'config-'));
afterAll(() => rmSync(tables, { recursive: true }));

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

/** Made before the tests, for their tables. */
const fileFor = (text: string) => {
  const file = join(tables, `${createHash('sha256').update(text).digest('hex').slice(0, 8)}.json`);
  writeFileSync(file, text);
  return file;
};

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
    'a variable that is mistyped above its key',
    { environment: { X_LISTN__PORT: '1' } },
    'X_LISTN__PORT: unknown key listn; allowed are name, listen, list',
  ],
  [
    'a mistyped key of the file beside right variables',
    { file: fileFor('{"listen": {"prot": 1}}'), environment: { X_LISTEN__PORT: '1' } },
    `${fileFor('{"listen": {"prot": 1}}')}: listen: unknown key prot; allowed are port, maxAgeMs`,
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
  expect(() => read({ overrides: ['listen.port=x', 'list=3'] })).toThrow(
    /^[^\n]*listen\.port: "x"[^\n]*\n[^\n]*list: 3[^\n]*$/,
  );
});

test('a text of digits is a text where nothing else may stand, and quotation marks may stand around it', () => {
  for (const text of ['12345678', 'true', 'null', '1e3', '[1]', '{"a": 1}']) {
    expect(read({ environment: { X_NAME: text } }).name).toBe(text);
    expect(read({ overrides: [`name=${text}`] }).name).toBe(text);
  }
  expect(read({ overrides: ['name="12"'] }).name).toBe('12');
  expect(read({ overrides: ['listen.port=12'] }).listen.port).toBe(12);
});

test('a file may begin with a byte order mark', () => {
  expect(read({ file: fileOf('\uFEFF{"name": "file"}') }).name).toBe('file');
});

describe('no message holds a secret', () => {
  const guarded = z.strictObject({
    callers: z.array(z.strictObject({ name: z.string(), tokenSha256: z.string().regex(/^[0-9a-f]{64}$/, 'a hash') })),
    nats: z.strictObject({ token: z.string().min(20).optional(), servers: z.array(z.url()).optional() }).prefault({}),
  });
  const SECRET = 's3cr3t';
  test.each<[string, Partial<ConfigSources>]>([
    ['a token where its hash belongs', { overrides: [`callers=[{"name":"a","tokenSha256":"${SECRET}"}]`] }],
    ['a token where a caller belongs', { overrides: [`callers=["${SECRET}"]`] }],
    ['a token in place of the list', { environment: { X_CALLERS: SECRET } }],
    ['a list that is not JSON', { environment: { X_CALLERS: `[{"name": "a", "tokenSha256": "${SECRET}"` } }],
    ['a token beside an unknown key', { overrides: [`callers=[{"nme":"a","tokenSha256":"${SECRET}"}]`] }],
    ['a token that is too short', { environment: { X_NATS__TOKEN: SECRET } }],
    ['a URL with a password', { overrides: ['callers=[]', `nats.servers=["nats ://me:${SECRET}@host"]`] }],
    ['a list of URLs in place of one', { overrides: ['callers=[]', `nats.servers=[["nats://me:${SECRET}@host"]]`] }],
    ['a file that is not JSON', { file: fileFor(`{"nats": {"token": ${SECRET}}}`) }],
    ['a file with a comma too many', { file: fileFor(`{"nats": {"token": "${SECRET}",}}`) }],
  ])('%s', (_, sources) => {
    let message = '';
    try {
      readConfig(guarded, { environment: {}, prefix: 'X_', overrides: [], ...sources });
    } catch (error) {
      message = String((error as Error).stack);
    }
    expect(message).toContain('NluError');
    expect(message).not.toContain(SECRET);
  });
});

test('a printed configuration hides users and passwords of URLs', () => {
  const servers = ['nats://me:pw@a:4222', 'tls://t0ken@b', 'me:p@w@c:4222', 'd:4222', 'nats://e:4222'];
  const printed = JSON.parse(printedConfig({ servers, endpoint: 'http://u:p@host/v1?x=a@b', who: 'ann@example.com' }));
  expect(printed).toEqual({
    servers: ['nats://(hidden)@a:4222', 'tls://(hidden)@b', '(hidden)@c:4222', 'd:4222', 'nats://e:4222'],
    endpoint: 'http://(hidden)@host/v1?x=a@b',
    who: 'ann@example.com',
  });
});

test('a printed configuration shows every setting but the secrets', () => {
  const config = { callers: [{ name: 'phone', tokenSha256: 'aa' }], source: { nats: { token: 'bb', servers: ['n'] } } };
  expect(JSON.parse(printedConfig(config))).toEqual({
    callers: [{ name: 'phone', tokenSha256: '(hidden)' }],
    source: { nats: { token: '(hidden)', servers: ['n'] } },
  });
});
