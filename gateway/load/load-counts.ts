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

/** CPU time of this process so far, in ms. */
function processCpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/**
 * Counts what forecasts of load are made of: requests, by domain those that its screen did not end, and the CPU time that the
 * gateway took for them. What a domain takes its own process tells (`process_cpu_seconds_total`).
 */
export class LoadCounts {
  readonly #requests: Counter;
  readonly #unscreened: Counter<'domain'>;
  readonly #cpuMs: () => number;
  #since: { requests: number; readonly unscreened: Map<string, number>; readonly cpuMs: number };

  /** @param cpuMs CPU time of the process so far, in ms; this one's unless told */
  constructor(registry: Registry, cpuMs: () => number = processCpuMs) {
    const registers = [registry];
    this.#cpuMs = cpuMs;
    this.#since = { requests: 0, unscreened: new Map(), cpuMs: cpuMs() };
    let told = 0;
    new Counter({
      name: 'nlu_load_cpu_ms_total',
      help: 'CPU time of the gateway, in ms; of a domain see process_cpu_seconds_total of its own',
      registers,
      collect() {
        const now = cpuMs();
        this.inc(now - told);
        told = now;
      },
    });
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
    const { requests, unscreened, cpuMs } = this.#since;
    this.#since = { requests: 0, unscreened: new Map(), cpuMs: this.#cpuMs() };
    return {
      requests,
      cpuMs: Math.round(this.#since.cpuMs - cpuMs),
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
