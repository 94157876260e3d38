import { rm } from 'node:fs/promises';
import { connectivityState } from '@grpc/grpc-js';
import { expect, it } from 'vitest';
import { bundleFile, writeActiveBundle } from '../../../../bundles/sources/bundle-directory.js';
import { domainConfigSchema } from '../../../../domains/core/service/config.js';
import { startDomain } from '../../../../domains/core/service/start.js';
import { temporaryFolder } from '../../../support/files.js';
import { MUSIC_SCHEMA } from '../../../support/models/domain-manager.js';
import { loadSmall, type SmallOptions, smallBundle } from '../../../support/models/small-model.js';
import { musicDomain, openMusic } from '../../../support/servers/music-domain.js';
import { dial } from '../../../support/servers/serve.js';

async function start(directory: string, trust: object) {
  const config = domainConfigSchema.parse({ source: { directory }, trust });
  const setup = { schema: MUSIC_SCHEMA, config, shippedBundles: directory, open: openMusic(config, loadSmall) };
  const domain = await startDomain({ ...setup, versionLog: { onChange: () => {}, onProblem: () => {} } });
  try {
    return await domain.ready;
  } finally {
    await domain.stop();
  }
}

it.each<[string, SmallOptions, object, RegExp]>([
  [
    'signature',
    {},
    { allowUnsigned: false },
    /^bundle music\/v1 is refused by its signature check: the bundle is unsigned/,
  ],
  ['manifest', { manifest: { domain: 'books' } }, { allowUnsigned: true }, /refused by its manifest check: domain: /],
  ['golden', { golden: Buffer.from('[]') }, { allowUnsigned: true }, /refused by its golden check: /],
])('says that a bundle fails its %s check', async (_check, options, trust, message) => {
  const directory = temporaryFolder();
  await writeActiveBundle(directory, { version: 'v1' }, await smallBundle('v1', options));
  await expect(start(directory, trust)).rejects.toThrow(message);
});

it('says which file is missing', async () => {
  const directory = temporaryFolder();
  await expect(start(directory, {})).rejects.toThrow(/active\.json cannot be read/);
  await writeActiveBundle(directory, { version: 'v1' }, await smallBundle('v1'));
  await rm(bundleFile(directory, 'v1'));
  await expect(start(directory, {})).rejects.toThrow(/v1\.bundle is not there/);
  await expect(start(`${directory}/none`, {})).rejects.toThrow(/cannot be watched/);
});

it('takes no calls once stopped', async () => {
  const { domain, interpret } = await musicDomain();
  await interpret({ utterance: 'play' });
  await domain.stop();
  const channel = dial(domain.address);
  await expect(interpret({ utterance: 'play' })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect(channel.getChannel().getConnectivityState(true)).not.toBe(connectivityState.READY);
});
