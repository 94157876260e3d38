import { z } from 'zod';
import { natsAccessSchema } from '../../bundles/sources/source-config.js';
import { logConfig } from '../../serving/config/serving-config.js';
import { forecastBundlesSchema } from '../bundle/forecast-versions.js';
import { HORIZON_SECONDS } from '../forecast/forecaster.js';

const longest = HORIZON_SECONDS[HORIZON_SECONDS.length - 1];

/** Everything that the capacity process may be told, with its defaults and units. */
export const capacityConfigSchema = z
  .strictObject({
    /** The HTTP port of /metrics and /healthz, in plain text; 0 lets the system choose a free one. */
    listen: z
      .strictObject({ host: z.string().min(1).default('127.0.0.1'), port: z.int().min(0).max(65535).default(9465) })
      .prefault({}),
    log: logConfig,
    /** Where counts come from: the messages of gateways on NATS, or their /metrics. */
    counts: z
      .strictObject({
        nats: natsAccessSchema.optional(),
        /** URLs of the /metrics of every gateway. */
        scrape: z
          .array(z.url({ protocol: /^https?$/ }))
          .max(1_000)
          .optional(),
        /** Time between two scrapes, in ms. */
        scrapeEveryMs: z.int().min(1_000).max(60_000).default(10_000),
      })
      .refine(
        ({ nats, scrape }) => (nats === undefined) !== (scrape === undefined),
        'name nats, or scrape: one of them',
      ),
    /** Where deployed forecast models come from; absent: yesterday is the forecast. */
    forecastBundles: forecastBundlesSchema.optional(),
    history: z
      .strictObject({
        /** A CSV with what was counted, by the minute, to start again with; absent: a new process knows nothing. */
        file: z.string().min(1).optional(),
        /** Days that are looked back on. */
        days: z.int().min(8).max(365).default(35),
      })
      .prefault({}),
    /** Known causes of load, each from and to a Unix time in seconds. */
    events: z
      .array(
        z
          .strictObject({ startSeconds: z.number(), endSeconds: z.number() })
          .refine(({ startSeconds, endSeconds }) => startSeconds < endSeconds, 'startSeconds must be below endSeconds'),
      )
      .max(10_000)
      .default([]),
    /** What a minute of a replica costs, in one unit: `missing` when it is needed and not there, `idle` when not needed. */
    prices: z
      .strictObject({
        missing: z.number().positive().max(1e9).default(19),
        idle: z.number().positive().max(1e9).default(1),
      })
      .prefault({}),
    /** Time from asking for a replica until it serves, in seconds: the first horizon that is no shorter is planned for. */
    readySeconds: z.number().min(0).max(longest).default(120),
    /** Requests a second that one replica bears, by domain, `gateway` for the gateways. Others get no wish for replicas. */
    requestsPerReplica: z.record(z.string(), z.number().positive().max(1e9)).default({}),
  })
  .refine(({ prices: { missing, idle } }) => missing / (missing + idle) <= 0.99, {
    path: ['prices'],
    message: 'missing may cost 99 times as much as idle at most: no quantile above .99 is forecast',
  });

export type CapacityConfig = z.output<typeof capacityConfigSchema>;
