import { ServerInterceptingCall, type ServerInterceptingCallInterface, type ServerInterceptor } from '@grpc/grpc-js';
import { NluError } from '../errors.js';
import { toStatus } from '../rpc/status.js';
import { peerNames } from './peer-names.js';
import { callerOf, type KnownCaller } from './tokens.js';

/** Which calls are let in. */
export interface AuthorisationRules {
  /** Callers that are known by a token, read again at each call; undefined asks for no token. */
  readonly callers: { readonly current: readonly KnownCaller[] } | undefined;
  /** The client's certificate must have one of these names; an empty list asks for no certificate. */
  readonly clientNames: readonly string[];
}

/** A refused call, for logs: without its token. */
export interface TurnedAway {
  readonly method: string;
  readonly peer: string;
  readonly reason: string;
}

/** Metadata key under which `authorise` puts the caller's name; empty for a caller without a token. */
export const CALLER_KEY = 'nlu-caller';

/** Health is open to all: load balancers have no token. */
const healthMethod = /^\/grpc\.health\.v1\.Health\//;

/**
 * Refuses the calls of those who may not call, before their message is read.
 * @returns undefined when everybody may call, so that an open server pays nothing for it
 */
export function authorise(
  rules: AuthorisationRules,
  onTurnedAway: (call: TurnedAway) => void,
): ServerInterceptor | undefined {
  if (!rules.callers && rules.clientNames.length === 0) return undefined;
  return ({ path }, call) =>
    new ServerInterceptingCall(call, {
      start: (next) =>
        next({
          onReceiveMetadata(metadata, pass) {
            const authorization = metadata.get('authorization').map(String);
            const refusal = refusalOf(rules, path, call, authorization);
            if (!refusal) {
              // Handlers get the caller's name and never see a token.
              metadata.remove('authorization');
              metadata.set(CALLER_KEY, callerOf(authorization[0] ?? '', rules.callers?.current ?? []) ?? '');
              return pass(metadata);
            }
            onTurnedAway({ method: path, peer: call.getPeer(), reason: refusal.message });
            call.sendStatus(toStatus(refusal));
          },
        }),
    });
}

/** The error for a call that is refused; undefined for one that is let in. */
function refusalOf(
  { callers, clientNames }: AuthorisationRules,
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
  if (!callers || healthMethod.test(method)) return undefined;
  if (authorization.length === 0)
    return new NluError('UNAUTHENTICATED', 'authorization: is missing; send Bearer <token>');
  if (authorization.length > 1 || callerOf(authorization[0], callers.current) === undefined) {
    return new NluError('UNAUTHENTICATED', 'authorization: is not the token of a known caller');
  }
  return undefined;
}
