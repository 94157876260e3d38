import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { REWRITE_TABLES } from '../../../gateway/rewriting/rewrite-tables.js';
import { packTable } from '../../../gateway/tables/table-bundle.js';
import { temporaryFile, temporaryFolder } from '../../support/files.js';
import { hasNats, NEEDS_NATS, startNats } from '../../support/servers/nats-server.js';
import { startProgram } from '../../support/servers/program.js';

const FAILS = 'play the moozak by cold play';
const WORKS = 'play the music of coldplay';

async function run(...args: string[]) {
  const { ended } = startProgram('cli/main.js', args);
  const { code, stdout, stderr } = await ended;
  return { code, stdout, stderr };
}

/** Twelve customers say what fails, stop it, say what works and listen; `rewritten` is what the file says of no one. */
function useFile(): string {
  const at = (second: number) => new Date(Date.UTC(2026, 0, 1) + 1000 * second).toISOString();
  const rows = Array.from({ length: 12 }, (_, index) => {
    const who = { customer: `c${index}`, session: `s${index}` };
    return [
      { ...who, requestId: `a${index}`, time: at(100 * index), text: FAILS },
      { requestId: `a${index}`, what: { type: 'barge_in', afterMs: 600 } },
      { ...who, requestId: `b${index}`, time: at(100 * index + 6), text: WORKS },
      { requestId: `b${index}`, what: { type: 'playback', entity: '', playedMs: 170_000, ofMs: 180_000 } },
    ];
  }).flat();
  return temporaryFile('use.jsonl', rows.map((row) => JSON.stringify(row)).join('\n'));
}

describe('rewrites', { timeout: 240_000 }, () => {
  it('learns a pair from a file of use, and tells what would be interpreted instead of each row', async () => {
    const [events, out] = [useFile(), temporaryFolder()];
    const learned = await run('rewrites', '--events', events, '--out', out, '--json');
    expect(learned).toMatchObject({ code: 0, stderr: '' });
    const result = JSON.parse(learned.stdout);
    expect(result.added).toMatchObject([{ from: FAILS, to: WORKS }]);
    const input = temporaryFile(
      'said.jsonl',
      [
        { id: 'known', text: FAILS.toUpperCase() },
        { id: 'alike', text: 'pay the music of cold play' },
        { id: 'own', customer: 'c1', recognised: [{ text: 'pay the moose sick of coldplay', confidence: 0.5 }] },
        { id: 'other', text: 'what is the weather' },
      ]
        .map((row) => JSON.stringify(row))
        .join('\n'),
    );
    const output = join(out, 'rewritten.jsonl');
    const { code } = await run('rewrites', '--events', events, '--input', input, '--output', output);
    expect(code).toBe(0);
    const rows = readFileSync(output, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const rewrite = (layer: string) => ({ text: WORKS, layer, probability: expect.any(Number) });
    expect(rows).toEqual([
      { id: 'known', rewrite: rewrite('KNOWN') },
      { id: 'alike', rewrite: rewrite('GLOBAL') },
      { id: 'own', rewrite: rewrite('PERSONAL') },
      { id: 'other', rewrite: null },
    ]);
  });

  it('names what is wrong with a file, and what is missing', async () => {
    const bad = async (text: string) => (await run('rewrites', '--events', temporaryFile('use.jsonl', text))).stderr;
    const row = { requestId: 'r', time: '2026-01-02T20:15:00Z', customer: 'anna' };
    expect(await bad(JSON.stringify(row))).toMatch(/use\.jsonl:1: text: give it, or recognised/);
    expect(await bad(`{"requestId": "r", "what": {"type": "nod"}}`)).toMatch(/use\.jsonl:1: what\.type/);
    expect(await bad(JSON.stringify({ ...row, text: 'play', time: 'noon' }))).toMatch(/use\.jsonl:1: time/);
    const twice = [row, { ...row, customer: 'ben' }]
      .map((each) => JSON.stringify({ ...each, text: 'play' }))
      .join('\n');
    expect(await bad(twice)).toMatch(/use\.jsonl:2: requestId: "r" is that of line 1 too/);
    expect(await bad('')).toMatch(/has no requests; one line is \{"requestId"/);
    expect(await run('rewrites')).toMatchObject({ code: 1, stderr: expect.stringMatching(/^--events: say what/) });
    const aimless = await run('rewrites', '--events', useFile(), '--output', 'rewritten.jsonl');
    expect(aimless).toMatchObject({ code: 1, stderr: expect.stringMatching(/^--output: goes with --input/) });
    expect(await run('rewrites', '--none', '--events', useFile())).toMatchObject({ code: 1 });
  });

  it.skipIf(!hasNats)(`are deployed, and not where they harm what is understood${NEEDS_NATS}`, async () => {
    const { address } = await startNats();
    const out = temporaryFolder();
    const { stdout } = await run('rewrites', '--none', '--out', out);
    const [, file] = stdout.split('\n') as [string, string];
    const deploy = (bundle: string) =>
      run('deploy', 'rewrites', '--bundle', bundle, '--nats', address, '--quorum', '0');
    const deployed = await deploy(file);
    expect(deployed.stdout).toContain('0 pairs; of the annotated requests 0 are rewritten');
    expect(deployed.code).toBe(0);
    expect(await run('verify', file)).toMatchObject({ code: 0, stdout: expect.stringContaining('rewrites') });
    const pairs = [{ from: 'play nick drake', to: 'play nick cave', probability: 0.9, own: 0.1 }];
    const harmful = join(out, 'harmful.bundle');
    writeFileSync(harmful, packTable(REWRITE_TABLES, { pairs }, 'test', { version: 'harmful' }));
    const refused = await deploy(harmful);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('rewrites what is understood as it is: play nick drake -> play nick cave');
  });
});
