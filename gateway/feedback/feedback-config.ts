import { z } from 'zod';
import type { NatsOptions } from '../../bundles/sources/nats/nats-options.js';
import { natsAccessSchema } from '../../bundles/sources/source-config.js';
import { PRIORS } from '../priors/prior-tables.js';

/** Whether and where events of requests and outcomes are kept. */
export const eventsConfigSchema = z
  .strictObject({
    /** folder: segments on this machine. nats: the stream nlu-events. */
    store: z.enum(['folder', 'nats']).default('folder'),
    /** The folder of segments, customers' keys and the deployment's; no other gateway may use it. */
    folder: z.string().min(1).optional(),
    nats: natsAccessSchema.optional(),
    /**
     * A file with the deployment's key, 64 hexadecimal digits, the same one for all gateways. Absent, in a folder:
     * deployment.key of that folder, which is made.
     */
    keyFile: z.string().min(1).optional(),
    /** Whether customers' words are kept, sealed, beside their fingerprints. */
    text: z.boolean().default(false),
    /** Days that events are kept. NATS keeps them as its stream says. */
    days: z.int().min(1).max(365).default(30),
    /** Most hypotheses of a request's event. */
    hypotheses: z.int().min(1).max(20).default(5),
    /** Most requests that wait to be written; what comes then is dropped and counted. */
    waiting: z.int().min(1).max(65_536).default(4_096),
    /** Most events of one customer in an hour. */
    mostPerCustomer: z.int().min(1).max(1_000_000).default(1_000),
  })
  .refine(({ store, folder }) => store !== 'folder' || folder !== undefined, {
    path: ['folder'],
    message: 'name a folder, or store: nats',
  })
  .refine(({ store, nats }) => store !== 'nats' || nats !== undefined, {
    path: ['nats'],
    message: 'say how NATS is reached: {"servers": ["host:port"]}',
  })
  .refine(({ store, keyFile }) => store !== 'nats' || keyFile !== undefined, {
    path: ['keyFile'],
    message: "name the file with the deployment's key, which all gateways share",
  });

export type EventsConfig = z.output<typeof eventsConfigSchema>;

/** How NATS is reached for events. A gateway's login is kept to the inbox of priors, whose account it is in. */
export function eventsOptions(nats: NonNullable<EventsConfig['nats']>): NatsOptions {
  return { ...nats, name: 'events', inboxPrefix: `_INBOX_${PRIORS}`, isService: true };
}
