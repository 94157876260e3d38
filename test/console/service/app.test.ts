import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { FolderDesk } from '../../../console/deployments/folder-desk.js';
import { startConsole } from '../../../console/service/start.js';
import { startOneProcess } from '../../support/console/one-process.js';
import { temporaryFolder } from '../../support/files.js';

const TOKEN = 'a-token-for-the-tests';

/** A console over the stack that ships and a folder of two versions of music. */
async function started({ token }: { readonly token?: string } = { token: TOKEN }) {
  const { client, address: gateway } = await startOneProcess();
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'music'));
  for (const version of ['one', 'two']) writeFileSync(join(folder, 'music', `${version}.bundle`), version);
  writeFileSync(join(folder, 'music', 'empty.bundle'), '');
  symlinkSync('nowhere', join(folder, 'music', 'gone.bundle'));
  writeFileSync(join(folder, 'music', 'active.json'), '{"version": "one"}');
  const desk = new FolderDesk(folder);
  const { address, close } = await startConsole({
    gateway: { address: gateway, interpret: client.interpret, describe: client.describe },
    ...{
      desk,
      metrics: [],
      host: '127.0.0.1',
      port: 0,
      hostNames: [],
      ...(token !== undefined && { token }),
      log: () => {},
    },
  });
  onTestFinished(close);
  const post = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`${address}api/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const answer: Record<string, unknown> = { ...((await response.json()) as object), status: response.status };
    return answer;
  };
  return { address, post, desk, seen: (await desk.domains())[0]!.counter };
}

it('tries one utterance with all that is told, and many in lines', async () => {
  const { post } = await started();
  const context = { device: 'tv' };
  const one = await post('try', { utterances: ['find the novel dune'], context, explain: true });
  expect(one).toMatchObject({ status: 200, answer: { why: expect.stringMatching(/^Why/u) } });
  const { lines } = await post('try', { utterances: ['find the novel dune', 'what is the weather'] });
  expect(lines).toMatchObject([{ domain: 'books' }, { utterance: 'what is the weather' }]);
});

it.each([
  ['no JSON', '{', 'the request is no JSON'],
  ['no utterance', { utterances: [] }, 'utterances: '],
  ['an unknown field', { utterances: ['a'], contxt: {} }, 'Unrecognized key: "contxt"'],
  ['too many at once', { utterances: new Array(51).fill('a') }, 'utterances: '],
])('refuses %s', async (_, body, problem) => {
  const { post } = await started();
  expect(await post('try', body)).toMatchObject({ status: 400, message: expect.stringContaining(problem) });
});

it('hands on what the gateway refuses, by its name', async () => {
  const { post } = await started();
  const answer = await post('try', { utterances: ['a'], context: { localTime: 'noon' }, explain: true });
  expect(answer).toMatchObject({
    status: 400,
    code: 'INVALID_ARGUMENT',
    message: expect.stringContaining('local_time'),
  });
});

it('deploys for who has the token, names its field otherwise, and counts what was seen', async () => {
  const { post, desk, seen } = await started();
  const asked = { version: 'two', seen, who: 'Ada', why: 'better' };
  const right = { authorization: `Bearer ${TOKEN}` };
  expect(await post('deploy/music', asked)).toMatchObject({ status: 401, message: 'the token is wrong' });
  expect(await post('deploy/music', { ...asked, why: ' ' }, right)).toMatchObject({ status: 400 });
  for (const version of ['three', 'empty', 'gone']) {
    expect(await post('deploy/music', { ...asked, version }, right)).toMatchObject({ status: 404 });
  }
  expect(await post('deploy/..%2fmusic', asked, right)).toMatchObject({ status: 400 });
  expect((await desk.domains())[0]).toMatchObject({ version: 'one' });
  expect(await post('deploy/music', asked, right)).toMatchObject({ status: 200, activated: { version: 'two' } });
  const late = await post('deploy/music', { ...asked, version: 'one', seen: seen - 1 }, right);
  expect(late).toMatchObject({ status: 409, message: expect.stringContaining('somebody made two active') });
});

it.each([{}, { token: '' }])('only reads without a token: %j', async (options) => {
  const { post, seen } = await started(options);
  const asked = { version: 'two', seen, who: 'a', why: 'b' };
  for (const authorization of ['', 'Bearer ', 'Bearer undefined']) {
    expect(await post('deploy/music', asked, { authorization })).toMatchObject({ status: 403 });
  }
});

it('a wrong token is answered late, and keeps nobody from the right one', async () => {
  const { post, seen } = await started();
  const asked = { version: 'two', seen, who: 'Ada', why: 'better' };
  const began = performance.now();
  const guesses = Array.from({ length: 30 }, () => post('deploy/music', asked, { authorization: 'Bearer nonsense' }));
  expect(await post('deploy/music', asked, { authorization: `Bearer ${TOKEN}` })).toMatchObject({ status: 200 });
  const statuses = (await Promise.all(guesses)).map(({ status }) => status);
  expect(new Set(statuses)).toEqual(new Set([401]));
  expect(performance.now() - began).toBeGreaterThan(900);
});

it('answers probes by whatever name, and says nothing else there', async () => {
  const { address } = await started();
  const { port } = new URL(address);
  const { request } = await import('node:http');
  const body = await new Promise((resolve) =>
    request({ port, host: '127.0.0.1', path: '/live', headers: { host: '10.1.2.3' } }, (response) =>
      response.on('data', (text) => resolve(String(text))),
    ).end(),
  );
  expect(body).toBe('live\n');
});

it('answers no HEAD of what it sends for ever, and keeps no place for it', async () => {
  const { address } = await started();
  for (let count = 0; count < 250; count++) {
    expect((await fetch(`${address}api/events`, { method: 'HEAD' })).status).toBe(405);
  }
  const events = await fetch(`${address}api/events`);
  expect(events.status).toBe(200);
  await events.body?.cancel();
});

it('tells what is too long, and what is no name of a domain', async () => {
  const { address, post } = await started();
  for (const name of ['*', '%3E', 'a%20b', '..%2fmusic']) {
    expect((await fetch(`${address}api/history/${name}`)).status).toBe(400);
  }
  const long = await post('try', { utterances: ['a'.repeat(300_000)] });
  expect(long).toMatchObject({ status: 413, message: expect.stringContaining('a request may have 262144 bytes') });
});

it('of two who saw the same, the second is told', async () => {
  const { post, seen } = await started();
  const headers = { authorization: `Bearer ${TOKEN}` };
  const asked = { seen, who: 'Ada', why: 'better' };
  const answers = await Promise.all([
    post('deploy/music', { ...asked, version: 'two' }, headers),
    post('deploy/music', { ...asked, version: 'two' }, headers),
  ]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
});

it('answers no other name, and no page of another site', async () => {
  const { address, post } = await started();
  const { port } = new URL(address);
  expect(await post('try', { utterances: ['a'] }, { origin: 'http://elsewhere.example' })).toMatchObject({
    status: 403,
  });
  expect(await post('try', { utterances: ['a'] }, { 'sec-fetch-site': 'cross-site' })).toMatchObject({ status: 403 });
  expect(await post('try', { utterances: ['a'] }, { origin: `http://127.0.0.1:${port}` })).toMatchObject({
    status: 200,
  });
  const { request } = await import('node:http');
  const status = await new Promise((resolve) =>
    request({ port, host: '127.0.0.1', headers: { host: 'rebound.example' } }, (response) =>
      resolve(response.statusCode),
    ).end(),
  );
  expect(status).toBe(421);
});

it('serves its pages with a policy that allows no code but that of files', async () => {
  const { address } = await started();
  const page = await fetch(address);
  const policy = page.headers.get('content-security-policy') ?? '';
  expect(policy.split('; ')).toEqual(
    expect.arrayContaining(["default-src 'none'", "script-src 'self'", "style-src 'self'"]),
  );
  expect(policy).not.toContain('unsafe');
  const text = await page.text();
  expect(text).not.toMatch(/<script(?![^>]* src=)/u);
  const [, script = ''] = /src="(\/assets\/[^"]+)"/u.exec(text) ?? [];
  const file = await fetch(new URL(script, address), { headers: { 'accept-encoding': 'gzip' } });
  expect(file.headers.get('cache-control')).toContain('immutable');
  expect(await (await fetch(`${address}licenses.md`)).text()).toContain('@observablehq/plot');
  expect((await fetch(`${address}assets/..%2f..%2f..%2fcli%2fmain.js`)).status).toBe(404);
});

it('sends what it knows to whoever looks', async () => {
  const { address } = await started();
  const response = await fetch(`${address}api/events`);
  const reader = response.body!.getReader();
  let text = '';
  while (!text.includes('event: live') || !text.includes('event: state')) {
    const { value } = await reader.read();
    text += new TextDecoder().decode(value);
  }
  await reader.cancel();
  expect(text).toContain('"domain":"music"');
});
