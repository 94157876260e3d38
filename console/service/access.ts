import { createHash, timingSafeEqual } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { MiddlewareHandler } from 'hono';

/** Wrong tokens are answered after this time, in ms, so that guessing takes for ever. */
const WRONG_AFTER_MS = 1_000;

/**
 * Answers only requests that name the console as their host: a page elsewhere whose name was made to mean this address (DNS
 * rebinding) names its own.
 * @param hosts names and addresses, without ports
 */
export function onlyHosts(hosts: ReadonlySet<string>): MiddlewareHandler {
  return async (context, next) => {
    const host = hostOf(context.req.header('host') ?? '');
    if (hosts.has(host)) return next();
    const problem = `this console does not answer as ${host || 'nobody'}; start it with --host-name ${host || 'NAME'} where that is its name`;
    return context.json({ code: 'PERMISSION_DENIED', message: problem }, 421);
  };
}

/** Answers requests that change or cost something only where they come from a page of this console, or from no page. */
export const onlyOwnPages: MiddlewareHandler = async (context, next) => {
  const origin = context.req.header('origin');
  const site = context.req.header('sec-fetch-site') ?? 'same-origin';
  const isOwn = origin === undefined || originHost(origin) === context.req.header('host');
  if (isOwn && ['same-origin', 'none'].includes(site)) return next();
  return context.json({ code: 'PERMISSION_DENIED', message: 'the request comes from a page of another site' }, 403);
};

/**
 * Lets pass who has the token.
 * @param token undefined or empty: nobody passes
 */
export function onlyWithToken(token: string | undefined): MiddlewareHandler {
  return async (context, next) => {
    if (!token) {
      const message = 'this console only reads: it was started without --steer-token-file';
      return context.json({ code: 'PERMISSION_DENIED', message }, 403);
    }
    const [, given = ''] = /^Bearer (.+)$/u.exec(context.req.header('authorization') ?? '') ?? [];
    if (isSame(given, token)) return next();
    await setTimeout(WRONG_AFTER_MS);
    return context.json({ code: 'UNAUTHENTICATED', message: 'the token is wrong' }, 401);
  };
}

/** Compares in a time that does not tell how much was right. */
function isSame(given: string, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}

function hostOf(header: string): string {
  return header.replace(/:\d+$/u, '').toLowerCase();
}

function originHost(origin: string): string | undefined {
  try {
    return new URL(origin).host;
  } catch {
    return undefined;
  }
}
