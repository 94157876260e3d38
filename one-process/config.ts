import { z } from 'zod';
import { servedName } from '../bundles/format/catalogue-name.js';
import { domainConfigSchema } from '../domains/core/service/config.js';
import type { DomainEntry } from '../gateway/domains/domains-config.js';
import { gatewayConfigSchema } from '../gateway/service/config.js';

/** The settings of a domain that are its own when it shares a process: whoever listens decides the others. */
const inProcessDomain = domainConfigSchema
  .omit({
    listen: true,
    callers: true,
    callersFile: true,
    log: true,
    operations: true,
    tracing: true,
    drainMs: true,
  })
  .extend({
    /** A folder with a schema.json; relative to the working directory. Absent: the domain of the name that ships. */
    folder: z.string().min(1).optional(),
  });

export type InProcessSettings = z.output<typeof inProcessDomain>;

/** The configuration of a gateway with domains in its own process: a gateway's, and its domains' beside it. */
export const oneProcessConfigSchema = gatewayConfigSchema.extend({
  /** As a gateway's; absent: the domains that ship, each in this process. */
  domains: gatewayConfigSchema.shape.domains.optional(),
  /** Settings of the domains in this process, by name; absent, and for a domain that is not there: the defaults. */
  inProcess: z.record(servedName, inProcessDomain).optional(),
});

export type OneProcessConfig = z.output<typeof oneProcessConfigSchema> & { readonly domains: readonly DomainEntry[] };
