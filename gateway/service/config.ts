import { z } from 'zod';
import { servingConfig } from '../../serving/config/serving-config.js';
import { clientTlsConfig } from '../../serving/security/tls-config.js';
import { DEFAULT_MISSING_RISK } from '../answer/decision.js';
import { HEARING_RULES } from '../answer/hearings/weights.js';
import {
  breakerSchema,
  callsSchema,
  deadlineSchema,
  domainEntrySchema,
  hypothesesSchema,
} from '../domains/domains-config.js';
import { eventsConfigSchema } from '../feedback/feedback-config.js';
import { loadConfigSchema } from '../load/load-counts.js';
import { preferencesConfigSchema } from '../preferences/preferences-config.js';
import { questionsConfigSchema } from '../preferences/questions/questions-config.js';
import { tableBundlesSchema } from '../tables/tables-config.js';

/** Everything that the gateway process may be told, with its defaults and units. */
export const gatewayConfigSchema = z.strictObject({
  ...servingConfig({ port: 50050, admission: { slowMs: 50, queue: 128, queueMs: 25 } }),
  domains: z
    .array(domainEntrySchema)
    .min(1)
    .refine((list) => new Set(list.map((one) => one.name)).size === list.length, 'each domain once'),
  /** How the domains are dialled; absent: in plain text. */
  domainTls: clientTlsConfig.optional(),
  deadline: deadlineSchema.prefault({}),
  /** UTF-8 bytes. */
  maxUtteranceBytes: z.int().min(1).max(65_536).default(8_192),
  hypotheses: hypothesesSchema,
  /** Which hearings of a speech recogniser's n-best list are interpreted. */
  hearings: z
    .strictObject({
      /** The most; each costs as much as a request of its own. */
      most: z.int().min(1).max(100).default(HEARING_RULES.most),
      /** Share of the list's weight below which a hearing is left out, unless it is the likeliest. */
      leastWeight: z.number().min(0).lt(1).default(HEARING_RULES.leastWeight),
    })
    .prefault({}),
  rejection: z
    .strictObject({
      /** REJECT below this probability that the utterance is any domain's; absent: as the table of priors says, else 0.5. */
      inDomain: z.number().min(0).max(1).optional(),
    })
    .prefault({}),
  accept: z
    .strictObject({
      /** CLARIFY where the best reading's probability is below this; absent: as the table of priors says, else 0.5. */
      minProbability: z.number().min(0).max(1).optional(),
    })
    .prefault({}),
  missing: z
    .strictObject({
      /** UNDECIDED above this probability that a domain which did not reply was meant; 1: never. */
      maxRisk: z.number().min(0).max(1).default(DEFAULT_MISSING_RISK),
      /** The table of what domains claim, a JSON file; relative to the working directory. Absent: gateway/claims.json. */
      claims: z.string().min(1).optional(),
    })
    .prefault({}),
  /** The table of context priors, a JSON file; relative to the working directory. Absent: gateway/priors.json. */
  priors: z.string().min(1).optional(),
  /** Where deployed tables come from, each a bundle of its own; absent: the table above is in force for good. */
  priorBundles: tableBundlesSchema.optional(),
  /** Where deployed tables of rewrites come from, each a bundle of its own; absent: nothing is rewritten. */
  rewriteBundles: tableBundlesSchema.optional(),
  /** Where events of requests and outcomes are kept, to learn from; absent: none are. */
  events: eventsConfigSchema.optional(),
  /** How customers' preferences count; they are kept where events are. */
  preferences: preferencesConfigSchema.prefault({}),
  /** When customers are asked something besides; absent: never. */
  questions: questionsConfigSchema.optional(),
  /** How NATS is reached, to say every ten seconds what load there was; absent: it shows on /metrics alone. */
  load: loadConfigSchema.optional(),
  calls: callsSchema.prefault({}),
  breaker: breakerSchema.prefault({}),
});

export type GatewayConfig = z.output<typeof gatewayConfigSchema>;
