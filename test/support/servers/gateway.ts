import { Registry } from 'prom-client';
import { onTestFinished, vi } from 'vitest';
import type { DomainService } from '../../../domains/core/service/service.js';
import { type DomainClient, openDomain } from '../../../gateway/domains/domain-client.js';
import { IN_PROCESS } from '../../../gateway/domains/domains-config.js';
import { gatewayConfigSchema } from '../../../gateway/service/config.js';
import { startGateway } from '../../../gateway/service/start.js';
import type { DescribeRequest } from '../../../proto/gen/nlu/v1/DescribeRequest.js';
import type { DescribeResponse__Output } from '../../../proto/gen/nlu/v1/DescribeResponse.js';
import type { InterpretRequest } from '../../../proto/gen/nlu/v1/InterpretRequest.js';
import type { InterpretResponse__Output } from '../../../proto/gen/nlu/v1/InterpretResponse.js';
import type { RerankRequest } from '../../../proto/gen/nlu/v1/RerankRequest.js';
import type { ResolveRequest } from '../../../proto/gen/nlu/v1/ResolveRequest.js';
import type { ResolveResponse__Output } from '../../../proto/gen/nlu/v1/ResolveResponse.js';
import { InProcessChannel } from '../../../serving/in-process/in-process-channel.js';
import type { InProcessService } from '../../../serving/process/serving.js';
import { callUnary } from '../../../serving/rpc/client.js';
import { definitions } from '../../../serving/rpc/definitions.js';
import { type DomainScript, domainPeer } from './domain-peer.js';
import { dial, serve } from './serve.js';

/** A gateway under test, with the calls that a test makes. */
export interface TestGateway {
  readonly address: string;
  /** Stops it before the test ends. */
  stop(): Promise<void>;
  /** Waits until streams to `replicas` replicas of each domain are open. */
  streams(replicas: number): Promise<unknown>;
  interpret(request: InterpretRequest, settings?: Partial<CallOptions>): Promise<InterpretResponse__Output>;
  rerank(request: RerankRequest, settings?: Partial<CallOptions>): Promise<InterpretResponse__Output>;
  resolve(request: ResolveRequest, settings?: Partial<CallOptions>): Promise<ResolveResponse__Output>;
  describe(request: DescribeRequest, settings?: Partial<CallOptions>): Promise<DescribeResponse__Output>;
}

interface GatewaySettings {
  readonly calls?: { readonly transport?: string; readonly [rule: string]: unknown };
  readonly [setting: string]: unknown;
}

interface CallOptions {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/**
 * Starts a real gateway before domain services on the wire: scripts are served on free ports, several are replicas of
 * one domain, texts are addresses. Calls go to scripted ones by stream from the first on, unless `calls.transport` is
 * unary. Under the transport `in-process`, which no configuration has, they run in the gateway's process instead.
 * Everything stops when the test ends.
 */
export async function gatewayBefore(
  domains: Readonly<Record<string, DomainScript | readonly DomainScript[] | string>>,
  { calls = {}, ...settings }: GatewaySettings = {},
): Promise<TestGateway> {
  const placed: { name: string; addresses: string[] }[] = [];
  const inProcess = new Map<string, InProcessService>();
  for (const [name, domain] of Object.entries(domains)) {
    const addresses = typeof domain === 'string' ? domain.split(',') : [];
    if (typeof domain !== 'string' && calls.transport === 'in-process') {
      const [script = {}] = [domain].flat();
      inProcess.set(name, servedInProcess(domainPeer(script)));
      addresses.push(IN_PROCESS);
    } else if (typeof domain !== 'string') {
      for (const script of [domain].flat()) addresses.push((await serve(domainPeer(script))).address);
    }
    placed.push({ name, addresses });
  }
  const ways = { ...calls, ...(calls.transport === 'in-process' && { transport: 'unary' }) };
  const config = gatewayConfigSchema.parse({
    ...{ listen: { port: 0 }, domains: placed, drainMs: 100, calls: ways },
    ...settings,
  });
  const clients: DomainClient[] = [];
  const scripted = new Map<DomainClient, number>();
  const open: typeof openDomain = (domain, ...rules) => {
    const client = openDomain(domain, ...rules);
    clients.push(client);
    if (typeof domains[domain.name] !== 'string') scripted.set(client, domain.addresses.length);
    return client;
  };
  const gateway = await startGateway(config, { open, inProcess });
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= gateway.stop();
    return stopped;
  };
  onTestFinished(stop);
  const { transport, hedgeAfterMs } = config.calls;
  if (transport === 'stream' && hedgeAfterMs === undefined) {
    for (const [client, replicas] of scripted) await allStream([client], replicas);
  }
  const channel = dial(gateway.address);
  const { Interpret, Rerank, Resolve, Describe } = definitions().gateway;
  return {
    address: gateway.address,
    stop,
    streams: (replicas) => allStream(clients, replicas),
    interpret: (request, options) => callUnary(channel, Interpret, request, { timeoutMs: 5_000, ...options }),
    rerank: (request, options) => callUnary(channel, Rerank, request, { timeoutMs: 5_000, ...options }),
    resolve: (request, options) => callUnary(channel, Resolve, request, { timeoutMs: 5_000, ...options }),
    describe: (request, options) => callUnary(channel, Describe, request, { timeoutMs: 5_000, ...options }),
  };
}

function servedInProcess({ encoded }: DomainService): InProcessService {
  const channel = new InProcessChannel(encoded, () => {});
  return {
    registry: new Registry(),
    call: (...call) => channel.call(...call),
    close: () => channel.drain(100),
  };
}

function allStream(clients: readonly DomainClient[], replicas: number): Promise<unknown> {
  const check = () => {
    for (const { name, streams } of clients) {
      if (streams !== replicas) throw new Error(`${name} has ${streams} streams, not ${replicas}`);
    }
  };
  return vi.waitFor(check, { timeout: 5_000, interval: 2 });
}
