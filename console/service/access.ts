import { createHash, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';

/** Wrong tokens in a minute after which none is looked at until the minute is over. */
const MOST_WRONG = 20;

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
 * @param now a clock, in ms
 */
export function onlyWithToken(token: string | undefined, now: () => number = Date.now): MiddlewareHandler {
  let wrong = { minute: 0, count: 0 };
  return async (context, next) => {
    if (!token) {
      const message = 'this console only reads: it was started without --steer-token-file';
      return context.json({ code: 'PERMISSION_DENIED', message }, 403);
    }
    const minute = Math.floor(now() / 60_000);
    if (wrong.minute !== minute) wrong = { minute, count: 0 };
    if (wrong.count >= MOST_WRONG) {
      const message = 'too many wrong tokens; try again in a minute';
      return context.json({ code: 'RESOURCE_EXHAUSTED', message }, 429);
    }
    const [, given = ''] = /^Bearer (.+)$/u.exec(context.req.header('authorization') ?? '') ?? [];
    if (isSame(given, token)) return next();
    wrong.count += 1;
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
