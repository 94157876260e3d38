import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { eventFolder } from '../../../gateway/feedback/event-folder.js';
import { FolderLock } from '../../../gateway/feedback/folder-lock.js';
import { removeRemains } from '../../../gateway/feedback/folder-remains.js';
import { temporaryFolder } from '../../support/files.js';

const QUICK = { beatMs: 20, deadMs: 400 };

async function take(folder: string, onLost: (error: Error) => void = () => {}) {
  const lock = await FolderLock.take(folder, Date.now, onLost, QUICK);
  onTestFinished(() => lock.release());
  return lock;
}

const ownerIn = (folder: string) => JSON.parse(readFileSync(join(folder, 'lock'), 'utf8')) as object;
const refused = {
  code: 'FAILED_PRECONDITION',
  message: expect.stringMatching(/^events\.folder: .*in use.*process \d+/),
};

test('a folder has one owner, and is another’s once that left it', async () => {
  const folder = temporaryFolder();
  const first = await take(folder);
  await expect(take(folder)).rejects.toMatchObject(refused);
  await first.release();
  const second = await take(folder);
  second.check();
  expect(readdirSync(folder)).toEqual(['lock']);
});

test('of many who ask at once one has it', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'lock'), 'cut');
  const taken = await Promise.allSettled(Array.from({ length: 12 }, () => take(folder)));
  expect(taken.filter(({ status }) => status === 'fulfilled').length).toBe(1);
  expect(readdirSync(folder)).toEqual(['lock']);
});

test('the lock of a process that ended is taken over at once, also where its number is another’s now', async () => {
  const folder = temporaryFolder();
  const lock = await take(folder);
  const owner = ownerIn(folder);
  await lock.release();
  const child = spawn('true');
  await new Promise((resolve) => child.once('exit', resolve));
  for (const dead of [{ pid: child.pid }, { pid: process.ppid, began: '1' }]) {
    writeFileSync(join(folder, 'lock'), JSON.stringify({ ...owner, ...dead, token: 'dead' }));
    await (await FolderLock.take(folder, Date.now, () => {}, { ...QUICK, deadMs: 60_000 })).release();
  }
});

test('an owner elsewhere keeps it while it shows that it lives, and no longer', async () => {
  const folder = temporaryFolder();
  // As it looks from another machine: the file is touched, its process is not to be found.
  const lock = await take(folder);
  const { token } = ownerIn(folder) as { token: string };
  writeFileSync(join(folder, 'lock'), JSON.stringify({ ...ownerIn(folder), token, place: 'elsewhere' }));
  await expect(take(folder)).rejects.toMatchObject(refused);
  lock.check();
  writeFileSync(join(folder, 'lock'), JSON.stringify({ ...ownerIn(folder), token: 'gone' }));
  await take(folder);
});

test('who stood still and was taken for dead writes no more', async () => {
  const folder = temporaryFolder();
  const told: Error[] = [];
  const lock = await take(folder, (error) => told.push(error));
  unlinkSync(join(folder, 'lock'));
  await take(folder);
  const lost = () => told.filter(({ message }) => message.startsWith('events.folder: this gateway no longer has it'));
  await expect.poll(() => lost().length, { timeout: 20_000 }).toBe(1);
  expect(() => lock.check()).toThrow(/no longer has it: (process \d+ .* took it over|its file lock was removed)/);
  await lock.release();
  expect(existsSync(join(folder, 'lock'))).toBe(true);
});

test('what a stopped process left half written goes, and nothing else', async () => {
  const folder = temporaryFolder();
  const parts = eventFolder(folder);
  mkdirSync(join(parts.keys, 'ab'), { recursive: true });
  mkdirSync(parts.segments);
  const kept = [join(parts.keys, 'ab', 'cd.json'), join(parts.segments, '2026-11-28T21.a-000000.jsonl'), parts.keyFile];
  for (const file of kept) for (const name of [file, `${file}.1.tmp`]) writeFileSync(name, 'x');
  await removeRemains(parts);
  const left = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\./.test(name));
  expect(left.map((name) => join(folder, name)).sort()).toEqual([...kept].sort());
});
