import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withStores } from '../../cli/release/publication/nats-connection.js';
import { publishShipped } from '../../cli/release/publication/publish-shipped.js';
import { projectRoot } from '../../serving/project.js';
import { temporaryFolder } from '../support/files.js';
import { makeAuthority } from '../support/servers/certificates.js';
import { hasNats, NEEDS_NATS, startNats, storesOf } from '../support/servers/nats-server.js';

/** One server with the configuration that ships for Kubernetes: its certificates are the test's, it has no cluster. */
async function shippedNats() {
  const authority = makeAuthority();
  const server = authority.issue('localhost');
  const shipped = readFileSync(join(projectRoot(), 'deploy', 'base', 'nats', 'nats.conf'), 'utf8');
  const file = join(temporaryFolder(), 'nats.conf');
  const alone = shipped
    .replace(/^cluster \{[\s\S]*?^\}/m, '')
    .replace(/^(server_name|port|http): .*$/gm, '')
    .replace(/store_dir: .*/, '')
    .replaceAll('/tls/tls.crt', server.certificateFile)
    .replaceAll('/tls/tls.key', server.keyFile)
    .replaceAll('/tls/ca.crt', authority.caFile);
  writeFileSync(file, alone);
  const nats = await startNats(['--config', file]);
  const servers = [nats.address.replace('127.0.0.1', 'localhost')];
  const clientOf = (name: string) =>
    storesOf(nats, { servers, name, tls: { caFile: authority.caFile, ...authority.issue(name) } });
  const tlsOf = (name: string) => ({ caFile: authority.caFile, ...authority.issue(name) });
  return { clientOf, servers, tlsOf };
}

describe.runIf(hasNats)(`the NATS that ships${NEEDS_NATS}`, { timeout: 60_000 }, () => {
  it('lets a domain read bundles and deployments and write its status, and nothing else', async () => {
    const { clientOf } = await shippedNats();
    const deployer = await clientOf('deployer.nlu.svc');
    await deployer.putBundle('music/v1', Buffer.from('bundle'));
    await deployer.putKey('nlu-deployments', 'music', 'v1');
    const music = await clientOf('music.nlu.svc');
    expect(await music.getKey('nlu-deployments', 'music')).toMatchObject({ text: 'v1' });
    expect(Buffer.from((await music.getBundle('music/v1', 1_000))!).toString()).toBe('bundle');
    const watched: (string | undefined)[] = [];
    const stop = await music.watch('nlu-deployments', 'music', ({ text }) => watched.push(text));
    await expect.poll(() => watched, { timeout: 10_000 }).toEqual(['v1']);
    stop();
    await music.putKey('nlu-status', 'music.one', 'here');
    expect(await deployer.getKey('nlu-status', 'music.one')).toMatchObject({ text: 'here' });
    await expect(music.putKey('nlu-deployments', 'music', 'v0')).rejects.toThrow();
    await expect(music.putKey('nlu-status', 'books.one', 'here')).rejects.toThrow();
    await expect(music.putBundle('music/v2', Buffer.from('bundle'))).rejects.toThrow();
    expect(await deployer.getKey('nlu-deployments', 'music')).toMatchObject({ text: 'v1' });
  });

  it('lets commands in that show the certificate of the deployer', async () => {
    const { servers, tlsOf } = await shippedNats();
    const { caFile, certificateFile, keyFile } = tlsOf('deployer.nlu.svc');
    const access = { nats: servers, natsCa: caFile, natsCertificate: certificateFile, natsKey: keyFile };
    expect(await withStores(access, publishShipped)).not.toEqual([]);
    const stranger = tlsOf('stranger.nlu.svc');
    const refused = { ...access, natsCertificate: stranger.certificateFile, natsKey: stranger.keyFile };
    await expect(withStores(refused, publishShipped)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });
});
