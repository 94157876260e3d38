import { Client } from '@grpc/grpc-js';
import { contract } from '../definitions.js';
import type { DescribeRequest } from '../gen/nlu/v1/DescribeRequest.js';
import type { ForgetRequest } from '../gen/nlu/v1/ForgetRequest.js';
import type { ForgetResponse__Output } from '../gen/nlu/v1/ForgetResponse.js';
import type { InterpretRequest } from '../gen/nlu/v1/InterpretRequest.js';
import type { KnownRequest } from '../gen/nlu/v1/KnownRequest.js';
import type { KnownResponse__Output } from '../gen/nlu/v1/KnownResponse.js';
import type { PreferencesRequest } from '../gen/nlu/v1/PreferencesRequest.js';
import type { ReportRequest } from '../gen/nlu/v1/ReportRequest.js';
import type { RerankRequest } from '../gen/nlu/v1/RerankRequest.js';
import type { ResolveRequest } from '../gen/nlu/v1/ResolveRequest.js';
import type { ResolveResponse__Output } from '../gen/nlu/v1/ResolveResponse.js';
import type { TeachRequest } from '../gen/nlu/v1/TeachRequest.js';
import { CallMetadata, channelCredentials } from './access.js';
import { checkOptions, checkTime, type GatewayClientOptions } from './client-options.js';
import { type GatewayError, gatewayError, isOfTheGateway } from './gateway-error.js';
import { hedged } from './hedge.js';
import { OpenCalls } from './open-calls.js';
import {
  type Description,
  description,
  type Interpretation,
  interpretation,
  type KnownPreference,
  knownPreferences,
  type OutcomeResult,
  outcomeResults,
  type TaughtPreference,
  taughtPreferences,
} from './replies.js';
import { requestBytes } from './request-bytes.js';
import { CHANNEL_OPTIONS, type Method, proxyOptions, startUnary } from './unary-call.js';

/** What one call has otherwise than the rest. */
export interface GatewayCallOptions {
  /** Time that the call may take in all, in ms; absent: the client's. */
  readonly deadlineMs?: number | undefined;
  /** Cancels the call, at the gateways too. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * A client of one gateway or more. The gateways are asked in turn; when one fails for a reason of its own, or does not
 * answer for `hedgeAfterMs`, the next one is asked too, and the first answer counts. When all that were asked fail, the
 * last failure is told. Every method may safely be repeated.
 */
export interface GatewayClient {
  /** Interprets an utterance in every domain. @throws GatewayError */
  interpret(request: InterpretRequest, options?: GatewayCallOptions): Promise<Interpretation>;
  /** Re-ranks hypotheses that the caller's own NLU made. @throws GatewayError */
  rerank(request: RerankRequest, options?: GatewayCallOptions): Promise<Interpretation>;
  /** Looks in one domain's catalogue for what slots, or a text, may mean. @throws GatewayError */
  resolve(request: ResolveRequest, options?: GatewayCallOptions): Promise<ResolveResponse__Output>;
  /** Tells what the domains can understand and which bundle versions they serve. @throws GatewayError */
  describe(request?: DescribeRequest, options?: GatewayCallOptions): Promise<Description>;
  /**
   * Reports what came of answers: what is not kept is told for each outcome, and is no error. Give it a longer deadline than
   * an answer: it waits for a disk.
   * @throws GatewayError
   */
  report(request: ReportRequest, options?: GatewayCallOptions): Promise<OutcomeResult[]>;
  /** Keeps what a customer wants to be known: all of it, or none. @throws GatewayError */
  teach(request: TeachRequest, options?: GatewayCallOptions): Promise<TaughtPreference[]>;
  /** Tells which preferences of a customer are known, latest first. @throws GatewayError */
  preferences(request: PreferencesRequest, options?: GatewayCallOptions): Promise<KnownPreference[]>;
  /** Has one preference forgotten, or all that is kept of a customer made unreadable. @throws GatewayError */
  forget(request: ForgetRequest, options?: GatewayCallOptions): Promise<ForgetResponse__Output>;
  /** Tells what is kept of a customer. @throws GatewayError */
  known(request: KnownRequest, options?: GatewayCallOptions): Promise<KnownResponse__Output>;
  /** Closes the connections. Calls that are under way fail with CANCELLED, and so does every later one. */
  close(): void;
}

const DEFAULT_DEADLINE_MS = 300;

/** With less time left, in ms, no other gateway is asked. gRPC's clock may end a call by so much too early. */
const LEAST_TIME_MS = 2;

/**
 * Opens a client. It connects on the first call.
 * @throws GatewayError INVALID_ARGUMENT naming the option that is wrong
 */
export function createGatewayClient(options: GatewayClientOptions): GatewayClient {
  checkOptions(options);
  const { gateways, tls, proxy, deadlineMs = DEFAULT_DEADLINE_MS, hedgeAfterMs } = options;
  const metadata = new CallMetadata(options);
  const credentials = channelCredentials(tls);
  const name = tls?.serverName;
  const settings = { ...CHANNEL_OPTIONS, ...(name === undefined ? {} : { 'grpc.ssl_target_name_override': name }) };
  // The scheme keeps a host that is called `unix` or `dns` from being taken for one.
  const channels = gateways.map(
    (gateway) => new Client(`dns:${gateway}`, credentials, { ...settings, ...proxyOptions(gateway, proxy) }),
  );
  const { Interpret, Rerank, Resolve, Describe } = contract().gateway;
  const { Report, Forget, Known, Teach, Preferences } = contract().feedback;
  const calls = new OpenCalls();
  let turn = 0;

  const call = async <Request, Reply>(
    method: Method<Request, Reply>,
    request: Request,
    { deadlineMs: ownMs = deadlineMs, signal }: GatewayCallOptions = {},
  ): Promise<Reply> => {
    checkTime('deadlineMs', ownMs);
    const bytes = requestBytes(method, request);
    const encoded = { ...method, requestSerialize: () => bytes };
    const over = calls.begin(signal);
    const first = turn++ % channels.length;
    const endMs = performance.now() + ownMs;
    const ask = (place: number) =>
      new Promise<Reply>((resolve, reject) => {
        const index = (first + place) % channels.length;
        const timeoutMs = endMs - performance.now();
        const channel = channels[index];
        const gateway = gateways[index];
        startUnary(
          channel,
          encoded,
          request,
          { timeoutMs, metadata: metadata.get(), signal: over.signal },
          (error, reply) => (error ? reject(gatewayError(error, gateway, tls !== undefined)) : resolve(reply as Reply)),
        );
      });
    try {
      return await hedged<Reply, GatewayError>(ask, {
        peers: channels.length,
        hedgeAfterMs: hedgeAfterMs ?? ownMs / 3,
        isWorthRepeating: (error) => isOfTheGateway(error) && endMs - performance.now() > LEAST_TIME_MS,
        signal: over.signal,
      });
    } finally {
      calls.end(over, signal);
      // Whoever was asked too need not go on.
      over.abort();
    }
  };
  return {
    interpret: async (request, own) => interpretation(await call(Interpret, request, own)),
    rerank: async (request, own) => interpretation(await call(Rerank, request, own)),
    resolve: (request, own) => call(Resolve, request, own),
    describe: async (request = {}, own = {}) => description(await call(Describe, request, own)),
    report: async (request, own) => outcomeResults(await call(Report, request, own)),
    teach: async (request, own) => taughtPreferences(await call(Teach, request, own)),
    preferences: async (request, own) => knownPreferences(await call(Preferences, request, own)),
    forget: (request, own) => call(Forget, request, own),
    known: (request, own) => call(Known, request, own),
    close() {
      calls.close();
      for (const channel of channels) channel.close();
    },
  };
}
