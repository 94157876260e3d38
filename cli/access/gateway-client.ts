import { ExponentialBackoff, handleType, retry } from 'cockatiel';
import { connectionFailure } from '../../proto/client/connection-failure.js';
import type { DescribeRequest } from '../../proto/gen/nlu/v1/DescribeRequest.js';
import type { DescribeResponse__Output } from '../../proto/gen/nlu/v1/DescribeResponse.js';
import type { ForgetRequest } from '../../proto/gen/nlu/v1/ForgetRequest.js';
import type { ForgetResponse__Output } from '../../proto/gen/nlu/v1/ForgetResponse.js';
import type { InterpretRequest } from '../../proto/gen/nlu/v1/InterpretRequest.js';
import type { InterpretResponse__Output } from '../../proto/gen/nlu/v1/InterpretResponse.js';
import type { KnownRequest } from '../../proto/gen/nlu/v1/KnownRequest.js';
import type { KnownResponse__Output } from '../../proto/gen/nlu/v1/KnownResponse.js';
import type { PreferencesRequest } from '../../proto/gen/nlu/v1/PreferencesRequest.js';
import type { PreferencesResponse__Output } from '../../proto/gen/nlu/v1/PreferencesResponse.js';
import type { ReportRequest } from '../../proto/gen/nlu/v1/ReportRequest.js';
import type { ReportResponse__Output } from '../../proto/gen/nlu/v1/ReportResponse.js';
import type { ResolveRequest } from '../../proto/gen/nlu/v1/ResolveRequest.js';
import type { ResolveResponse__Output } from '../../proto/gen/nlu/v1/ResolveResponse.js';
import type { TeachRequest } from '../../proto/gen/nlu/v1/TeachRequest.js';
import type { TeachResponse__Output } from '../../proto/gen/nlu/v1/TeachResponse.js';
import { plainStatus } from '../../proto/plain-names.js';
import { type ErrorCode, NluError } from '../../serving/errors.js';
import { callUnary } from '../../serving/rpc/client.js';
import { definitions } from '../../serving/rpc/definitions.js';
import { type StackOptions, startStack } from '../stack/stack.js';
import { checkBundlesFolder } from './bundles-folder.js';
import { type GatewayAccess, openGateway, TLS_OPTIONS } from './gateway-access.js';

/** The calls that commands make. */
export interface GatewayClient {
  /** Makes one call. @throws NluError with the gateway's code */
  interpret(request: InterpretRequest): Promise<InterpretResponse__Output>;
  /** Makes one call. @throws NluError with the gateway's code */
  resolve(request: ResolveRequest): Promise<ResolveResponse__Output>;
  /** Makes one call. @throws NluError with the gateway's code */
  describe(request: DescribeRequest): Promise<DescribeResponse__Output>;
  /** Makes one call. @throws NluError with the gateway's code */
  report(request: ReportRequest): Promise<ReportResponse__Output>;
  /** Makes one call. @throws NluError with the gateway's code */
  forget(request: ForgetRequest): Promise<ForgetResponse__Output>;
  /** Makes one call. @throws NluError with the gateway's code */
  known(request: KnownRequest): Promise<KnownResponse__Output>;
  /** Makes one call. @throws NluError with the gateway's code */
  teach(request: TeachRequest): Promise<TeachResponse__Output>;
  /** Makes one call. @throws NluError with the gateway's code */
  preferences(request: PreferencesRequest): Promise<PreferencesResponse__Output>;
  /** An interpretation, tried again while a domain does not answer: never a reply that lacks a domain. */
  interpretWhole(request: InterpretRequest): Promise<InterpretResponse__Output>;
}

/** The gateway that a command asks: a running one, or a stack of its own for as long as the command runs. */
export interface GatewayChoice extends StackOptions, GatewayAccess {}

/** Deadline of a call, in ms: in a batch an answer matters more than a quick one. */
const CALL_TIMEOUT_MS = 10_000;
const PASSING: readonly ErrorCode[] = ['UNAVAILABLE', 'DEADLINE_EXCEEDED', 'RESOURCE_EXHAUSTED'];

const persistently = retry(
  handleType(NluError, (error) => PASSING.includes(error.code)),
  { maxAttempts: 6, backoff: new ExponentialBackoff({ initialDelay: 100, maxDelay: 3_000 }) },
);

/**
 * Runs `work` with a gateway; a stack that was started for it is stopped whatever happens.
 * @param work is told the gateway's address, and that of the metrics of a stack that was asked for some
 */
export async function withGateway<Result>(
  choice: GatewayChoice,
  work: (client: GatewayClient, address: string, metrics?: string) => Promise<Result>,
): Promise<Result> {
  if (choice.gateway !== undefined) return withClient(choice.gateway, choice, work);
  if (choice.bundles !== undefined) await checkBundlesFolder(`--bundles ${choice.bundles}`, choice.bundles);
  const stack = await startStack(choice);
  try {
    return await Promise.race([
      withClient(stack.gateway, {}, (client, address) => work(client, address, stack.metrics)),
      stack.failure,
    ]);
  } finally {
    await stack.stop();
  }
}

async function withClient<Result>(
  address: string,
  access: GatewayAccess,
  work: (client: GatewayClient, address: string) => Promise<Result>,
): Promise<Result> {
  const { channel, metadata } = openGateway(address, access);
  const settings = { timeoutMs: CALL_TIMEOUT_MS, metadata };
  const refuse = (error: unknown): never => {
    throw withAdvice(error, address, access);
  };
  const interpret = (request: InterpretRequest) =>
    callUnary(channel, definitions().gateway.Interpret, request, settings).catch(refuse);
  const describe = (request: DescribeRequest) =>
    callUnary(channel, definitions().gateway.Describe, request, settings).catch(refuse);
  const resolve = (request: ResolveRequest) =>
    callUnary(channel, definitions().gateway.Resolve, request, settings).catch(refuse);
  const report = (request: ReportRequest) =>
    callUnary(channel, definitions().feedback.Report, request, settings).catch(refuse);
  const forget = (request: ForgetRequest) =>
    callUnary(channel, definitions().feedback.Forget, request, settings).catch(refuse);
  const known = (request: KnownRequest) =>
    callUnary(channel, definitions().feedback.Known, request, settings).catch(refuse);
  const teach = (request: TeachRequest) =>
    callUnary(channel, definitions().feedback.Teach, request, settings).catch(refuse);
  const preferences = (request: PreferencesRequest) =>
    callUnary(channel, definitions().feedback.Preferences, request, settings).catch(refuse);
  const interpretWhole = (request: InterpretRequest) =>
    persistently.execute(async () => {
      const reply = await interpret(request);
      if (!reply.degraded) return reply;
      const lost = reply.domains.filter(({ status }) => status !== 'DOMAIN_STATUS_CODE_OK');
      const reasons = lost.map(({ domain, status, message }) => `${domain}: ${plainStatus(status)} ${message}`);
      throw new NluError('UNAVAILABLE', `not every domain answered (${reasons.join('; ')})`);
    });
  try {
    const feedback = { report, forget, known, teach, preferences };
    return await work({ interpret, resolve, describe, ...feedback, interpretWhole }, address);
  } finally {
    channel.close();
  }
}

/** The error of a failed call; where there was no connection, it says why and which option may help. */
function withAdvice(error: unknown, address: string, { tlsCa }: GatewayAccess): unknown {
  if (!(error instanceof NluError)) return error;
  const advice = connectionFailure(error.message, address, { isTls: tlsCa !== undefined, ...TLS_OPTIONS });
  return advice === undefined ? error : new NluError(error.code, advice, { cause: error });
}
