import { onTestFinished } from 'vitest';
import { type GatewayClient, withGateway } from '../../../cli/access/gateway-client.js';

/** A gateway with the domains that ship, in a process of its own that ends with the test, and calls to it. */
export async function startOneProcess(): Promise<{ readonly client: GatewayClient; readonly address: string }> {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return new Promise((resolve, reject) => {
    const running = withGateway({ oneProcess: true }, async (client, address) => {
      resolve({ client, address });
      await ended;
    });
    running.catch(reject);
    onTestFinished(async () => {
      end();
      await running;
    });
  });
}
