import { describe, expect, it, onTestFinished } from 'vitest';
import { startNatsServer } from '../../../cli/stack/nats-server.js';
import { temporaryFolder } from '../../support/files.js';
import { serverlessAddress } from '../../support/servers/addresses.js';
import { hasNats, NEEDS_NATS, startNats, storesOf } from '../../support/servers/nats-server.js';
import { startProgram } from '../../support/servers/program.js';

const buckets = (...args: string[]) => startProgram('cli/main.js', ['buckets', ...args]).ended;
const NAMES = ['nlu-bundles', 'nlu-deployments', 'nlu-status', 'nlu-customers', 'nlu-events'];

/** Three servers of one cluster, each with a store of its own. */
async function cluster(): Promise<string[]> {
  const routes = await Promise.all([1, 2, 3].map(() => serverlessAddress()));
  const servers = await Promise.all(
    routes.map((route, index) =>
      startNatsServer({
        port: 0,
        store: temporaryFolder(),
        settings: [
          ...['--server_name', `nats-${index}`, '--cluster_name', 'nlu', '--cluster', `nats://${route}`],
          ...['--routes', routes.map((each) => `nats://${each}`).join(',')],
        ],
      }),
    ),
  );
  onTestFinished(async () => {
    for (const { stop } of servers) await stop();
  });
  return servers.map(({ address }) => address);
}

describe.runIf(hasNats)(`buckets${NEEDS_NATS}`, { timeout: 60_000 }, () => {
  it('makes them on one server, and leaves what they hold', async () => {
    const server = await startNats();
    const text = NAMES.map((name) => `${name}: 1 copy, 1 whole\n`).join('');
    expect(await buckets('--nats', server.address)).toMatchObject({ code: 0, stdout: text, stderr: '' });
    const stores = await storesOf(server);
    await stores.putKey('nlu-deployments', 'music', 'v1');
    expect(await buckets('--nats', server.address)).toMatchObject({ code: 0, stdout: text });
    expect(await stores.getKey('nlu-deployments', 'music')).toMatchObject({ text: 'v1' });
  });

  it('says so where there are not so many servers', async () => {
    const server = await startNats();
    const { code, stdout, stderr } = await buckets('--nats', server.address, '--replicas', '3');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('is in no cluster: it keeps one copy, not 3');
    expect((await buckets('--nats', server.address, '--replicas', '2')).stderr).toContain('Give 1, 3 or 5');
  });

  it('has three servers keep a copy each', async () => {
    const addresses = await cluster();
    const { code, stdout, stderr } = await buckets('--nats', ...addresses, '--replicas', '3', '--json');
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toEqual(NAMES.map((bucket) => ({ bucket, replicas: 3, whole: 3 })));
  });
});
