import { randomBytes } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { NatsEvents } from '../../../../bundles/sources/nats/nats-events.js';
import { connected } from '../../../../bundles/sources/nats/nats-options.js';
import { removeUnusedKeys } from '../../../../cli/release/publication/unused-keys.js';
import { StreamKeys } from '../../../../gateway/feedback/nats/stream-keys.js';
import { CustomerKeys } from '../../../../gateway/feedback/privacy/customer-keys.js';
import { DeploymentKey } from '../../../../gateway/feedback/privacy/deployment-key.js';
import { hasNats, NEEDS_NATS, startNats, storesOf } from '../../../support/servers/nats-server.js';
import { startProgram } from '../../../support/servers/program.js';

const DAY_MS = 86_400_000;
const [anna, bert, cleo, dora, emil] = ['a', 'b', 'c', 'd', 'e'].map((letter) => letter.repeat(32)) as [
  ...[string, string, string, string, string],
];

describe.runIf(hasNats)(`keys of no use${NEEDS_NATS}`, { timeout: 60_000 }, () => {
  it('are removed in two runs, and none by which something is, or is to be, sealed', async () => {
    const nats = await startNats();
    const stores = await storesOf(nats);
    const events = new NatsEvents({ servers: [nats.address], name: 'gateway' });
    onTestFinished(() => events.close());
    await connected(events);
    let passedMs = 0;
    const deployment = new DeploymentKey(randomBytes(32));
    const keys = new CustomerKeys(new StreamKeys(events), deployment, { forMs: 500, nowMs: () => passedMs });
    const now = () => new Date().toISOString();
    for (const customer of [anna, bert, cleo, dora]) await keys.toSeal(customer, now(), now());
    await keys.forget(emil, now());
    // Of Bert there is an event, of Cleo what she wants to be known.
    await events.publish([{ kind: 'outcome', customer: bert, id: 'e1', text: 'one' }]);
    await events.swapKey(`preferences-${cleo}`, 'sealed', 0);
    const sweep = (days: number) => removeUnusedKeys(stores, 32 * DAY_MS, Date.now() + days * DAY_MS);

    expect(await sweep(31)).toEqual({ retiring: 0, removed: 0 });
    const key = await keys.toOpen(dora);
    // What was noted of Emil's forgetting is of no use any more; Anna's and Dora's keys retire, and open things still.
    expect(await sweep(33)).toEqual({ retiring: 2, removed: 1 });
    expect(await sweep(33.5)).toEqual({ retiring: 2, removed: 0 });
    passedMs += 501;
    expect(await keys.toOpen(dora)).toEqual(key);
    // Dora comes back: her key stays, and seals.
    expect(await keys.toSeal(dora, now(), now())).toEqual(key);
    // By the server, whose clock nobody moves here, that was long ago, so that it retires anew, and is not removed.
    expect(await sweep(34.5)).toEqual({ retiring: 1, removed: 1 });
    passedMs += 501;
    expect(await keys.toOpen(dora)).toEqual(key);
    const left = await Promise.all([anna, bert, cleo, dora, emil].map((customer) => events.getKey(customer)));
    expect(left.map((each) => each !== undefined)).toEqual([false, true, true, true, false]);
    // Who comes back after that gets a new one.
    expect(await keys.toSeal(anna, now(), now())).toBeDefined();
  });

  it('are told of by buckets', async () => {
    const nats = await startNats();
    const run = await startProgram('cli/main.js', ['buckets', '--nats', nats.address, '--unused-after', '32']).ended;
    expect(run).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/keys of no use: 0 removed, 0 to be removed\n$/),
    });
    const wrong = await startProgram('cli/main.js', ['buckets', '--nats', nats.address, '--unused-after', '0']).ended;
    expect(wrong).toMatchObject({ code: 1, stderr: expect.stringMatching(/whole days/) });
  });
});
