import { createPrivateKey, type KeyObject } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openBundle } from '../../../../bundles/format/open.js';
import { signBundle } from '../../../../bundles/format/pack.js';
import { generateKeys } from '../../../../bundles/format/signature.js';
import { ANY_SIGNER } from '../../../../bundles/format/trust.js';
import type { Trial } from '../../../../bundles/lifecycle/trials/trial.js';
import type { NatsStores } from '../../../../bundles/sources/nats/nats-stores.js';
import { candidateKey } from '../../../../bundles/sources/stored-value.js';
import type { RolloutOptions } from '../../../../cli/release/publication/candidate.js';
import { liveInstances } from '../../../../cli/release/publication/instances.js';
import { currentDeployment, storeBundle } from '../../../../cli/release/publication/publication.js';
import { standingOf, trustOfDeployer } from '../../../../cli/release/publication/standing.js';
import { promote } from '../../../../cli/release/trials/promote.js';
import { checkTriable, startTrial } from '../../../../cli/release/trials/start-trial.js';
import { TrialTally } from '../../../../cli/release/trials/trial-tally.js';
import { viewText } from '../../../../cli/release/trials/trial-text.js';
import { type LookOptions, lookAtTrial, type TrialView } from '../../../../cli/release/trials/trial-view.js';
import { watchTrial } from '../../../../cli/release/trials/watch-trial.js';
import { withdraw } from '../../../../cli/release/trials/withdraw.js';
import { loadSmall, type SmallOptions, smallBundle } from '../../../support/models/small-model.js';
import { serverlessAddress } from '../../../support/servers/addresses.js';
import { deployBytes, deployMusic, natsMusic, wholeStatusOf } from '../../../support/servers/nats-domain.js';
import { hasNats, NEEDS_NATS, startNats, storesOf } from '../../../support/servers/nats-server.js';

const shadow: Trial = { mode: 'shadow' };
const share = (percent: number): Trial => ({ mode: 'share', percent });

type Music = Awaited<ReturnType<typeof natsMusic>>;
type Setup = Parameters<typeof natsMusic>[2];

/** What `deploy --shadow` or `--share` does once the gates are passed. */
async function tried(
  stores: NatsStores,
  plan: Trial,
  options: SmallOptions & Partial<RolloutOptions> & { version?: string; signWith?: KeyObject; lastsMs?: number } = {},
) {
  const { version = 'v2', signWith, lastsMs = 3_600_000, quorum, timeoutMs = 5_000, ...small } = options;
  const { before, counter } = await standingOf(stores, 'music', trustOfDeployer(signWith));
  const made = await smallBundle(version, small);
  const bytes = signWith ? signBundle(made, signWith) : made;
  const { digest } = await openBundle(bytes, ANY_SIGNER);
  checkTriable('music', version, before.deployment);
  const object = await storeBundle(stores, 'music', bytes);
  const note = { version, digest, object, who: 'ann', when: new Date().toISOString(), why: 'more jazz' };
  const place = { counter: counter + 1, signWith };
  return startTrial(stores, 'music', note, place, { quorum, timeoutMs }, { plan, lastsMs });
}

async function stack(instances = ['one'], setup: Setup = {}, settings: object = {}, signWith?: KeyObject) {
  const server = await startNats();
  const stores = await storesOf(server);
  const first = await smallBundle('v1');
  await deployBytes(stores, 'v1', signWith ? signBundle(first, signWith) : first, { signWith });
  const replicas: Music[] = [];
  for (const instance of instances) replicas.push(await natsMusic(server, { instance }, setup, settings));
  for (const { domain } of replicas) await domain.ready;
  await expect.poll(() => liveInstances(stores, 'music'), { timeout: 10_000 }).toHaveLength(instances.length);
  return { server, stores, replicas, music: replicas[0]! };
}

const looking: LookOptions = {
  ...{ metrics: [], alpha: 0.01, isBaseline: false },
  onProblem: (error) => {
    throw error;
  },
};
const look = async (stores: NatsStores, options: Partial<LookOptions> = {}): Promise<TrialView> =>
  (await lookAtTrial(stores, 'music', new TrialTally(), { ...looking, ...options }, new Date())).view;

const versionsOf = async ({ interpret }: Music, number = 40) => {
  const versions = [];
  for (let bucket = 0; bucket < number; bucket++) {
    versions.push((await interpret({ utterance: 'play', trialBucket: bucket * 199 })).bundleVersion);
  }
  return versions;
};

const by = { domain: 'music', who: 'bob', why: '' };
const rollout = { timeoutMs: 5_000 };

describe.skipIf(!hasNats)(`a trial${NEEDS_NATS}`, { timeout: 60_000 }, () => {
  it('stands again where another version that was to take its place is not held', async () => {
    const { stores } = await stack();
    await tried(stores, share(50));
    const standing = async () => (await stores.getKey('nlu-deployments', candidateKey('music')))?.text;
    const before = await standing();
    const failed = tried(stores, shadow, { version: 'v3', quorum: 5, timeoutMs: 1_000 });
    await expect(failed).rejects.toThrow('music/v3 was not deployed');
    expect(await standing()).toBe(before);
  });

  it('is under way at every replica when it is begun, and promoted by the quorum', async () => {
    const { stores, replicas } = await stack(['one', 'two']);
    expect(await tried(stores, share(50))).toMatchObject({
      ...{ isServed: true, replicas: { one: 'warm', two: 'warm' }, trial: { percent: 50 } },
      deployed: { version: 'v2', counter: 2 },
    });
    expect((await currentDeployment(stores, 'music')).deployment).toMatchObject({ version: 'v1', counter: 1 });
    const [one, two] = await Promise.all(replicas.map((replica) => versionsOf(replica)));
    expect(one).toEqual(two);
    expect(new Set(one)).toEqual(new Set(['v1', 'v2']));
    const done = await promote(stores, { ...by, rollout }, new Date());
    expect(done).toMatchObject({ isServed: true, before: 'v1', deployed: { version: 'v2', counter: 2 } });
    expect((await currentDeployment(stores, 'music')).deployment).toMatchObject({
      ...{ version: 'v2', stage: 'active', who: 'bob' },
      why: expect.stringMatching(/^after a trial as 50 % of the customers since 20/),
    });
    for (const replica of replicas) {
      expect(new Set(await versionsOf(replica))).toEqual(new Set(['v2']));
      expect(replica.events.filter((event) => event === 'v2 fetching')).toHaveLength(1);
    }
    await expect(promote(stores, { ...by, rollout }, new Date())).rejects.toThrow(
      /^music: no trial is under way; active is number 2 \(v2, by bob at/,
    );
  });

  it('is withdrawn: nothing served changes, and whoever asks is told by whom and why', async () => {
    const { stores, music } = await stack();
    await tried(stores, shadow);
    const done = await withdraw(stores, { ...by, why: 'confuses artists' }, new Date());
    expect(done).toMatchObject({ version: 'v2', active: 'v1', withdrawn: { who: 'bob', why: 'confuses artists' } });
    await expect
      .poll(() => music.reports.at(-1), { timeout: 10_000 })
      .toMatchObject({
        ...{ version: 'v2', state: { name: 'retired' } },
      });
    expect(music.problems).toEqual([]);
    const late = [() => promote(stores, { ...by, rollout }, new Date()), () => withdraw(stores, by, new Date())];
    for (const again of late) {
      await expect(again()).rejects.toThrow(
        /^music: no trial is under way: that of v2 was withdrawn by bob at 20.*: confuses artists$/,
      );
    }
    // The next deployment goes on from there.
    expect(await tried(stores, shadow, { version: 'v3' })).toMatchObject({ deployed: { counter: 2 } });
  });

  it('of a broken candidate is refused, and nothing changes', async () => {
    const { stores, music } = await stack();
    await expect(tried(stores, share(20), { golden: Buffer.from('[]') })).rejects.toThrow(
      /^music\/v2 was not deployed: of 1 live replicas 0 hold it warm.*\n {2}music\.one {2}refused {2}golden check/,
    );
    expect(await stores.getKey('nlu-deployments', candidateKey('music'))).toMatchObject({ text: undefined });
    expect(new Set(await versionsOf(music))).toEqual(new Set(['v1']));
  });

  it('needs something to be tried beside', async () => {
    const stores = await storesOf(await startNats());
    await expect(tried(stores, shadow)).rejects.toThrow(
      'music: nothing is deployed yet: there is nothing to try v2 beside; deploy it without --shadow and --share',
    );
    await deployMusic(stores, 'v1');
    await expect(tried(stores, shadow, { version: 'v1' })).rejects.toThrow('v1 is the active version');
    await expect(tried(stores, shadow)).rejects.toThrow('no live replica of music');
  });

  it('ends with what anybody deploys, and promote says who was faster', async () => {
    const { stores, music } = await stack();
    await tried(stores, share(50));
    await deployMusic(stores, 'v3');
    await expect.poll(() => versionsOf(music, 10), { timeout: 10_000 }).toEqual(new Array(10).fill('v3'));
    await expect(promote(stores, { ...by, rollout }, new Date())).rejects.toThrow(
      /^music: no trial is under way: that of v2 was ended by number 2 \(v3, by test at/,
    );
  });

  it('goes on where a promotion finds too few replicas', async () => {
    const { stores, music } = await stack();
    await tried(stores, share(50));
    await expect(promote(stores, { ...by, rollout: { ...rollout, quorum: 0 } }, new Date())).rejects.toThrow(
      '--quorum 0: what is promoted is what replicas have tried',
    );
    await stores.putKey('nlu-status', 'music.mute', JSON.stringify({ address: '', counter: 1, versions: [] }));
    await expect(promote(stores, { ...by, rollout: { timeoutMs: 1_000 } }, new Date())).rejects.toThrow(
      /music\/v2 was not deployed: of 2 live replicas 1 hold it warm/,
    );
    expect(new Set(await versionsOf(music))).toEqual(new Set(['v1', 'v2']));
    expect(await promote(stores, { ...by, rollout: { ...rollout, quorum: 1 } }, new Date())).toMatchObject({
      isServed: true,
    });
  });

  it('where keys are trusted is begun, promoted and withdrawn by those who have them', async () => {
    const [ours, theirs] = [generateKeys(), generateKeys()];
    const [key, other] = [ours, theirs].map(({ privateKey }) => createPrivateKey(privateKey)) as [KeyObject, KeyObject];
    const settings = { trust: { publicKeys: [ours.publicKey], allowUnsigned: false } };
    const { stores, music } = await stack(['one'], {}, settings, key);
    await expect(tried(stores, share(50))).rejects.toThrow(/refused {2}the deployment record of music is unsigned/);
    await tried(stores, share(50), { signWith: key });
    expect(new Set(await versionsOf(music))).toEqual(new Set(['v1', 'v2']));
    await expect(promote(stores, { ...by, signWith: other, rollout }, new Date())).rejects.toThrow(
      'music: the key of --sign-with did not sign the trial of v2; promote it with the key that began it, or deploy the bundle',
    );
    expect(await promote(stores, { ...by, signWith: key, rollout }, new Date())).toMatchObject({ isServed: true });
  });

  it('that was withdrawn with a trusted key is not begun again by playing its record back', async () => {
    const ours = generateKeys();
    const key = createPrivateKey(ours.privateKey);
    const settings = { trust: { publicKeys: [ours.publicKey], allowUnsigned: false } };
    const { stores, music } = await stack(['one'], {}, settings, key);
    const { text } = await tried(stores, share(50), { signWith: key });
    await withdraw(stores, { ...by, signWith: key }, new Date());
    const isOver = async () => new Set(await versionsOf(music)).size === 1;
    await expect.poll(isOver, { timeout: 10_000 }).toBe(true);
    await stores.putKey('nlu-deployments', candidateKey('music'), text);
    await expect
      .poll(() => music.problems.join(), { timeout: 10_000 })
      .toContain('the trial of music, number 2 (v2, by ann at');
    expect(await isOver()).toBe(true);
    // One of a stranger ends a trial as the removal of its key would, and what it names may begin again.
    const again = await tried(stores, share(50), { signWith: key, version: 'v3' });
    await withdraw(stores, by, new Date());
    await expect.poll(isOver, { timeout: 10_000 }).toBe(true);
    await stores.putKey('nlu-deployments', candidateKey('music'), again.text);
    await expect.poll(isOver, { timeout: 10_000 }).toBe(false);
  });
});

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

/** Serves a text as a process's metrics. */
async function metricsServer(text: () => string): Promise<string> {
  const server = createServer((_, response) => response.end(text()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`;
}

/** What a gateway tells of music. @param versions accepted answers and defects */
function gatewayText(versions: Readonly<Record<string, readonly [number, number]>>): string {
  const lines = Object.entries(versions).flatMap(([version, [accepted, defect]]) => {
    const labels = `domain="music",version="${version}",won="true"`;
    return [
      `nlu_accepted_total{${labels},service="gateway"} ${accepted}`,
      `nlu_outcomes_total{${labels},outcome="defect",service="gateway"} ${defect}`,
    ];
  });
  return ['# TYPE nlu_accepted_total counter', ...lines, ''].join('\n');
}

describe.skipIf(!hasNats)(`a watch${NEEDS_NATS}`, { timeout: 60_000 }, () => {
  const watching = { ...looking, everyMs: 200, onLook: () => {} };
  const failing: Setup = {
    load: async (bundle) => {
      const servable = await loadSmall(bundle);
      const isCandidate = bundle.manifest.version === 'v2';
      return {
        ...servable,
        interpret: async (utterance, options) => {
          if (isCandidate && utterance === 'fail') throw new Error('a defect of the candidate');
          return servable.interpret(utterance, options);
        },
      };
    },
  };

  it('ends by the errors of a candidate, and not one request is lost by them', async () => {
    const { stores, music } = await stack(['one'], failing);
    await tried(stores, share(20));
    const views: TrialView[] = [];
    const watched = watchTrial(stores, 'music', { ...watching, onLook: (view) => views.push(view) });
    const replies = [];
    for (let bucket = 0; bucket < 100; bucket++) {
      replies.push(await music.interpret({ utterance: bucket % 2 ? 'fail' : 'play', trialBucket: bucket * 97 }));
    }
    expect(replies).toHaveLength(100);
    const end = await watched;
    expect(end).toMatchObject({
      by: 'worse',
      why: expect.stringMatching(/^worse by the sequential test: errors: \d+ of \d+, and 0 of \d+ of the active/),
      view: { isWorse: true },
    });
    expect(views.at(-1)).toMatchObject({ isWorse: true });
  });

  it('ends by defects of answers, as gateways count them from its first look on', async () => {
    const { stores } = await stack();
    await tried(stores, share(20));
    let looks = 0;
    // What was counted before the first look says that the candidate is worse, and is older than the trial.
    const url = await metricsServer(() => {
      looks += 1;
      const later = looks > 3 ? 80 : 0;
      return gatewayText({ v1: [1_000 + looks * 40, looks * 4], v2: [100 + looks * 10, 90 + looks + later] });
    });
    const views: TrialView[] = [];
    const end = await watchTrial(stores, 'music', {
      ...{ ...watching, metrics: [url] },
      onLook: (view) => views.push(view),
    });
    expect(views.map(({ isWorse }) => isWorse)).toEqual([false, false, false, true]);
    expect(end).toMatchObject({ by: 'worse', why: expect.stringContaining('defects: 83 of 30') });
  });

  it('ends when the candidate has had enough requests, and when somebody else ends the trial', async () => {
    const { stores, music } = await stack();
    await tried(stores, shadow);
    const enough = watchTrial(stores, 'music', { ...watching, promoteAfter: 5 });
    for (let n = 0; n < 6; n++) await music.interpret({ utterance: 'play' });
    expect(await enough).toMatchObject({ by: 'enough', view: { candidate: { requests: 6 } } });
    const ended = watchTrial(stores, 'music', watching);
    await expect.poll(() => look(stores), { timeout: 10_000 }).toMatchObject({ trying: 1 });
    await withdraw(stores, { ...by, why: 'a test' }, new Date());
    expect(await ended).toMatchObject({ by: 'ended', why: expect.stringContaining('withdrawn by bob') });
    await expect(watchTrial(stores, 'music', watching)).rejects.toThrow('no trial is under way');
  });

  it('outlasts a restart of NATS', async () => {
    const { server, stores } = await stack();
    await tried(stores, shadow);
    const looks: TrialView[] = [];
    const watched = watchTrial(stores, 'music', {
      ...{ ...watching, onProblem: () => {} },
      onLook: (view) => looks.push(view),
    });
    await expect.poll(() => looks.length, { timeout: 10_000 }).toBeGreaterThan(0);
    await server.kill();
    await setTimeout(500);
    const before = looks.length;
    await server.restart();
    await expect.poll(() => looks.length, { timeout: 15_000 }).toBeGreaterThan(before);
    await withdraw(await storesOf(server), by, new Date());
    expect(await watched).toMatchObject({ by: 'ended' });
  });
});
