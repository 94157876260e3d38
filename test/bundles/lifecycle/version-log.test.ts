import { expect, test } from 'vitest';
import { NothingDeployed } from '../../../bundles/lifecycle/source.js';
import { versionLog } from '../../../bundles/lifecycle/version-log.js';
import { NluError } from '../../../serving/errors.js';
import { recordedLog } from '../../support/log.js';

test('that nothing was deployed yet is no error; whatever else keeps a source from naming a version is', () => {
  const { log, lines } = recordedLog();
  const music = versionLog(log, 'music');
  music.onProblem(new NothingDeployed('nats://a, music'));
  music.onProblem(new NluError('NOT_FOUND', 'the folder is not there'));
  expect(lines).toMatchObject([
    { level: 30, domain: 'music', message: 'nats://a, music: nothing was deployed yet' },
    { level: 50, domain: 'music', message: 'the folder is not there' },
  ]);
});
