import { z } from 'zod';
import { clientTlsConfig } from '../../serving/security/tls-config.js';

/** How a server of NATS is reached. */
const natsAccess = {
  /** Servers of one cluster, each `host:port` or `tls://host:port`. */
  servers: z.array(z.string().min(1)).min(1).default(['127.0.0.1:4222']),
  token: z.string().min(1).optional(),
  /** A file that holds the token instead, so that it stands in no environment and no process list. */
  tokenFile: z.string().min(1).optional(),
  /** TLS for tls:// servers. When absent, the system's authorities are trusted and no certificate is shown. */
  tls: clientTlsConfig.optional(),
  /** A .creds file, which holds a JWT and an nkey. */
  credentialsFile: z.string().min(1).optional(),
};

type Tokens = { readonly token?: string | undefined; readonly tokenFile?: string | undefined };
const oneToken = ({ token, tokenFile }: Tokens) => token === undefined || tokenFile === undefined;
const oneTokenRule = { path: ['tokenFile'], message: 'token and tokenFile exclude each other' };

/** The part of a configuration that says how NATS is reached, and nothing of bundles. */
export const natsAccessSchema = z.strictObject(natsAccess).refine(oneToken, oneTokenRule);

/** The part of a configuration that says where a process's bundles come from. */
export const sourceConfigSchema = z
  .strictObject({
    kind: z.enum(['directory', 'nats']).default('directory'),
    /**
     * A folder with bundles and active.json, which is watched; relative to the working directory. The folder that
     * ships when absent.
     */
    directory: z.string().min(1).optional(),
    nats: z
      .strictObject({
        ...natsAccess,
        /** A folder for the last good bundle, to start without NATS; no other process may use it. None when absent. */
        cache: z.string().min(1).optional(),
        /**
         * A folder that holds the caches of all processes of the domain, each a folder: one whose own is empty begins with the
         * newest of them. Of no use without `cache`.
         */
        caches: z.string().min(1).optional(),
        /** Name of this process in `status`; host name and process id when absent. */
        instance: z
          .string()
          .regex(/^[A-Za-z0-9_-]{1,64}$/, 'letters, digits, - and _, at most 64')
          .optional(),
      })
      .refine(oneToken, oneTokenRule)
      .prefault({}),
  })
  .prefault({});

export type SourceConfig = z.output<typeof sourceConfigSchema>;
