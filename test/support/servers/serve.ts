import type { Client } from '@grpc/grpc-js';
import { onTestFinished } from 'vitest';
import { type ChannelOptions, openChannel } from '../../../serving/rpc/client.js';
import { type RunningServer, type ServedService, startServer } from '../../../serving/rpc/server.js';

/** Starts a real server on a free loopback port, with health SERVING; it is drained when the test ends. */
export async function serve(...services: ServedService[]): Promise<RunningServer> {
  const server = await startServer({ host: '127.0.0.1', port: 0, services });
  server.setServing(true);
  onTestFinished(() => server.drain(100));
  return server;
}

/** Opens a channel that is closed when the test ends. */
export function dial(target: string, options?: ChannelOptions): Client {
  const channel = openChannel(target, options);
  onTestFinished(() => channel.close());
  return channel;
}
