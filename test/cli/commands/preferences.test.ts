import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../support/files.js';
import { gatewayBefore } from '../../support/servers/gateway.js';
import { preferringDomains } from '../../support/servers/preferring-domains.js';
import { startProgram } from '../../support/servers/program.js';

test('teach, preferences, interpret and forget, as tables and as JSON', { timeout: 120_000 }, async () => {
  const events = { folder: join(temporaryFolder(), 'events') };
  const { address } = await gatewayBefore(preferringDomains(), { events });
  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await startProgram('cli/main.js', [...args, '--gateway', address]).ended;
    return { code, out: stdout.trim(), err: stderr };
  };
  const feedback = (command: string, ...args: string[]) => run('feedback', command, '--customer', 'anna', ...args);
  const taught = await feedback('teach', '--meaning', 'the tower=video', '--default', 'music/service=deezer');
  expect(taught).toMatchObject({ code: 0 });
  expect(taught.out).toMatch(
    /^[0-9a-f]{12} music service is "deezer" where nothing is said\n[0-9a-f]{12} "the tower" means video$/,
  );
  const again = await feedback('teach', '--default', 'music/service=spotify', '--json');
  expect(JSON.parse(again.out)).toMatchObject({
    taught: [{ replaced: [{ preference: { defaultSlot: { value: 'deezer' } } }] }],
  });
  expect((await feedback('preferences')).out).toMatch(/taught[\s\S]*spotify[\s\S]*the tower" means video *│ taught/);
  const { out } = await run('interpret', 'play the tower', '--customer', 'anna', '--explain');
  expect(out.replace(/\s+/gu, ' ')).toContain("the customer's preference (meaning the tower=video) (+2.0)");
  expect(out).toContain('music by preference: service: spotify');
  expect((await run('interpret', 'play the tower', '--customer', 'anna', '--no-preferences')).out).not.toContain(
    'spotify',
  );
  const wrong = await feedback('teach', '--like', 'music/genr=jazz');
  expect(wrong.code).not.toBe(0);
  expect(wrong.err).toContain('preferences[0].like.kind: music has no "genr"');
  expect((await feedback('teach')).err).toContain('say what to keep: --like');
  expect((await feedback('teach', '--default', 'service')).err).toContain('DOMAIN/SLOT=VALUE');
  const [id] = /^[0-9a-f]{12}/.exec(taught.out)!;
  expect(await feedback('forget', '--preference', id)).toMatchObject({ code: 0, out: 'forgotten' });
  expect(await feedback('forget', '--preference', id)).toMatchObject({ code: 1, out: `there is no preference ${id}` });
  expect(await feedback('forget')).toMatchObject({ code: 0, out: 'forgotten' });
  expect((await feedback('preferences')).out).toBe('nothing is known');
});
