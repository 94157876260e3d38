import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TrialTally } from '../../cli/release/trials/trial-tally.js';
import { lookAtTrial } from '../../cli/release/trials/trial-view.js';
import { watchTrial } from '../../cli/release/trials/watch-trial.js';
import { withdraw } from '../../cli/release/trials/withdraw.js';
import { temporaryFolder } from '../support/files.js';
import { serverlessAddress } from '../support/servers/addresses.js';
import { feedbackOf } from '../support/servers/feedback.js';
import { gatewayBefore } from '../support/servers/gateway.js';
import { deployMusic, natsMusic, tryMusic } from '../support/servers/nats-domain.js';
import { hasNats, NEEDS_NATS, startNats, storesOf } from '../support/servers/nats-server.js';

/** Long enough that small models of music believe it. */
const UTTERANCE = 'play something that is long enough to be believed';

/** Two replicas of music before a gateway that keeps events, and a version that is tried on a fifth of the customers. */
async function triedStack() {
  const server = await startNats();
  const stores = await storesOf(server);
  await deployMusic(stores, 'v1');
  const replicas = [await natsMusic(server, { instance: 'one' }), await natsMusic(server, { instance: 'two' })];
  for (const { domain } of replicas) await domain.ready;
  const operations = Number((await serverlessAddress()).split(':')[1]);
  const addresses = replicas.map(({ domain }) => domain.address).join(',');
  const events = { folder: join(temporaryFolder(), 'events') };
  const gateway = await gatewayBefore({ music: addresses }, { events, operations: { port: operations } });
  await tryMusic(stores, 'v2', { mode: 'share', percent: 20 }, { weight: 1.5 });
  const looking = { metrics: [], alpha: 0.01, isBaseline: false, onProblem: () => {} };
  const trying = async () => (await lookAtTrial(stores, 'music', new TrialTally(), looking, new Date())).view.trying;
  await expect.poll(trying, { timeout: 15_000 }).toBe(2);
  const ask = async (customer: string) => {
    const requestId = randomUUID();
    const reply = await gateway.interpret({ utterance: UTTERANCE, customer, requestId });
    return { requestId, decision: reply.decision, version: reply.domains[0]?.bundleVersion };
  };
  const metrics = [`http://127.0.0.1:${operations}/metrics`];
  return { server, stores, replicas, ask, metrics, ...feedbackOf(gateway.address) };
}

/** Does work for each item, eight at a time. */
async function each<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (let first = 0; first < items.length; first += 8) {
    results.push(...(await Promise.all(items.slice(first, first + 8).map(work))));
  }
  return results;
}

const customers = Array.from({ length: 1_000 }, (_, index) => `customer-${index}`);

describe.skipIf(!hasNats)(`a share behind a gateway${NEEDS_NATS}`, { timeout: 120_000 }, () => {
  it('goes to a fifth of a thousand customers, each of whom always hears one version', async () => {
    const { ask } = await triedStack();
    const first = await each(customers, ask);
    const drawn = first.filter(({ version }) => version === 'v2').length;
    // Four standard deviations.
    expect(Math.abs(drawn - 200)).toBeLessThan(51);
    const second = await each(customers, ask);
    expect(second.map(({ version }) => version)).toEqual(first.map(({ version }) => version));
  });

  it('is withdrawn where its answers turn out worse, and not one request is lost by any of it', async () => {
    const { stores, ask, report, metrics } = await triedStack();
    const options = { alpha: 0.01, everyMs: 250, onLook: () => {}, onProblem: () => {}, metrics };
    const watched = watchTrial(stores, 'music', options);
    let isOver = false;
    const ended = watched.then(async (end) => {
      if (end.by === 'worse') await withdraw(stores, { domain: 'music', who: 'watch', why: end.why }, new Date());
      isOver = true;
      return end;
    });
    const decisions = new Set<string>();
    let requests = 0;
    for (let round = 0; !isOver && round < 40; round++) {
      const batch = customers.slice((round * 80) % 960, ((round * 80) % 960) + 80);
      const answers = await each(batch, ask);
      requests += answers.length;
      for (const { decision } of answers) decisions.add(decision);
      // One of ten answers of the active version is a defect, and every second of the candidate's.
      const outcomes = answers.map(({ requestId, version }, index) => {
        const isDefect = version === 'v2' ? index % 2 === 0 : index % 10 === 0;
        const time = new Date().toISOString();
        const named = { eventId: randomUUID(), requestId, time };
        return isDefect ? { ...named, stop: {} } : { ...named, playback: { playedMs: 60_000, ofMs: 200_000 } };
      });
      await report(outcomes);
    }
    expect(await ended).toMatchObject({ by: 'worse', why: expect.stringContaining('defects: ') });
    expect([...decisions]).toEqual(['DECISION_ACCEPT']);
    expect(requests).toBeLessThan(3_000);
    await expect
      .poll(async () => new Set((await each(customers.slice(0, 60), ask)).map(({ version }) => version)), {
        timeout: 10_000,
      })
      .toEqual(new Set(['v1']));
  });
});
