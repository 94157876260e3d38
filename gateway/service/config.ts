import { z } from 'zod';
import { domainName } from '../../bundles/format/envelope.js';
import { trustConfigSchema } from '../../bundles/lifecycle/trust-config.js';
import { sourceConfigSchema } from '../../bundles/sources/source-config.js';
import { milliseconds, servingConfig } from '../../serving/config/serving-config.js';
import { clientTlsConfig } from '../../serving/security/tls-config.js';
import { replicaTarget } from '../domains/replicas.js';

const address = z.string().regex(/^(dns:\/\/\/)?(\[[0-9a-fA-F:.]+\]|[^\s:,/[\]]+):\d{1,5}$/, 'host:port');
const probability = z.number().min(0).max(1);

const domain = z.strictObject({
  name: domainName,
  /** One `host:port` (a DNS name may stand for many replicas), or several IP addresses with ports. */
  addresses: z
    .array(address)
    .min(1)
    .refine((list) => replicaTarget(list) !== undefined, 'several must be IP addresses of one family; or one DNS name'),
  /** The name in the domain's certificate, where it is not the one that is dialled. */
  serverName: z.string().min(1).optional(),
});

/** Everything that the gateway process may be told, with its defaults and units. */
export const gatewayConfigSchema = z.strictObject({
  ...servingConfig({ port: 50050, admission: { slowMs: 100, queue: 128, queueMs: 50 } }),
  domains: z
    .array(domain)
    .min(1)
    .refine((list) => new Set(list.map((one) => one.name)).size === list.length, 'each domain once'),
  /** How the domains are dialled; absent: in plain text. */
  domainTls: clientTlsConfig.optional(),
  deadline: z
    .strictObject({
      /** For callers that set none. */
      defaultMs: milliseconds(60_000).default(300),
      /** A caller's longer deadline is cut to it. */
      maxMs: milliseconds(600_000).default(10_000),
      /**
       * Kept back from the fan-out for merging and replying, a fifth of the deadline at most. Where the process gets to its
       * work late, twice that delay comes on top, up to a third in all.
       */
      replyReserveMs: milliseconds(1_000).default(20),
    })
    .prefault({}),
  /** UTF-8 bytes. */
  maxUtteranceBytes: z.number().int().min(1).max(65_536).default(8_192),
  hypotheses: z
    .strictObject({
      /** Returned to callers that do not say how many. */
      default: z.number().int().min(1).max(1000).default(10),
      /** The most that a caller may ask for or send, and that a domain may reply. */
      limit: z.number().int().min(1).max(1000).default(100),
    })
    .prefault({})
    .refine((value) => value.default <= value.limit, 'default must not be over limit'),
  rejection: z
    .strictObject({
      /** REJECT below this probability that the utterance is any domain's; absent: as the table of priors says, else 0.5. */
      inDomain: probability.optional(),
    })
    .prefault({}),
  /** The table of context priors, a JSON file; relative to the working directory. Absent: gateway/priors.json. */
  priors: z.string().min(1).optional(),
  /** Where deployed tables come from, each a bundle of its own; absent: the table above is in force for good. */
  priorBundles: z
    .strictObject({
      source: sourceConfigSchema,
      trust: trustConfigSchema,
      /** Tables that stay loaded, so that requests can pin them; the one in force counts. */
      keepVersions: z.number().int().min(1).max(16).default(2),
    })
    .refine(
      ({ source }) => source.kind === 'nats' || source.directory !== undefined,
      'source: name a directory, or nats',
    )
    .optional(),
  /** How calls to the domains' replicas are made. */
  calls: z
    .strictObject({
      /**
       * stream: those of a tick together, over a stream to each replica; unary where no stream takes calls, and with hedging.
       * unary: one by one.
       */
      transport: z.enum(['stream', 'unary']).default('stream'),
      /**
       * Time between two look-ups of a domain's name for its streams; 2 s after the last at the soonest where a stream breaks. A
       * replica that is new gets calls after this time at the latest.
       */
      resolveEveryMs: milliseconds(600_000).default(10_000),
      /** Attempts of one call in all; 1: none is repeated. */
      attempts: z.number().int().min(1).max(5).default(2),
      retryBackoffMs: milliseconds(1_000).default(5),
      /** Make the next attempt when there is no answer after this time, by unary calls; absent: only after a failure. */
      hedgeAfterMs: milliseconds(10_000).optional(),
      /** gRPC's retry throttling: below half of the tokens nothing is repeated. */
      retryBudget: z
        .strictObject({
          tokens: z.number().int().min(1).max(1000).default(20),
          /** Tokens that a success gives back. */
          ratio: z.number().gt(0).max(1).default(0.1),
        })
        .prefault({}),
    })
    .prefault({}),
  /** When a domain is left alone for a while. */
  breaker: z
    .strictObject({
      failureShare: z.number().gt(0).lt(1).default(0.5),
      windowMs: milliseconds(60_000).default(5_000),
      /** Below this rate of calls the circuit stays closed. */
      minimumPerSecond: z.number().gt(0).max(10_000).default(5),
      /** Time until a trial call. */
      openMs: milliseconds(60_000).default(1_000),
    })
    .prefault({}),
});

export type GatewayConfig = z.output<typeof gatewayConfigSchema>;
