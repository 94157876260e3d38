import { z } from 'zod';
import { clientTlsConfig } from '../../serving/security/tls-config.js';

/** Where a process's bundles come from: part of its configuration, with defaults and units. */
export const sourceConfigSchema = z
  .strictObject({
    kind: z.enum(['directory', 'nats']).default('directory'),
    /** A folder with bundles and active.json, watched; relative to the working directory. Absent: the one that ships. */
    directory: z.string().min(1).optional(),
    nats: z
      .strictObject({
        /** `host:port` or `tls://host:port`, any of which will do. */
        servers: z.array(z.string().min(1)).min(1).default(['127.0.0.1:4222']),
        token: z.string().min(1).optional(),
        /** For tls:// servers; absent: the system's authorities, and no certificate of our own. */
        tls: clientTlsConfig.optional(),
        /** A .creds file. */
        credentialsFile: z.string().min(1).optional(),
        /** A folder of this process alone for the last good bundle, to start without NATS. Absent: none is kept. */
        cache: z.string().min(1).optional(),
        /** What status calls this process. Absent: host name and process id. */
        instance: z
          .string()
          .regex(/^[A-Za-z0-9_-]{1,64}$/, 'letters, digits, - and _, at most 64')
          .optional(),
      })
      .prefault({}),
  })
  .prefault({});

export type SourceConfig = z.output<typeof sourceConfigSchema>;
