import { expect, onTestFinished, test } from 'vitest';
import { gatewayConfigSchema } from '../../../gateway/service/config.js';
import { startGateway } from '../../../gateway/service/start.js';
import { recordedLog } from '../../support/log.js';
import { reflectionStream } from '../../support/servers/reflection.js';
import { dial } from '../../support/servers/serve.js';

test.each<[string, object, boolean]>([
  ['on the loopback', { host: '127.0.0.1' }, true],
  ['on the loopback, switched off', { host: '127.0.0.1', reflection: false }, false],
  ['where others reach it', { host: '0.0.0.0', insecure: true }, false],
  ['where others reach it, switched on', { host: '0.0.0.0', insecure: true, reflection: true }, true],
])('a gateway that listens %s: %j', async (_, listen, tells) => {
  const domains = [{ name: 'music', addresses: ['127.0.0.1:1'] }];
  const config = gatewayConfigSchema.parse({ listen: { port: 0, ...listen }, domains, drainMs: 100 });
  const gateway = await startGateway(config, { log: recordedLog().log });
  onTestFinished(() => gateway.stop());
  const ask = reflectionStream(dial(gateway.address), 'v1');
  const listed = ask({ listServices: '*' });
  if (tells) expect(JSON.stringify(await listed)).toContain('nlu.v1.Gateway');
  else await expect(listed).rejects.toThrow(/UNIMPLEMENTED/);
});
