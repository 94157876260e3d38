import { expect, onTestFinished } from 'vitest';
import { createGatewayClient, type GatewayClientOptions, GatewayError } from '../../../proto/client/index.js';
import type { CallContext } from '../../../serving/rpc/unary.js';
import { type GatewayScript, gatewayPeer } from './gateway-peer.js';
import { serve } from './serve.js';

/** A client that is closed with the test. */
export function clientOf(options: GatewayClientOptions) {
  const client = createGatewayClient(options);
  onTestFinished(() => client.close());
  return client;
}

/** A gateway on the wire that counts what it is asked; its answers name it. */
export async function scripted(
  name: string,
  interpret: GatewayScript['interpret'] = async () => ({ requestId: name }),
) {
  const asked: CallContext[] = [];
  const peer = gatewayPeer({
    interpret: (request, context) => {
      asked.push(context);
      return interpret(request, context);
    },
  });
  return { address: (await serve(peer)).address, asked };
}

/** The error of a call that must fail. */
export async function failureOf(call: Promise<unknown>): Promise<GatewayError> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(GatewayError);
  return error as GatewayError;
}
