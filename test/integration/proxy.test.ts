import { createServer } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { proxyOptions } from '../../proto/client/unary-call.js';
import { serverlessAddress } from '../support/servers/addresses.js';
import { startProgram } from '../support/servers/program.js';

const VARIABLES = ['http_proxy', 'https_proxy', 'grpc_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'all_proxy'];
const proxied = (proxy: string) => Object.fromEntries(VARIABLES.map((name) => [name, proxy]));

it("README's command answers although http_proxy names a dead proxy", async () => {
  const dead = `http://127.0.0.1:${await serverlessAddress()}`;
  const { code, stderr, stdout } = await startProgram(
    'cli/main.js',
    ['interpret', 'play mary poppins', '--json'],
    proxied(dead),
  ).ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(JSON.parse(stdout)).toMatchObject({ degraded: false });
}, 60_000);

it('a gateway elsewhere is reached by the proxy only where it is asked for', async () => {
  const asked: string[] = [];
  const proxy = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', (bytes) => {
      asked.push(bytes.toString().split('\r\n')[0]!);
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    });
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void proxy.close());
  const { port } = proxy.address() as { port: number };
  // A name that stands for no machine: only a proxy would be asked for it.
  const args = ['describe', '--gateway', 'gateway.invalid:50050'];
  const call = (...more: string[]) =>
    startProgram('cli/main.js', [...args, ...more], proxied(`http://127.0.0.1:${port}`)).ended;
  expect((await call()).code).toBe(1);
  expect(asked).toEqual([]);
  expect((await call('--proxy')).code).toBe(1);
  expect(asked[0]).toBe('CONNECT gateway.invalid:50050 HTTP/1.1');
}, 60_000);

it.each([
  ['127.0.0.1:1', {}],
  ['127.8.9.1:1', {}],
  ['localhost:1', {}],
  ['[::1]:1', {}],
  ['dns:///localhost:1', {}],
  ['dns:127.0.0.1:1', {}],
  ['ipv4:127.0.0.1:1', {}],
  ['10.0.0.7:1', { 'grpc.enable_http_proxy': 1 }],
  ['dns:///music.nlu.svc:1', { 'grpc.enable_http_proxy': 1 }],
  ['localhost.example.org:1', { 'grpc.enable_http_proxy': 1 }],
])('with a proxy asked for, %s', (target, options) => {
  expect(proxyOptions(target, true)).toEqual(options);
  expect(proxyOptions(target)).toEqual({});
});
