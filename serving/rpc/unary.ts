import { type handleUnaryCall, Metadata, type ServerUnaryCall, type sendUnaryData } from '@grpc/grpc-js';
import type { Context } from '@opentelemetry/api';
import { logTextOf, NluError } from '../errors.js';
import { Cancellation, type CancelSignal } from './cancellation.js';
import { toStatus } from './status.js';
import { Undecodable, undecodable } from './undecodable.js';

/** What a handler is told about a call besides its request. */
export interface CallContext {
  /** Full method name, for example `/nlu.v1.Domain/Interpret`. */
  readonly method: string;
  /** Aborts when the caller cancels, its deadline passes or its connection breaks before the reply is out. */
  readonly signal: CancelSignal;
  /** The caller's deadline as Unix time in ms; undefined when the caller set none. */
  readonly deadlineMs: number | undefined;
  readonly metadata: Metadata;
  /** The caller's network address. */
  readonly peer: string;
  /** The trace that the call belongs to; undefined when nothing is traced. */
  readonly trace?: Context;
  /** Adds fields to the request's line in the log, where there will be one. */
  readonly tell?: (fields: Readonly<Record<string, unknown>>) => void;
}

/** Handles a unary call: resolves to the reply, rejects with an NluError for whatever the caller may be told. */
export type UnaryHandler<Request, Response> = (request: Request, context: CallContext) => Promise<Response>;

/** Receives every error that is not an NluError: a defect, whose text is logged and never sent to the caller. */
export type DefectLog = (defect: unknown, method: string) => void;

/** Logs defects as lines of JSON on standard error, for a process without a log. */
export const defectsToStderr: DefectLog = (defect, method) => {
  const line = { level: 'error', method, message: 'internal error', error: logTextOf(defect) };
  process.stderr.write(`${JSON.stringify(line)}\n`);
};

/** Adapts a handler to grpc-js, where an error that escapes a handler would end the process. */
export function unary<Request, Response>(
  handler: UnaryHandler<Request, Response>,
  logDefect: DefectLog = defectsToStderr,
): handleUnaryCall<Request, Response> {
  return (call, respond) => {
    void answer(call, respond, handler, logDefect);
  };
}

async function answer<Request, Response>(
  call: ServerUnaryCall<Request, Response>,
  respond: sendUnaryData<Response>,
  handler: UnaryHandler<Request, Response>,
  logDefect: DefectLog,
): Promise<void> {
  const cancellation = new Cancellation();
  let waiting = true;
  // grpc-js emits `cancelled` after the reply too, when there is nothing left to cancel.
  const cancel = () => {
    if (waiting) cancellation.abort(new NluError('CANCELLED', 'the caller cancelled or its deadline passed'));
  };
  if (call.cancelled) cancel();
  else call.once('cancelled', cancel);
  const context = contextOf(call, cancellation);
  try {
    if (call.request instanceof Undecodable) throw undecodable(call.request.problem);
    const response = await handler(call.request, context);
    waiting = false;
    respond(null, response);
  } catch (error) {
    waiting = false;
    // Work that was cut short because the caller left may fail in ways that are no defects.
    if (!(error instanceof NluError) && !context.signal.aborted) logDefect(error, context.method);
    respond({ ...toStatus(error), metadata: new Metadata() });
  }
}

function contextOf(call: ServerUnaryCall<unknown, unknown>, signal: CancelSignal): CallContext {
  const deadlineMs = Number(call.getDeadline());
  return {
    method: call.getPath(),
    signal,
    deadlineMs: Number.isFinite(deadlineMs) ? deadlineMs : undefined,
    metadata: call.metadata,
    peer: call.getPeer(),
  };
}
