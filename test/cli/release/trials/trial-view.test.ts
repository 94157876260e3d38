import { describe, expect, it } from 'vitest';
import { TrialTally } from '../../../../cli/release/trials/trial-tally.js';
import { viewText } from '../../../../cli/release/trials/trial-text.js';
import { lookAtTrial } from '../../../../cli/release/trials/trial-view.js';
import { serverlessAddress } from '../../../support/servers/addresses.js';
import { natsMusic, wholeStatusOf } from '../../../support/servers/nats-domain.js';
import { hasNats, NEEDS_NATS } from '../../../support/servers/nats-server.js';
import {
  gatewayText,
  look,
  looking,
  metricsServer,
  shadow,
  share,
  stack,
  tried,
} from '../../../support/trials/tried-music.js';

describe.skipIf(!hasNats)(`a look at a trial${NEEDS_NATS}`, { timeout: 60_000 }, () => {
  it('adds up what replicas tell, a restarted one too', async () => {
    const { server, stores, replicas } = await stack(['one', 'two']);
    await tried(stores, shadow, { weight: -1 });
    for (const { interpret } of replicas) for (let n = 0; n < 10; n++) await interpret({ utterance: 'play' });
    await expect
      .poll(() => look(stores), { timeout: 15_000 })
      .toMatchObject({
        ...{ trial: { mode: 'shadow' }, who: 'ann', why: 'more jazz', replicas: 2, trying: 2 },
        active: { version: 'v1', requests: 20, errors: 0, believed: 20 },
        candidate: { version: 'v2', requests: 20, errors: 0, believed: 0 },
        shadow: { dropped: 0, flips: { domain: 20, intent: 0, hypothesis: 0 } },
        ...{ isWorse: false, evidence: 1, tests: [{ name: 'errors', evidence: 1 }] },
      });
    const text = viewText(await look(stores), false);
    expect(text).toContain('music: v2 is tried beside v1 as a shadow, by 2 of 2 replicas');
    expect(text).toContain('flips: domain 100.00 %, intent 0.00 %, hypothesis 0.00 %');
    const tally = new TrialTally();
    await lookAtTrial(stores, 'music', tally, looking, new Date());
    await replicas[0]!.stop();
    const again = await natsMusic(server, { instance: 'one' });
    await again.domain.ready;
    // Its status from before stands until it publishes a new one, in which it has tried nothing.
    const since = async () => (await wholeStatusOf(stores))?.trial?.candidate.requests;
    await expect.poll(since, { timeout: 15_000 }).toBe(0);
    for (let n = 0; n < 5; n++) await again.interpret({ utterance: 'play' });
    await expect
      .poll(async () => (await lookAtTrial(stores, 'music', tally, looking, new Date())).view.candidate.requests, {
        timeout: 15_000,
      })
      .toBe(25);
  });

  it('reads outcomes from gateways, and names an address that has none', async () => {
    const { stores } = await stack();
    await tried(stores, share(20));
    let defects = 0;
    const url = await metricsServer(() => gatewayText({ v1: [1_000, 50], v2: [250, defects] }));
    const metrics = [url];
    expect(await look(stores, { metrics })).toMatchObject({
      active: { outcomes: { won: { accepted: 1_000, defect: 50 } } },
      candidate: { outcomes: { won: { accepted: 250, defect: 0 }, others: { accepted: 0 } } },
      ...{ isWorse: false, tests: [{ name: 'errors' }, { name: 'defects' }, { name: 'defects elsewhere' }] },
    });
    defects = 60;
    expect(await look(stores, { metrics })).toMatchObject({ isWorse: true });
    const other = await metricsServer(() => '# nothing of ours\n');
    await expect(look(stores, { metrics: [other] })).rejects.toThrow(
      `--metrics ${other}: it counts no outcomes; name the operations port of a gateway that keeps events`,
    );
    const nobody = `http://${await serverlessAddress()}/metrics`;
    await expect(look(stores, { metrics: [nobody] })).rejects.toThrow(
      /^--metrics http:.*: cannot be read: .*ECONNREFUSED/,
    );
    await tried(stores, shadow);
    await expect(look(stores, { metrics })).rejects.toThrow('--metrics: a shadow answers nobody');
  });
});
