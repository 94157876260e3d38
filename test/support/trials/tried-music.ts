import type { KeyObject } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished } from 'vitest';
import { openBundle } from '../../../bundles/format/open.js';
import { signBundle } from '../../../bundles/format/pack.js';
import { ANY_SIGNER } from '../../../bundles/format/trust.js';
import type { Trial } from '../../../bundles/lifecycle/trials/trial.js';
import type { NatsStores } from '../../../bundles/sources/nats/nats-stores.js';
import type { RolloutOptions } from '../../../cli/release/publication/candidate.js';
import { liveInstances } from '../../../cli/release/publication/instances.js';
import { storeBundle } from '../../../cli/release/publication/publication.js';
import { standingOf, trustOfDeployer } from '../../../cli/release/publication/standing.js';
import { checkTriable, startTrial } from '../../../cli/release/trials/start-trial.js';
import { TrialTally } from '../../../cli/release/trials/trial-tally.js';
import { type LookOptions, lookAtTrial, type TrialView } from '../../../cli/release/trials/trial-view.js';
import { type SmallOptions, smallBundle } from '../models/small-model.js';
import { deployBytes, natsMusic } from '../servers/nats-domain.js';
import { startNats, storesOf } from '../servers/nats-server.js';

export const shadow: Trial = { mode: 'shadow' };
export const share = (percent: number): Trial => ({ mode: 'share', percent });

export type Music = Awaited<ReturnType<typeof natsMusic>>;
export type Setup = Parameters<typeof natsMusic>[2];

/** What `deploy --shadow` or `--share` does once the gates are passed. */
export async function tried(
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

export async function stack(instances = ['one'], setup: Setup = {}, settings: object = {}, signWith?: KeyObject) {
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

export const looking: LookOptions = {
  ...{ metrics: [], alpha: 0.01, isBaseline: false },
  onProblem: (error) => {
    throw error;
  },
};
export const look = async (stores: NatsStores, options: Partial<LookOptions> = {}): Promise<TrialView> =>
  (await lookAtTrial(stores, 'music', new TrialTally(), { ...looking, ...options }, new Date())).view;

export const versionsOf = async ({ interpret }: Music, number = 40) => {
  const versions = [];
  for (let bucket = 0; bucket < number; bucket++) {
    versions.push((await interpret({ utterance: 'play', trialBucket: bucket * 199 })).bundleVersion);
  }
  return versions;
};

export const by = { domain: 'music', who: 'bob', why: '' };
export const rollout = { timeoutMs: 5_000 };

/** Serves a text as a process's metrics. */
export async function metricsServer(text: () => string): Promise<string> {
  const server = createServer((_, response) => response.end(text()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`;
}

/** What a gateway tells of music. @param versions accepted answers and defects */
export function gatewayText(versions: Readonly<Record<string, readonly [number, number]>>): string {
  const lines = Object.entries(versions).flatMap(([version, [accepted, defect]]) => {
    const labels = `domain="music",version="${version}",won="true"`;
    return [
      `nlu_accepted_total{${labels},service="gateway"} ${accepted}`,
      `nlu_outcomes_total{${labels},outcome="defect",service="gateway"} ${defect}`,
    ];
  });
  return ['# TYPE nlu_accepted_total counter', ...lines, ''].join('\n');
}
