import { serveStatic } from '@hono/node-server/serve-static';
import { BulkheadRejectedError, bulkhead } from 'cockatiel';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { compress } from 'hono/compress';
import { secureHeaders } from 'hono/secure-headers';
import { streamSSE } from 'hono/streaming';
import { z } from 'zod';
import { domainName } from '../../bundles/format/envelope.js';
import { codeOf, type ErrorCode, messageOf, NluError } from '../../serving/errors.js';
import type { DeploymentDesk } from '../deployments/deployment-desk.js';
import { tryRequestSchema } from '../model/try.js';
import type { ReportFolder } from '../reports/report-folder.js';
import { onlyHosts, onlyOwnPages, onlyWithToken } from './access.js';
import type { Broadcast } from './broadcast.js';
import type { GatewayDesk } from './gateway-desk.js';
import { tried, triedLine } from './tried-utterances.js';

/** What the console's pages are answered from. */
export interface AppParts {
  readonly gateway: GatewayDesk;
  readonly desk: DeploymentDesk | undefined;
  readonly reports: ReportFolder;
  /** Send the latest ConsoleState and the latest LiveView, as JSON. */
  readonly state: Broadcast;
  readonly live: Broadcast;
  /** Names and addresses by which the console may be asked. */
  readonly hosts: ReadonlySet<string>;
  /** Undefined: the console only reads. */
  readonly token: string | undefined;
  /** The folder of the pages' files. */
  readonly files: string;
  /** Called after something was deployed. */
  readonly changed: () => void;
  /** Told of what was steered, and of defects. */
  readonly log: (text: string, fields: object) => void;
}

/** Longest request, in bytes. */
const MOST_BYTES = 256 * 1024;
/** Utterances of lists that are asked for at a time, of all pages together, and those that may wait. */
const LINES = { atATime: 6, waiting: 2_000 };
/** Pages that may look at a time. */
const MOST_VIEWERS = 200;

const STATUS: Partial<Record<ErrorCode, 400 | 403 | 404 | 409 | 429 | 503 | 504>> = {
  INVALID_ARGUMENT: 400,
  PERMISSION_DENIED: 403,
  NOT_FOUND: 404,
  FAILED_PRECONDITION: 409,
  RESOURCE_EXHAUSTED: 429,
  UNAVAILABLE: 503,
  DEADLINE_EXCEEDED: 504,
};

const activationSchema = z.strictObject({
  version: z.string().min(1).max(128),
  seen: z.int().nonnegative(),
  who: z.string().trim().min(1).max(128),
  why: z.string().trim().min(1).max(1_000),
});

/** The console's HTTP interface. What is wrong comes back as `{code, message}`. */
export function consoleApp(parts: AppParts): Hono {
  const { gateway, desk, reports, state, live, hosts, token, files, changed, log } = parts;
  const app = new Hono();
  const turns = bulkhead(LINES.atATime, LINES.waiting);
  app.onError((error, context) => wrong(context, error, log));
  // For probes, which ask by an address that is no name of the console's.
  app.get('/live', (context) => context.text('live\n'));
  app.use(onlyHosts(hosts));
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
        requireTrustedTypesFor: ["'script'"],
      },
      referrerPolicy: 'no-referrer',
      xFrameOptions: 'DENY',
      strictTransportSecurity: false,
    }),
  );
  app.use('/api/*', async (context, next) => {
    context.header('cache-control', 'no-store');
    await next();
  });
  app.use(
    '/api/*',
    bodyLimit({
      maxSize: MOST_BYTES,
      onError: (context) =>
        context.json({ code: 'INVALID_ARGUMENT', message: `a request may have ${MOST_BYTES} bytes` }, 413),
    }),
  );
  // hono answers HEAD by the handler of GET, whose stream nobody would read or end.
  app.use('/api/*', async (context, next) => {
    if (context.req.raw.method === 'HEAD') return context.body(null, 405);
    return next();
  });

  app.post('/api/try', onlyOwnPages, async (context) => {
    const { utterances, context: device, explain } = await bodyOf(context, tryRequestSchema);
    const [first = ''] = utterances;
    if (explain) return context.json({ answer: await tried(gateway, first, device) });
    const { signal } = context.req.raw;
    const ask = (utterance: string) =>
      turns.execute(() => {
        if (signal.aborted) throw new NluError('CANCELLED', 'the page has gone');
        return triedLine(gateway, utterance, device);
      });
    const lines = await Promise.all(utterances.map(ask));
    return context.json({ lines });
  });

  app.get('/api/events', (context) => {
    if (state.viewers >= MOST_VIEWERS) {
      throw new NluError('RESOURCE_EXHAUSTED', `${MOST_VIEWERS} pages look already; close one`);
    }
    return streamSSE(context, async (stream) => {
      const viewers = [
        { event: 'state', viewer: state.join() },
        { event: 'live', viewer: live.join() },
      ];
      const leave = () => {
        for (const { viewer } of viewers) viewer.leave();
      };
      stream.onAbort(leave);
      context.req.raw.signal.addEventListener('abort', leave, { once: true });
      changed();
      await Promise.all(
        viewers.map(async ({ event, viewer }) => {
          for (let data = await viewer.next(); data !== undefined; data = await viewer.next()) {
            await stream.writeSSE({ event, data });
          }
        }),
      );
    });
  });

  app.get('/api/history/:domain', async (context) => {
    if (!desk) return context.json({ history: [] });
    return context.json({ history: await desk.history(named(context.req.param('domain'))) });
  });

  app.get('/api/reports', async (context) => context.json({ reports: await reports.reports() }));

  app.post('/api/deploy/:domain', onlyOwnPages, onlyWithToken(token), async (context) => {
    if (!desk)
      throw new NluError('FAILED_PRECONDITION', 'the console knows no place to deploy to: start it with --nats');
    const asked = await bodyOf(context, activationSchema);
    const domain = named(context.req.param('domain'));
    const activated = await desk.activate({ ...asked, domain, who: `${asked.who} (console)` });
    log('deployed', { ...activated, who: asked.who });
    changed();
    return context.json({ activated });
  });

  app.all('/api/*', (context) => context.json({ code: 'NOT_FOUND', message: 'there is no such page' }, 404));

  app.use(compress());
  app.use('/assets/*', async (context, next) => {
    await next();
    // Their names hold a hash of their contents.
    if (context.res.ok) context.header('cache-control', 'public, max-age=31536000, immutable');
  });
  app.use(
    '/*',
    serveStatic({ root: files, onFound: (_, context) => void context.header('cache-control', 'no-cache') }),
  );
  return app;
}

/** @throws NluError INVALID_ARGUMENT for what is no name of a domain, a catalogue or a table */
function named(domain: string): string {
  if (domainName.safeParse(domain).success) return domain;
  throw new NluError('INVALID_ARGUMENT', 'domain: this is no name of a domain');
}

async function bodyOf<Schema extends z.ZodType>(context: Context, schema: Schema): Promise<z.output<Schema>> {
  if (!/^application\/json(;|$)/u.test(context.req.header('content-type') ?? '')) {
    throw new NluError('INVALID_ARGUMENT', 'content-type: must be application/json');
  }
  const json = await context.req.json().catch(() => {
    throw new NluError('INVALID_ARGUMENT', 'the request is no JSON');
  });
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new NluError('INVALID_ARGUMENT', `${issue?.path.join('.') || 'the request'}: ${issue?.message}`);
}

function wrong(context: Context, error: unknown, log: AppParts['log']): Response {
  if (error instanceof BulkheadRejectedError) {
    const message = `${LINES.waiting} utterances wait already; try again when others are done`;
    return context.json({ code: 'RESOURCE_EXHAUSTED', message }, 429);
  }
  if (error instanceof NluError) {
    return context.json({ code: error.code, message: messageOf(error) }, STATUS[codeOf(error)] ?? 500);
  }
  log('defect', { error: error instanceof Error ? error.stack : String(error) });
  return context.json({ code: 'INTERNAL', message: 'the console failed; its log says why' }, 500);
}
