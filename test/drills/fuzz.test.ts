import { expect, it, onTestFinished } from 'vitest';
import { openChannel } from '../../serving/rpc/client.js';
import { seeded } from '../../training/numeric/random.js';
import { fuzz, type Victim } from './fuzz/fuzz.js';
import { startWatchedStack } from './watched-stack.js';

it('hostile requests get proper refusals, and the processes live on', { timeout: 120_000 }, async () => {
  const stack = await startWatchedStack();
  onTestFinished(() => stack.stop());
  const music = stack.domains.find(({ name }) => name === 'music')!;
  const victims = [stack.gateway, music].map(({ name, service: { address } }): Victim => {
    return { target: name === 'gateway' ? 'gateway' : 'domain', address, channel: openChannel(address) };
  });
  onTestFinished(() => {
    for (const { channel } of victims) channel.close();
  });
  const { statuses, faults } = await Promise.race([fuzz(victims, 2_000, 8, seeded(11)), stack.failure]);
  expect(faults).toEqual([]);
  expect([...statuses.keys()]).toEqual(expect.arrayContaining(['OK', 'INVALID_ARGUMENT']));
});
