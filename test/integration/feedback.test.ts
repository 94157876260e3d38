import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { callUnary } from '../../serving/rpc/client.js';
import { definitions } from '../../serving/rpc/definitions.js';
import { eventsIn } from '../support/feedback/events-in.js';
import { temporaryFolder } from '../support/files.js';
import { domainPeer } from '../support/servers/domain-peer.js';
import { replyOf } from '../support/servers/domain-reply.js';
import { feedbackOf, stopped } from '../support/servers/feedback.js';
import { startProgram } from '../support/servers/program.js';
import { dial, serve } from '../support/servers/serve.js';

/** A gateway process that keeps events, before a scripted domain. */
async function startKeeping(folder: string, settings: readonly string[] = []) {
  const { address: music } = await serve(domainPeer({ interpret: async () => replyOf('music', [0.9]) }));
  const args = ['--port', '0', '--domain', `music=${music}`, '--set', `events.folder=${folder}`];
  const program = startProgram('gateway/main.js', [...args, ...settings.flatMap((setting) => ['--set', setting])]);
  const { address } = JSON.parse(await program.firstLine) as { address: string };
  const channel = dial(address);
  const interpret = (request: object) =>
    callUnary(channel, definitions().gateway.Interpret, { utterance: 'play it', ...request }, { timeoutMs: 5_000 });
  return { program, interpret, ...feedbackOf(address) };
}

describe('a gateway that keeps events', { timeout: 120_000 }, () => {
  it('loses none that it acknowledged when it is killed, again and again', async () => {
    const folder = join(temporaryFolder(), 'events');
    const acknowledged: string[] = [];
    for (let round = 0; round < 6; round++) {
      const { program, report, interpret } = await startKeeping(folder);
      let killed = false;
      const reporter = async (worker: number) => {
        for (let n = 0; !killed; n++) {
          const ids = Array.from({ length: 5 }, (_, k) => `${round}-${worker}-${n}-${k}`);
          const outcomes = ids.map((id) => stopped(id, { customer: `c${n % 9}` }));
          const results = await report(outcomes).catch(() => []);
          for (const { eventId, status } of results) if (status === 'OUTCOME_STATUS_STORED') acknowledged.push(eventId);
        }
      };
      const asker = async () => {
        while (!killed) await interpret({ customer: 'c1' }).catch(() => {});
      };
      const working = [reporter(0), reporter(1), reporter(2), asker()];
      const before = acknowledged.length;
      await setTimeout(400 + 150 * round);
      await expect.poll(() => acknowledged.length, { timeout: 15_000 }).toBeGreaterThan(before + 4);
      program.process.kill('SIGKILL');
      expect((await program.ended).signal).toBe('SIGKILL');
      killed = true;
      await Promise.all(working);
    }
    expect(acknowledged.length).toBeGreaterThan(20);
    const { events, counts } = await eventsIn(folder);
    const kept = new Set(events.filter(({ kind }) => kind === 'outcome').map(({ id }) => id));
    expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
    expect(counts).toMatchObject({ forgotten: 0, foreign: 0, broken: 0 });
    console.log(`${acknowledged.length} acknowledged, ${acknowledged.filter((id) => !kept.has(id)).length} lost`);
  });

  it('shares its folder with no other gateway, and leaves it when it is killed', async () => {
    const folder = join(temporaryFolder(), 'events');
    const { program, report } = await startKeeping(folder);
    const settings = ['--set', `events.folder=${folder}`];
    const second = startProgram('gateway/main.js', ['--port', '0', '--domain', 'music=127.0.0.1:1', ...settings]);
    const { code, stderr } = await second.ended;
    expect(code).not.toBe(0);
    expect(stderr).toMatch(
      new RegExp(`events\\.folder: .* is in use by a gateway \\(process ${program.process.pid} .*folder of its own`),
    );
    await report([stopped('one', { customer: 'anna' })]);
    program.process.kill('SIGKILL');
    await program.ended;
    const next = await startKeeping(folder);
    expect(await next.report([stopped('two', { customer: 'anna' })])).toMatchObject([
      { status: 'OUTCOME_STATUS_STORED' },
    ]);
    expect((await eventsIn(folder)).events.map(({ id }) => id).sort()).toEqual(['one', 'two']);
  });

  it('writes what waits before it ends when it is told to', async () => {
    const folder = join(temporaryFolder(), 'events');
    const { program, interpret } = await startKeeping(folder);
    for (let n = 0; n < 50; n++) await interpret({ requestId: `r${n}`, customer: 'anna' });
    program.process.kill('SIGTERM');
    expect(await program.ended).toMatchObject({ code: 0 });
    expect((await eventsIn(folder)).events.length).toBe(50);
  });

  it.skipIf(!canMount())(
    'answers with a full disk, says what it does not keep, and goes on when there is room',
    async () => {
      const disk = join(temporaryFolder(), 'disk');
      mkdirSync(disk);
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=128k', 'none', disk]);
      onTestFinished(() => void execFileSync('umount', ['-l', disk]));
      const folder = join(disk, 'events');
      const { program, report, interpret } = await startKeeping(folder, ['events.waiting=64']);
      await report([stopped('first')]);
      // A file that takes the rest of the disk.
      const filler = join(disk, 'filler');
      execFileSync('sh', ['-c', `dd if=/dev/zero of=${filler} bs=1k count=1000 2>/dev/null || true`]);
      const stored: string[] = [];
      let refused = 0;
      for (let n = 0; n < 200 && refused < 3; n++) {
        const [{ status }] = await report([stopped(`e${n}`)]);
        if (status === 'OUTCOME_STATUS_STORED') stored.push(`e${n}`);
        else refused++;
        await interpret({});
      }
      expect(refused).toBe(3);
      // Each attempt would leave a file, and the files would be what fills the disk.
      expect(readdirSync(join(folder, 'segments')).length).toBeLessThan(3);
      for (let n = 0; n < 200; n++) await interpret({});
      execFileSync('rm', [filler]);
      const [{ status }] = await report([stopped('last')]);
      expect(status).toBe('OUTCOME_STATUS_STORED');
      const { events, counts } = await eventsIn(folder);
      const ids = events.filter(({ kind }) => kind === 'outcome').map(({ id }) => id);
      expect(ids).toEqual(['first', ...stored, 'last']);
      expect(counts.broken).toBe(0);
      program.process.kill('SIGTERM');
      const { code, stderr } = await program.ended;
      expect(code).toBe(0);
      expect(stderr).toMatch(/"reason":"[^"]*ENOSPC[^"]*".*events cannot be stored/);
    },
  );

  it('does not start with another deployment’s key, and names both', async () => {
    const folder = join(temporaryFolder(), 'events');
    const { program } = await startKeeping(folder);
    program.process.kill('SIGTERM');
    await program.ended;
    const other = join(temporaryFolder(), 'other.key');
    execFileSync('sh', ['-c', `umask 077; openssl rand -hex 32 > ${other}`]);
    const args = ['--port', '0', '--domain', 'music=127.0.0.1:1'];
    const events = ['--set', `events.folder=${folder}`, '--set', `events.keyFile=${other}`];
    const { code, stderr } = await startProgram('gateway/main.js', [...args, ...events]).ended;
    expect(code).not.toBe(0);
    expect(stderr).toMatch(
      /events\.keyFile: .* holds events of deployment [0-9a-f]{8}, and the key is that of [0-9a-f]{8}/,
    );
  });
});

function canMount(): boolean {
  const disk = '/tmp/.nlu-can-mount';
  try {
    mkdirSync(disk, { recursive: true });
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'none', disk], { stdio: 'ignore' });
    execFileSync('umount', [disk]);
    return true;
  } catch {
    return false;
  }
}
