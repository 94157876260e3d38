import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { failuresReportSchema } from '../../../console/model/reports.js';
import type { InterpretRequest } from '../../../proto/gen/nlu/v1/InterpretRequest.js';
import { callUnary } from '../../../serving/rpc/client.js';
import { definitions } from '../../../serving/rpc/definitions.js';
import { temporaryFile, temporaryFolder } from '../../support/files.js';
import { replyOf } from '../../support/servers/domain-reply.js';
import { feedbackOf, stopped } from '../../support/servers/feedback.js';
import { gatewayBefore } from '../../support/servers/gateway.js';
import { hasNats, NEEDS_NATS, startNats } from '../../support/servers/nats-server.js';
import { startProgram } from '../../support/servers/program.js';
import { dial } from '../../support/servers/serve.js';

const run = (...args: string[]) => startProgram('cli/main.js', ['failures', ...args]).ended;
const now = () => new Date().toISOString();

/** A gateway with the domains that ship, in one process, that keeps events; ended when the work is done. */
async function used(events: string, settings: readonly string[], work: (use: Use) => Promise<void>): Promise<void> {
  const set = [`events.folder=${events}`, ...settings].flatMap((each) => ['--set', each]);
  const program = startProgram('one-process/main.js', ['--port', '0', '--allow-unsigned', ...set]);
  const { address } = JSON.parse(await program.firstLine) as { address: string };
  const channel = dial(address);
  const interpret = (request: InterpretRequest) =>
    callUnary(channel, definitions().gateway.Interpret, request, { timeoutMs: 20_000 });
  await work({ interpret, ...feedbackOf(address) });
  program.process.kill('SIGTERM');
  expect(await program.ended).toMatchObject({ code: 0 });
}
type Use = { interpret: (request: InterpretRequest) => Promise<unknown> } & ReturnType<typeof feedbackOf>;

/** Anna is misheard and says it again, answers no, and is content; Bert is content. */
async function anEvening({ interpret, report }: Use): Promise<void> {
  const context = { deviceType: 'tv' };
  const anna = { customer: 'anna', session: 'kitchen', context, wakeConfidence: 0.95 };
  const recognised = [
    { text: 'play the fill jaws', confidence: 0.5 },
    { text: 'play the film jaws', confidence: 0.4 },
  ];
  await interpret({ ...anna, requestId: 'a1', recognised });
  await interpret({ ...anna, requestId: 'a2', utterance: 'play the film jaws' });
  await interpret({ ...anna, session: 'later', requestId: 'a3', utterance: 'find the novel dune' });
  await interpret({ customer: 'bert', session: 'car', requestId: 'b1', utterance: 'play some jazz' });
  const own = { customer: 'anna', time: now() };
  const results = await report([
    { ...own, eventId: 'e1', requestId: 'a1', bargeIn: { afterMs: 700 } },
    { ...own, eventId: 'e2', requestId: 'a2', playback: { entity: 'jaws', playedMs: 7_000_000, ofMs: 7_400_000 } },
    { ...own, eventId: 'e3', requestId: 'a3', answer: { value: 'ANSWER_VALUE_NO', propensity: 0.1 } },
    { ...own, eventId: 'e4', requestId: 'gone', stop: {} },
    { eventId: 'e5', requestId: 'b1', customer: 'bert', time: now(), answer: { value: 'ANSWER_VALUE_YES' } },
  ]);
  expect(results.map(({ status }) => status)).toEqual(Array(5).fill('OUTCOME_STATUS_STORED'));
}

describe('what a gateway keeps', { timeout: 120_000 }, () => {
  let folder: string;
  let events: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'nlu-failures-'));
    events = join(folder, 'events');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('is told by domain, version and device, with examples and a page of pictures', async () => {
    await used(events, ['events.text=true'], anEvening);
    const output = join(folder, 'report');
    const { code, stdout, stderr } = await run('--events', events, '--output', output);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('9 events: 4 requests (4 with text) in 3 sessions');
    expect(stdout).toContain('left out: 1 outcomes of requests that have no event here');
    expect(stdout).toContain(
      '2 of 4 requests are suspected: P(defect) is 0.5 or more; P(defect) is by assumed weights',
    );
    for (const part of [/domain video/, /domain books/, /version books \d{8}-/, /device tv/])
      expect(stdout).toMatch(part);
    expect(stdout).toMatch(/\(\d\.\d\d\): "find the novel dune" ACCEPT books SearchCreativeWork/);
    expect(readFileSync(join(output, 'index.html'), 'utf8')).toContain('Where requests failed');
    expect(existsSync(join(output, 'device.svg'))).toBe(true);
    const report = failuresReportSchema.parse(JSON.parse(readFileSync(join(output, 'failures.json'), 'utf8')));
    expect(report).toMatchObject({ requests: 4, suspected: 2 });
    const [day] = report.days;
    expect(day).toMatchObject({ all: { requests: 4 }, rewritten: { requests: 0 }, control: { requests: 0 } });
    expect(day!.all.defects).toBeGreaterThan(0);
    const all = JSON.parse((await run('--events', events, '--json', '--least-defect', '0')).stdout);
    expect(all).toMatchObject({ requests: 4, suspected: 4, read: { events: 9 }, joined: { unknownRequest: 1 } });
  });

  test('of another deployment, or of nobody any more, is said to be so', async () => {
    const foreign = join(folder, 'foreign');
    cpSync(events, foreign, { recursive: true });
    const other = join(folder, 'other.key');
    writeFileSync(other, `${'ab'.repeat(32)}\n`, { mode: 0o600 });
    const wrong = await run('--events', foreign, '--events-key', other);
    expect(wrong).toMatchObject({ code: 1, stdout: '' });
    expect(wrong.stderr).toMatch(/^--events-key: .*foreign holds events of deployment \w+, and the key is that of \w+/);
    rmSync(join(foreign, 'deployment'));
    const unmarked = await run('--events', foreign, '--events-key', other);
    expect(unmarked.code).toBe(1);
    expect(unmarked.stderr).toContain("no events can be read: 9 are of another deployment's key (--events-key)");
    const forgotten = join(folder, 'forgotten');
    cpSync(events, forgotten, { recursive: true });
    for (const name of readdirSync(join(forgotten, 'keys'))) rmSync(join(forgotten, 'keys', name), { recursive: true });
    const gone = await run('--events', forgotten);
    expect(gone.code).toBe(1);
    expect(gone.stderr).toContain('no events can be read: 9 are of customers who were forgotten');
    rmSync(join(forgotten, 'deployment.key'));
    expect(await run('--events', forgotten)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^--events-key: .*deployment\.key is not there/),
    });
  });

  test('without words is told without examples, and requests that nobody complains of are no fault', async () => {
    const silent = join(folder, 'silent');
    await used(silent, [], async ({ interpret, report }) => {
      await interpret({ customer: 'anna', session: 's', requestId: 'r', utterance: 'play some jazz' });
      await report([{ eventId: 'e', requestId: 'r', customer: 'anna', time: now(), choice: {} }]);
    });
    const { code, stdout } = await run('--events', silent);
    expect(code).toBe(0);
    expect(stdout).toContain('2 events: 1 requests (0 with text)');
    expect(stdout).toContain('No examples: these events hold no words (events.text)');
    const content = await run('--events', silent, '--least-defect', '1');
    expect(content).toMatchObject({ code: 0, stderr: '' });
    expect(content.stdout).toContain('no defects to explain');
  });

  test('in no folder, an empty one, or outcomes alone is a fault', async () => {
    expect(await run('--events', '/nowhere')).toMatchObject({
      code: 1,
      stderr: "--events /nowhere: no folder of events; it is what a gateway's events.folder names\n",
    });
    const empty = join(folder, 'empty');
    cpSync(events, empty, { recursive: true });
    rmSync(join(empty, 'segments'), { recursive: true });
    mkdirSync(join(empty, 'segments'));
    const nothing = await run('--events', empty);
    expect(nothing.code).toBe(1);
    expect(nothing.stderr).toContain('no events can be read: nothing was kept there yet');
    const alone = join(folder, 'alone');
    await used(alone, [], async ({ report }) => void (await report([stopped('e')])));
    const { code, stderr } = await run('--events', alone);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `--events ${alone}: has outcomes alone, and no requests\n`,
    });
    const missing = await run('--events', 'nats', '--nats', '127.0.0.1:1');
    expect(missing).toMatchObject({
      code: 1,
      stderr: "--events nats: give the deployment's key with --events-key\n",
    });
    expect((await run('--events', 'nats')).stderr).toBe('--events nats: say which with --nats\n');
  });
});

test.skipIf(!hasNats)(`events on NATS are told likewise${NEEDS_NATS}`, { timeout: 60_000 }, async () => {
  const nats = await startNats();
  const keyFile = temporaryFile('deployment.key', randomBytes(32).toString('hex'), 0o600);
  const config = { store: 'nats', keyFile, text: true, nats: { servers: [nats.address] } };
  const music = { interpret: async () => replyOf('music', [0.9]) };
  const gateway = await gatewayBefore({ music }, { events: config });
  await gateway.interpret({ utterance: 'play it', customer: 'anna', session: 's', requestId: 'r1' });
  const none = { eventId: 'e1', requestId: 'r1', customer: 'anna', time: now(), choice: {} };
  // Told again where NATS was too slow to acknowledge it, as a caller would.
  const told = async () => (await feedbackOf(gateway.address).report([none]))[0]?.status;
  await expect.poll(told, { timeout: 20_000 }).toMatch(/_(?:STORED|DUPLICATE)$/u);
  const args = ['--events', 'nats', '--nats', nats.address, '--events-key', keyFile];
  await expect
    .poll(async () => (await run(...args)).stdout, { timeout: 20_000 })
    .toContain('1 of 1 requests are suspected');
  const other = join(temporaryFolder(), 'other.key');
  writeFileSync(other, `${'ab'.repeat(32)}\n`, { mode: 0o600 });
  const wrong = await run('--events', 'nats', '--nats', nats.address, '--events-key', other);
  expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining("2 are of another deployment's key") });
});
