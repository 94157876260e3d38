import type { Http2Session } from 'node:http2';
import { TLSSocket } from 'node:tls';
import { NluError } from '../errors.js';
import { CALLER_KEY } from '../rpc/client.js';
import { type Gate, peerOf } from '../rpc/connections/arriving-call.js';
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

/** Health is open to all: load balancers have no token. */
const healthMethod = /^\/grpc\.health\.v1\.Health\//;

/**
 * A gate that refuses the calls of those who may not call.
 * @returns undefined when everybody may call, so that an open server pays nothing for it
 */
export function authorise(rules: AuthorisationRules, onTurnedAway: (call: TurnedAway) => void): Gate | undefined {
  if (!rules.callers && rules.clientNames.length === 0) return undefined;
  return ({ path, headers, session }) => {
    const { authorization = '' } = headers;
    // Handlers get the caller's name and never see a token.
    delete headers.authorization;
    const refusal = certificateRefusal(rules, session) ?? tokenRefusal(rules, path, authorization);
    if (refusal) {
      onTurnedAway({ method: path, peer: peerOf(session), reason: refusal.message });
      return refusal;
    }
    if (rules.callers) headers[CALLER_KEY] = encodeURIComponent(callerOf(authorization, rules.callers.current) ?? '');
    return undefined;
  };
}

function certificateRefusal({ clientNames }: AuthorisationRules, session: Http2Session): NluError | undefined {
  if (clientNames.length === 0) return undefined;
  const names = certificateNames(session);
  if (names.some((name) => clientNames.includes(name))) return undefined;
  const shown = names.length > 0 ? names.join(', ') : 'no name';
  return new NluError('PERMISSION_DENIED', `the client certificate is for ${shown}, which may not call here`);
}

/** The names of each connection's certificate: it stays the same, and is parsed anew whenever it is asked for. */
const namesOf = new WeakMap<Http2Session, readonly string[]>();

function certificateNames(session: Http2Session): readonly string[] {
  const known = namesOf.get(session);
  if (known) return known;
  const { socket } = session;
  const names = socket instanceof TLSSocket && socket.authorized ? peerNames(socket.getPeerCertificate()) : [];
  namesOf.set(session, names);
  return names;
}

function tokenRefusal({ callers }: AuthorisationRules, path: string, authorization: string): NluError | undefined {
  if (!callers || healthMethod.test(path)) return undefined;
  if (authorization === '') return new NluError('UNAUTHENTICATED', 'authorization: is missing; send Bearer <token>');
  if (callerOf(authorization, callers.current) !== undefined) return undefined;
  return new NluError('UNAUTHENTICATED', 'authorization: is not the token of a known caller');
}
