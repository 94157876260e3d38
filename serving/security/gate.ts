import { ServerInterceptingCall, type ServerInterceptingCallInterface, type ServerInterceptor } from '@grpc/grpc-js';
import { NluError } from '../errors.js';
import { toStatus } from '../rpc/status.js';
import { peerNames } from './peer-names.js';
import { callerOf, type KnownCaller } from './tokens.js';

/** Who may call. */
export interface GateRules {
  /** By their tokens, looked up at each call; undefined: no token is asked for. */
  readonly callers: { readonly current: readonly KnownCaller[] } | undefined;
  /** Names of which a client's certificate must have one; empty: no certificate is asked for. */
  readonly clientNames: readonly string[];
}

/** A call that was turned away; for logs, so without the token. */
export interface TurnedAway {
  readonly method: string;
  readonly peer: string;
  readonly reason: string;
}

/** Where a call's metadata holds the name of its caller, once it has passed a gate; empty for one without a token. */
export const callerKey = 'nlu-caller';

/** Load balancers ask for health, and have no token. */
const health = /^\/grpc\.health\.v1\.Health\//;

/** Turns calls away before their message is read. undefined when everybody may call: then it costs nothing either. */
export function gate(rules: GateRules, onTurnedAway: (call: TurnedAway) => void): ServerInterceptor | undefined {
  if (!rules.callers && rules.clientNames.length === 0) return undefined;
  return ({ path }, call) =>
    new ServerInterceptingCall(call, {
      start: (next) =>
        next({
          onReceiveMetadata(metadata, pass) {
            const authorization = metadata.get('authorization').map(String);
            const refusal = judge(rules, path, call, authorization);
            if (!refusal) {
              // From here on a caller is its name: nothing further in gets to see a token.
              metadata.remove('authorization');
              metadata.set(callerKey, callerOf(authorization[0] ?? '', rules.callers?.current ?? []) ?? '');
              return pass(metadata);
            }
            onTurnedAway({ method: path, peer: call.getPeer(), reason: refusal.message });
            call.sendStatus(toStatus(refusal));
          },
        }),
    });
}

function judge(
  { callers, clientNames }: GateRules,
  method: string,
  call: ServerInterceptingCallInterface,
  authorization: readonly string[],
): NluError | undefined {
  if (clientNames.length > 0) {
    const names = peerNames(call.getAuthContext().sslPeerCertificate);
    if (!names.some((name) => clientNames.includes(name))) {
      const shown = names.length > 0 ? names.join(', ') : 'no name';
      return new NluError('PERMISSION_DENIED', `the client certificate is for ${shown}, which may not call here`);
    }
  }
  if (!callers || health.test(method)) return undefined;
  if (authorization.length === 0)
    return new NluError('UNAUTHENTICATED', 'authorization: is missing; send Bearer <token>');
  if (authorization.length > 1 || callerOf(authorization[0]!, callers.current) === undefined) {
    return new NluError('UNAUTHENTICATED', 'authorization: is not the token of a known caller');
  }
  return undefined;
}
