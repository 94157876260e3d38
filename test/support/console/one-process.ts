import { onTestFinished } from 'vitest';
import { type GatewayClient, withGateway } from '../../../cli/access/gateway-client.js';

export interface OneProcess {
  readonly client: GatewayClient;
  readonly address: string;
  /** Its /metrics. */
  readonly metrics: string;
}

/** A gateway with the domains that ship, in a process of its own that ends with the test, and calls to it. */
export async function startOneProcess(): Promise<OneProcess> {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return new Promise((resolve, reject) => {
    const running = withGateway({ oneProcess: true, metricsPort: 0 }, async (client, address, metrics) => {
      resolve({ client, address, metrics: metrics ?? '' });
      await ended;
    });
    running.catch(reject);
    onTestFinished(async () => {
      end();
      await running;
    });
  });
}
