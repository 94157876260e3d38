import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';

/** A loopback address that nobody listens on, unless another process took its port just now. */
export async function serverlessAddress(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `127.0.0.1:${port}`;
}
