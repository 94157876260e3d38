import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { folderDeployment } from '../../../../gateway/feedback/event-folder.js';
import { folderPlace, openEvents } from '../../../../gateway/feedback/open-reader.js';
import { CustomerKeys } from '../../../../gateway/feedback/privacy/customer-keys.js';
import { DeploymentKey } from '../../../../gateway/feedback/privacy/deployment-key.js';
import { readDeploymentKey } from '../../../../gateway/feedback/privacy/deployment-key-file.js';
import { FolderKeys } from '../../../../gateway/feedback/privacy/folder-keys.js';
import { openSealed, seal } from '../../../../gateway/feedback/privacy/sealing.js';
import { temporaryFile, temporaryFolder } from '../../../support/files.js';

const bytes = (fill: number) => Buffer.alloc(32, fill);
const at = (second: number) => new Date(Date.UTC(2026, 10, 28, 20, 0, second)).toISOString();

describe('sealing', () => {
  test('what is sealed opens with its key and context alone', () => {
    const key = bytes(1);
    fc.assert(
      fc.property(fc.string(), fc.string(), (context, text) => {
        const sealed = seal(key, context, text);
        expect(openSealed(key, context, sealed)?.toString()).toBe(Buffer.from(text).toString());
        expect(openSealed(bytes(2), context, sealed)).toBeUndefined();
        expect(openSealed(key, `${context}.`, sealed)).toBeUndefined();
      }),
    );
  });

  test('what was changed or cut anywhere does not open', () => {
    const key = bytes(1);
    const sealed = Buffer.from(seal(key, 'c', 'some text'), 'base64url');
    for (const place of sealed.keys()) {
      const changed = Buffer.from(sealed);
      changed[place]! ^= 1;
      expect(openSealed(key, 'c', changed.toString('base64url'))).toBeUndefined();
      expect(openSealed(key, 'c', sealed.subarray(0, place).toString('base64url'))).toBeUndefined();
    }
  });

  test('no two seals share a vector', () => {
    const vectors = Array.from({ length: 3_000 }, () => seal(bytes(1), '', 'x').slice(0, 16));
    expect(new Set(vectors).size).toBe(3_000);
  });
});

describe('a deployment', () => {
  test('has fingerprints that follow from its key as is written down', () => {
    const key = new DeploymentKey(bytes(7));
    const use = Buffer.from(hkdfSync('sha256', bytes(7), '', 'nlu-events customer', 32));
    expect(key.customer('anna')).toBe(createHmac('sha256', use).update('anna').digest('hex').slice(0, 32));
    const all = [key.customer('anna'), key.session('anna'), key.words('anna'), key.event('anna')];
    expect(new Set(all).size).toBe(4);
    expect(new DeploymentKey(bytes(8)).customer('anna')).not.toBe(key.customer('anna'));
  });

  test.each(['', 'secret', 'g'.repeat(64), 'a'.repeat(63)])(
    'with %j for a key is refused, and its file named',
    async (text) => {
      const file = temporaryFile('key', text, 0o600);
      await expect(readDeploymentKey(file)).rejects.toMatchObject({
        code: 'INVALID_ARGUMENT',
        message: expect.stringContaining(`events.keyFile: ${file}`),
      });
    },
  );

  test('without its file is refused, and told how one is made', async () => {
    const file = join(temporaryFolder(), 'none');
    await expect(readDeploymentKey(file)).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringContaining('openssl rand -hex 32'),
    });
  });

  test('makes the folder of a deployment whose key lies elsewhere', async () => {
    const folder = join(temporaryFolder(), 'events');
    const key = temporaryFile('shared.key', randomBytes(32).toString('hex'), 0o600);
    const { id } = await folderDeployment(folder, key, 'write');
    expect((await folderDeployment(folder, key, 'read')).id).toBe(id);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  test('makes a key that only its owner reads, and knows its folder again', async () => {
    const folder = join(temporaryFolder(), 'events');
    const { id } = await folderDeployment(folder, undefined, 'write');
    expect(statSync(join(folder, 'deployment.key')).mode & 0o777).toBe(0o600);
    expect((await folderDeployment(folder, undefined, 'write')).id).toBe(id);
    const other = temporaryFile('other.key', randomBytes(32).toString('hex'), 0o600);
    await expect(folderDeployment(folder, other, 'write')).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
      message: expect.stringContaining(id),
    });
    // With a key that is not there any more nothing is made anew: the folder's events would be lost unnoticed.
    writeFileSync(join(folder, 'deployment.key'), `${randomBytes(32).toString('hex')}\n`);
    await expect(folderDeployment(folder, undefined, 'write')).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
    rmSync(join(folder, 'deployment.key'));
    await expect(folderDeployment(folder, undefined, 'write')).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringMatching(/events\.keyFile: .* holds events of deployment .*; put its key back/),
    });
    expect(readdirSync(folder)).toEqual(['deployment']);
  });
});

describe('customers’ keys', () => {
  const anna = 'a'.repeat(32);
  function keysIn(folder: string, fill = 1, forMs = Number.POSITIVE_INFINITY, nowMs = () => 0) {
    return new CustomerKeys(new FolderKeys(folder), new DeploymentKey(bytes(fill)), { forMs, nowMs });
  }

  test('are made once, however many ask at once', async () => {
    const folder = temporaryFolder();
    const keys = keysIn(folder);
    const made = await Promise.all(Array.from({ length: 20 }, () => keys.toSeal(anna, at(1), at(1))));
    expect(new Set(made.map((key) => key?.toString('hex'))).size).toBe(1);
    // Another process finds the same one; another deployment none.
    expect(await keysIn(folder).toOpen(anna)).toEqual(made[0]);
    expect(await keysIn(folder, 2).toOpen(anna)).toBeUndefined();
  });

  test('two processes that make one at the same time get the same one', async () => {
    const folder = temporaryFolder();
    const made = await Promise.all(Array.from({ length: 8 }, () => keysIn(folder).toSeal(anna, at(1), at(1))));
    expect(new Set(made.map((key) => key?.toString('hex'))).size).toBe(1);
  });

  test('once destroyed open nothing, and seal nothing of the time before', async () => {
    const folder = temporaryFolder();
    const keys = keysIn(folder);
    const first = await keys.toSeal(anna, at(1), at(1));
    expect(await keys.since(anna)).toBe(at(1));
    expect(await keys.forget(anna, at(10))).toBe(true);
    expect(await keys.toOpen(anna)).toBeUndefined();
    expect(await keys.since(anna)).toBeUndefined();
    expect(await keys.toSeal(anna, at(9), at(11))).toBeUndefined();
    expect(await keys.toSeal(anna, at(10), at(11))).toBeUndefined();
    const second = await keys.toSeal(anna, at(11), at(11));
    expect(second).not.toEqual(first);
    // The forgetting holds on, in other processes too.
    expect(await keysIn(folder).toSeal(anna, at(9), at(12))).toBeUndefined();
    expect(await keysIn(folder).toOpen(anna)).toEqual(second);
  });

  test.each([
    ['behind', -30],
    ['ahead', 8],
  ])('are told from those of before a forgetting by another process whose clock is %s', async (_, apart) => {
    const folder = temporaryFolder();
    let passed = 0;
    const HERE = { forMs: 500, nowMs: () => 1_000 * passed, clocksApartMs: 10_000 };
    const here = new CustomerKeys(new FolderKeys(folder), new DeploymentKey(bytes(1)), HERE);
    // Each has a clock of its own, and all others go by what passes.
    const now = () => new Date(Date.parse(at(0)) + 1_000 * (100 + passed + apart)).toISOString();
    const first = await here.toSeal(anna, now(), now());
    passed = 1;
    const waiting = now();
    passed = 2;
    await keysIn(folder).forget(anna, new Date(Date.parse(at(0)) + 102_000).toISOString());
    passed = 3;
    // It was said before, and only now is to be sealed.
    expect(await here.toSeal(anna, waiting, now())).toBeUndefined();
    passed = 4;
    const second = await here.toSeal(anna, now(), now());
    expect(second).toBeDefined();
    expect(second).not.toEqual(first);
    expect(await here.toSeal(anna, waiting, now())).toBeUndefined();
    // Who begins later goes by clocks, once these cannot be mistaken.
    passed = 50;
    const late = new CustomerKeys(new FolderKeys(folder), new DeploymentKey(bytes(1)), HERE);
    expect(await late.toSeal(anna, now(), now())).toEqual(second);
  });

  test('that another process destroyed are believed no longer than is said', async () => {
    const folder = temporaryFolder();
    let nowMs = 0;
    const here = keysIn(folder, 1, 500, () => nowMs);
    expect(await here.toSeal(anna, at(1), at(1))).toBeDefined();
    await keysIn(folder).forget(anna, at(2));
    nowMs = 501;
    expect(await here.toOpen(anna)).toBeUndefined();
  });

  test('whose file is damaged count as destroyed, and the next event gets a new one', async () => {
    const folder = temporaryFolder();
    await keysIn(folder).toSeal(anna, at(1), at(1));
    const file = join(folder, 'aa', `${'a'.repeat(30)}.json`);
    expect(readFileSync(file, 'utf8')).toContain('"key"');
    writeFileSync(file, '{"key":');
    expect(await keysIn(folder).toOpen(anna)).toBeUndefined();
    const anew = await keysIn(folder).toSeal(anna, at(2), at(2));
    expect(await keysIn(folder).toOpen(anna)).toEqual(anew);
  });

  test('that fail name no customer: a log would keep what was forgotten', async () => {
    const folder = temporaryFolder();
    // A folder in the place of the file.
    mkdirSync(join(folder, 'aa', `${'a'.repeat(30)}.json`), { recursive: true });
    for (const fault of [() => keysIn(folder).toOpen(anna), () => keysIn(folder).forget(anna, at(1))]) {
      const error = await fault().then(
        () => undefined,
        (each: Error) => each,
      );
      expect(error?.message).toMatch(/^the store of customers' keys: EISDIR/);
      expect(error?.message).not.toContain('a'.repeat(30));
    }
  });

  test('that were not used for longer than events are kept are removed, and no others', async () => {
    const folder = temporaryFolder();
    const HELD = { check() {}, release: async () => {} };
    let wallMs = Date.parse(at(0));
    let passedMs = 0;
    const pass = (ms: number) => {
      wallMs += ms;
      passedMs += ms;
    };
    const DAY_MS = 86_400_000;
    const store = new FolderKeys(folder, HELD, () => wallMs);
    const keys = new CustomerKeys(store, new DeploymentKey(bytes(1)), { forMs: DAY_MS / 2, nowMs: () => passedMs });
    const [bert, cleo] = ['b'.repeat(32), 'c'.repeat(32)];
    const now = () => new Date(wallMs).toISOString();
    const sealing = async (customer: string) => (await keys.toSeal(customer, now(), now()))?.toString('hex');
    const first = { anna: await sealing(anna), bert: await sealing(bert) };
    await keys.forget(cleo, now());
    // Files have the time of this machine.
    for (const customer of [anna, bert, cleo]) {
      utimesSync(join(folder, customer.slice(0, 2), `${customer.slice(2)}.json`), wallMs / 1000, wallMs / 1000);
    }
    for (let day = 0; day < 31; day++) {
      pass(DAY_MS);
      expect(await sealing(anna)).toBe(first.anna);
      expect(await keys.removeUnused(wallMs - 31 * DAY_MS)).toBe(0);
    }
    pass(1);
    // Bert's, and what was noted of Cleo's forgetting.
    expect(await keys.removeUnused(wallMs - 31 * DAY_MS)).toBe(2);
    expect(readdirSync(folder, { recursive: true }).filter((name) => String(name).endsWith('.json'))).toEqual([
      join('aa', `${'a'.repeat(30)}.json`),
    ]);
    expect(await sealing(anna)).toBe(first.anna);
    expect(await sealing(bert)).not.toBe(first.bert);
  });

  test('in a folder that cannot be used fail by name', async () => {
    const file = temporaryFile('file', '');
    chmodSync(file, 0o600);
    await expect(keysIn(file).toSeal(anna, at(1), at(1))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });
});

test('who reads a folder without events is told so, and makes nothing in it', async () => {
  const folder = temporaryFolder();
  await expect(openEvents(folderPlace(folder))).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: expect.stringContaining(folder),
  });
  expect(readdirSync(folder)).toEqual([]);
});
