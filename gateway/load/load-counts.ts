import { Counter, type Registry } from 'prom-client';
import type { z } from 'zod';
import { natsAccessSchema } from '../../bundles/sources/source-config.js';
import { logTextOf } from '../../serving/errors.js';
import type { Log } from '../../serving/observability/log.js';
import type { DomainOutcome } from '../domains/outcome.js';
import { PRIORS } from '../priors/prior-tables.js';

/** Where counts of load are published, for forecasts. */
export const loadConfigSchema = natsAccessSchema;
type LoadConfig = z.output<typeof loadConfigSchema>;

/** Time between two messages on `nlu.load`, in ms. */
const PUBLISH_EVERY_MS = 10_000;

/** Counts what forecasts of load are made of: requests, and by domain those that its screen did not end. */
export class LoadCounts {
  readonly #requests: Counter;
  readonly #unscreened: Counter<'domain'>;
  #since = { requests: 0, unscreened: new Map<string, number>() };

  constructor(registry: Registry) {
    const registers = [registry];
    this.#requests = new Counter({
      name: 'nlu_load_requests_total',
      help: 'Utterances that the domains were asked for; hearings of one utterance count each',
      registers,
    });
    this.#unscreened = new Counter({
      name: 'nlu_load_unscreened_total',
      help: 'Utterances that went through a domain whole, since its screen did not end them',
      labelNames: ['domain'],
      registers,
    });
  }

  /** Counts a fan-out. A domain that did not reply had work all the same. */
  asked(outcomes: readonly DomainOutcome[]): void {
    this.#requests.inc();
    this.#since.requests++;
    for (const outcome of outcomes) {
      if (outcome.status === 'OK' && outcome.reply.screened) continue;
      const { domain } = outcome;
      this.#unscreened.inc({ domain });
      this.#since.unscreened.set(domain, (this.#since.unscreened.get(domain) ?? 0) + 1);
    }
  }

  /** What was counted since it was last taken, as a message on `nlu.load`. */
  take(): object {
    const { requests, unscreened } = this.#since;
    this.#since = { requests: 0, unscreened: new Map() };
    return {
      requests,
      domains: Object.fromEntries([...unscreened].map(([name, count]) => [name, { unscreened: count }])),
    };
  }
}

/**
 * Publishes counts every ten seconds. What cannot be published is lost: a minute that nobody hears of is unknown.
 * @returns what ends it
 */
export async function publishLoad(
  counts: LoadCounts,
  config: LoadConfig,
  log: Log,
): Promise<{ close(): Promise<void> }> {
  const { NatsLoad } = await import('../../bundles/sources/nats/nats-load.js');
  const load = new NatsLoad({ ...config, name: 'load', inboxPrefix: `_INBOX_${PRIORS}`, isService: true });
  let isUp = true;
  load.start({
    up: () => {
      isUp = true;
    },
    down: (error) => {
      if (isUp) log.warn(`load is not published: ${logTextOf(error)}`);
      isUp = false;
    },
  });
  const timer = setInterval(() => void load.publish(JSON.stringify(counts.take())).catch(() => {}), PUBLISH_EVERY_MS);
  return {
    async close() {
      clearInterval(timer);
      await load.close();
    },
  };
}
