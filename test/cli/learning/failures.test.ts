import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../support/files.js';
import { startProgram } from '../../support/servers/program.js';
import { key, request } from '../../training/learning/failures/turns.js';

const run = (...args: string[]) => startProgram('cli/main.js', ['failures', ...args]).ended;
const time = '2026-01-01T00:00:00.000Z';
const answer = (value: string) => ({
  ...{ kind: 'outcome', id: 'o1', requestId: '1', time, received: time },
  what: { type: 'answer', value },
});

function folderOf(...lines: readonly object[]): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'events.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return folder;
}

test('tells shares by domain, version and device, with examples and a page of pictures', async () => {
  const context = [{ group: 'device_type' as const, value: 'tv', strength: 1 }];
  const output = join(temporaryFolder(), 'report');
  const folder = folderOf(request({ context }), answer('no'), { kind: 'nonsense' });
  const { code, stdout, stderr } = await run('--events', folder, '--output', output);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('1 of 1 requests are suspected');
  expect(stdout).toContain('left out: 1 lines that are no events');
  for (const part of ['domain music', 'version music 20260101-00000001', 'device tv']) expect(stdout).toContain(part);
  expect(stdout).toContain('"play hello" ACCEPT music PlayMusic track=hello');
  expect(readFileSync(join(output, 'index.html'), 'utf8')).toContain('Where requests failed');
  expect(existsSync(join(output, 'device.svg'))).toBe(true);
});

test('does without words, and says so', async () => {
  const { text: _, ...silent } = request();
  const { code, stdout } = await run('--events', folderOf(silent, answer('no')));
  expect(code).toBe(0);
  expect(stdout).toContain('No examples: these events hold no words (events.text)');
});

describe('says what is wrong', () => {
  test('with a folder that is not there, or empty', async () => {
    const missing = await run('--events', '/nowhere');
    expect(missing).toMatchObject({ code: 1, stderr: '--events /nowhere: no such folder\n' });
    const empty = await run('--events', temporaryFolder());
    expect(empty.code).toBe(1);
    expect(empty.stderr).toContain('is empty: there is no .jsonl file');
  });

  test('with lines of which none is an event, or all are sealed', async () => {
    const broken = await run('--events', folderOf({ kind: 'request' }));
    expect(broken.code).toBe(1);
    expect(broken.stderr).toMatch(/has no event: .*events\.jsonl:1: id: /);
    const sealed = await run('--events', folderOf({ kind: 'request', customer: key('c'), sealed: 'AAAA' }));
    expect(sealed.code).toBe(1);
    expect(sealed.stderr).toContain('all 1 events are sealed');
  });

  test('with outcomes alone; requests that nobody complains of are no fault', async () => {
    const alone = await run('--events', folderOf(answer('no')));
    expect(alone.code).toBe(1);
    expect(alone.stderr).toContain("has outcomes alone; requests' events are missing");
    const content = await run('--events', folderOf(request(), answer('yes')));
    expect(content).toMatchObject({ code: 0, stderr: '' });
    expect(content.stdout).toContain('no defects to explain');
  });
});
