import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { TrialView } from '../../../../cli/release/trials/trial-view.js';
import { watchTrial } from '../../../../cli/release/trials/watch-trial.js';
import { withdraw } from '../../../../cli/release/trials/withdraw.js';
import { loadSmall } from '../../../support/models/small-model.js';
import { hasNats, NEEDS_NATS, storesOf } from '../../../support/servers/nats-server.js';
import {
  by,
  gatewayText,
  look,
  looking,
  metricsServer,
  type Setup,
  shadow,
  share,
  stack,
  tried,
} from '../../../support/trials/tried-music.js';

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
