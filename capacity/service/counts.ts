import type { NatsOptions } from '../../bundles/sources/nats/nats-options.js';
import { messageOf } from '../../serving/errors.js';
import type { CapacityConfig } from './config.js';
import { increases, parseLoadMessage, parseMetrics } from './load-message.js';

/** Longest scrape, in ms. */
const SCRAPE_TIMEOUT_MS = 5_000;

/** Takes what a source of counts gives. */
export interface CountsListener {
  /** Counts by series since the last ones of the same gateway. */
  counted(counts: Readonly<Record<string, number>>): void;
  /** A message that is none, or a source that cannot be reached, once until it can. */
  problem(text: string): void;
}

/** A running source of counts. */
export interface CountsSource {
  close(): Promise<void>;
}

/** Begins to take counts, as the configuration says. */
export function openCounts(config: CapacityConfig['counts'], listener: CountsListener): Promise<CountsSource> {
  return config.nats
    ? hear({ ...config.nats, name: 'capacity', inboxPrefix: '_INBOX_forecast', isService: true }, listener)
    : Promise.resolve(scrape(config.scrape ?? [], config.scrapeEveryMs, listener));
}

/** The NATS client is loaded only where it is used. */
async function hear(options: NatsOptions, { counted, problem }: CountsListener): Promise<CountsSource> {
  const { NatsLoad } = await import('../../bundles/sources/nats/nats-load.js');
  const load = new NatsLoad(options);
  load.start({ up: () => {}, down: (error) => problem(error.message) }, (text) => {
    const counts = parseLoadMessage(text);
    if (counts) counted(counts);
    else problem('a message on nlu.load could not be read');
  });
  return load;
}

function scrape(urls: readonly string[], everyMs: number, { counted, problem }: CountsListener): CountsSource {
  const before = new Map<string, Record<string, number>>();
  const broken = new Set<string>();
  const ask = async (url: string) => {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(SCRAPE_TIMEOUT_MS) });
      if (!response.ok) throw new Error(`status ${response.status}`);
      const now = parseMetrics(await response.text());
      if (before.has(url)) counted(increases(now, before.get(url)));
      before.set(url, now);
      broken.delete(url);
    } catch (error) {
      if (!broken.has(url)) problem(`${url}: ${messageOf(error)}`);
      broken.add(url);
    }
  };
  const all = () => void Promise.all(urls.map(ask));
  const timer = setInterval(all, everyMs);
  all();
  return { close: async () => clearInterval(timer) };
}
