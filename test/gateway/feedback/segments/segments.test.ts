import { appendFileSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { noCounts, readEvents } from '../../../../gateway/feedback/reading/read-events.js';
import { segmentRecords } from '../../../../gateway/feedback/reading/segment-records.js';
import { openRecord, type StoredRecord } from '../../../../gateway/feedback/records/stored-record.js';
import { FolderEvents } from '../../../../gateway/feedback/segments/folder-events.js';
import { SegmentWriter } from '../../../../gateway/feedback/segments/segment-writer.js';
import { temporaryFolder } from '../../../support/files.js';

const HOUR_MS = 3_600_000;
const CLOCKS = { now: Date.now, nowMs: () => performance.now() };
const HELD = { check() {}, release: async () => {} };
const DEPLOYMENT = { id: '0123abcd', event: (name: string) => name };

function outcome(id: string): StoredRecord {
  const [time, received] = ['2026-11-28T20:00:00.000Z', '2026-11-28T20:00:01.000Z'];
  return openRecord({ kind: 'outcome', id, requestId: 'r', time, received, what: { type: 'stop' } }, DEPLOYMENT);
}

async function idsIn(folder: string) {
  const counts = noCounts();
  const ids: string[] = [];
  const nobody = { toOpen: async () => undefined };
  for await (const { id } of readEvents(segmentRecords(folder), nobody, DEPLOYMENT.id, counts)) ids.push(id);
  return { ids, counts };
}

function writerOf(folder: string, now: () => number, days = 30, writer = 'a', nowMs = now) {
  return new SegmentWriter({ folder, writer, days, now, nowMs, onFault() {} });
}

const lineOf = (id: string) => `${JSON.stringify(outcome(id))}\n`;

test('there is a segment an hour, and they are read oldest first', async () => {
  const folder = temporaryFolder();
  let nowMs = Date.parse('2026-11-28T21:59:59.900Z');
  const writer = writerOf(folder, () => nowMs);
  await writer.append(lineOf('one'));
  await writer.append(lineOf('two'));
  nowMs += 200;
  await writer.append(lineOf('three'));
  // A clock that is set back: its segment is one more, and no earlier one is written to.
  nowMs -= 5 * HOUR_MS;
  await writer.append(lineOf('four'));
  await writer.close();
  expect(readdirSync(folder).sort()).toEqual([
    '2026-11-28T17.a-000002.jsonl',
    '2026-11-28T21.a-000000.jsonl',
    '2026-11-28T22.a-000001.jsonl',
  ]);
  expect((await idsIn(folder)).ids).toEqual(['four', 'one', 'two', 'three']);
});

test('segments that are older than they are kept are removed', async () => {
  const folder = temporaryFolder();
  let nowMs = Date.parse('2026-11-01T00:00:00Z');
  const told: number[] = [];
  const now = () => nowMs;
  const onRemoved = (beforeMs: number) => told.push(beforeMs);
  const writer = new SegmentWriter({ folder, writer: 'a', days: 2, now, nowMs: now, onRemoved, onFault() {} });
  await writer.append(lineOf('old'));
  nowMs += 24 * HOUR_MS;
  await writer.append(lineOf('newer'));
  nowMs += 25 * HOUR_MS;
  await writer.append(lineOf('newest'));
  await writer.close();
  expect((await idsIn(folder)).ids).toEqual(['newer', 'newest']);
  // Told of what is removed: keys that open nothing any more go with it.
  expect(told.at(-1)).toBe(nowMs - 48 * HOUR_MS);
});

describe('a segment that was cut', () => {
  test.each([1, 2, 20, 100])('%i bytes before its end is read up to there', async (bytes) => {
    const folder = temporaryFolder();
    const writer = writerOf(folder, Date.now);
    for (const id of ['one', 'two', 'three']) await writer.append(lineOf(id));
    await writer.close();
    const [name] = readdirSync(folder);
    const file = join(folder, name);
    truncateSync(file, readFileSync(file).length - bytes);
    // Of a line whose end alone is missing nothing is missing.
    const whole = bytes === 1;
    const { ids, counts } = await idsIn(folder);
    expect(ids).toEqual(whole ? ['one', 'two', 'three'] : ['one', 'two']);
    expect(counts).toMatchObject({ cut: whole ? 0 : 1, broken: 0 });
    // The next process has segments of its own, whatever the hour.
    const next = writerOf(folder, Date.now, 30, 'b');
    await next.append(lineOf('four'));
    await next.close();
    expect((await idsIn(folder)).ids).toEqual([...ids, 'four']);
  });

  test('and one with rubbish within is read around it', async () => {
    const folder = temporaryFolder();
    const name = '2026-11-28T21.a-000000.jsonl';
    writeFileSync(join(folder, name), `${lineOf('one')}{"v":1}\nrubbish \u0000\n\n${lineOf('two')}`);
    appendFileSync(join(folder, 'notes.txt'), 'not ours');
    const { ids, counts } = await idsIn(folder);
    expect(ids).toEqual(['one', 'two']);
    expect(counts).toMatchObject({ broken: 3, cut: 0 });
  });
});

test('events that were stored twice are read once, and those of another deployment are counted', async () => {
  const folder = temporaryFolder();
  const foreign = JSON.stringify({ ...outcome('theirs'), by: 'ffffffff' });
  const lines = `${lineOf('one')}${lineOf('two')}${lineOf('one')}${foreign}\n`;
  writeFileSync(join(folder, '2026-11-28T21.a-000000.jsonl'), lines);
  const { ids, counts } = await idsIn(folder);
  expect(ids).toEqual(['one', 'two']);
  expect(counts).toEqual({ events: 2, duplicates: 1, forgotten: 0, foreign: 1, broken: 0, cut: 0 });
});

test('who asks for the disk while it is written to shares the next time with all who do', async () => {
  const folder = temporaryFolder();
  const writer = writerOf(folder, Date.now);
  await Promise.all(
    Array.from({ length: 50 }, async (_, n) => {
      await writer.append(lineOf(`e${n}`));
      await writer.sync();
    }),
  );
  await writer.close();
  expect((await idsIn(folder)).ids.length).toBe(50);
});

test('a folder that is no folder fails what must last, by name', async () => {
  const folder = join(temporaryFolder(), 'file');
  writeFileSync(folder, '');
  const store = new FolderEvents({ folder, writer: 'a', days: 30, ...CLOCKS, onFault() {} }, HELD);
  await expect(store.append([outcome('one')], true)).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: expect.stringContaining(folder),
  });
  await store.close();
});

test('only the lines of a customer are purged, of every segment, and a cut line stays as it was', async () => {
  const folder = temporaryFolder();
  mkdirSync(folder, { recursive: true });
  const [anna, bert] = ['a'.repeat(32), 'b'.repeat(32)];
  const sealed = (customer: string, id: string): StoredRecord => {
    const { v, by, kind, time } = outcome(id);
    return { v, by, kind, id, time, customer, sealed: 'AAAA' };
  };
  const store = new FolderEvents({ folder, writer: 'b', days: 30, ...CLOCKS, onFault() {} }, HELD);
  const earlier = join(folder, '2026-11-28T20.a-000000.jsonl');
  writeFileSync(
    earlier,
    `${[sealed(anna, 'a1'), sealed(bert, 'b1')].map((r) => JSON.stringify(r)).join('\n')}\n{"v":1,"cu`,
  );
  await store.append([sealed(anna, 'a2'), sealed(bert, 'b2'), outcome('nobody')], false);
  const later = { ...sealed(anna, 'a3'), time: '2026-11-28T20:00:01.001Z' };
  await store.append([later], false);
  expect(await store.count(anna)).toEqual({ requests: 0, outcomes: 3 });
  const purging = store.purge(anna, await store.mark('2026-11-28T20:00:01.000Z'));
  await store.append([sealed(bert, 'b3')], false);
  await purging;
  // What came later is kept.
  expect(await store.count(anna)).toEqual({ requests: 0, outcomes: 1 });
  expect(await store.count(bert)).toEqual({ requests: 0, outcomes: 3 });
  await store.close();
  const text = readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('');
  expect(text.split('\n').filter((line) => line.includes(anna))).toEqual([JSON.stringify(later)]);
  expect(readFileSync(earlier, 'utf8').endsWith('{"v":1,"cu')).toBe(true);
  expect((await idsIn(folder)).ids).toEqual(['nobody']);
});

test('a clock that jumps years ahead removes nothing, until it has held for a day', async () => {
  const folder = temporaryFolder();
  let [aheadMs, passedMs] = [Date.parse('2026-11-28T00:00:00Z'), 0];
  const now = () => aheadMs + passedMs;
  const writer = writerOf(folder, now, 30, 'a', () => passedMs);
  const pass = async (hours: number, id: string) => {
    passedMs += hours * HOUR_MS;
    await writer.append(lineOf(id));
  };
  await pass(0, 'one');
  aheadMs += 3_650 * 24 * HOUR_MS;
  for (const [hours, id] of [
    [1, 'two'],
    [1, 'three'],
    [20, 'four'],
  ] as const)
    await pass(hours, id);
  expect((await idsIn(folder)).ids).toEqual(['one', 'two', 'three', 'four']);
  // Set right again: what was written meanwhile lies in the future, and goes with its time.
  aheadMs -= 3_650 * 24 * HOUR_MS;
  for (let day = 0; day < 29; day++) await pass(24, `day${day}`);
  expect((await idsIn(folder)).ids).toContain('one');
  for (let day = 0; day < 3; day++) await pass(24, `later${day}`);
  await writer.close();
  const { ids } = await idsIn(folder);
  expect(ids).not.toContain('one');
  expect(ids).toContain('day3');
});

test('every whole line before a cut is read, wherever the cut is', async () => {
  const folder = temporaryFolder();
  const ids = ['zwölf 🎵', 'two'];
  const lines = ids.map(lineOf);
  const bytes = Buffer.from(lines.join(''));
  const ends = lines.map((_, n) => Buffer.byteLength(lines.slice(0, n + 1).join('')));
  const file = join(folder, '2026-11-28T21.a-000000.jsonl');
  for (let length = 0; length <= bytes.length; length++) {
    writeFileSync(file, bytes.subarray(0, length));
    // A line is whole without its end, too.
    const whole = ends.filter((end) => end - 1 <= length).length;
    const { ids: read, counts } = await idsIn(folder);
    expect(read, `cut at ${length}`).toEqual(ids.slice(0, whole));
    const isCut = length > 0 && !ends.includes(length) && !ends.includes(length + 1);
    expect(counts, `cut at ${length}`).toMatchObject({ cut: isCut ? 1 : 0, broken: 0 });
  }
}, 120_000);
