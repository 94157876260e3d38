import { lookup } from 'node:dns/promises';
import { messageOf } from '../../serving/errors.js';
import { type MetricSample, readMetrics } from '../../serving/observability/metrics-text.js';
import type { LiveSample, LiveView, MetricsPlace } from '../model/live.js';
import { confidenceSpreads } from './confidence-spread.js';
import { Counters } from './counters.js';
import { learningCounts } from './learning-counts.js';
import { sampleBetween } from './live-sample.js';

/** Longest wait for one place, in ms. */
const TIMEOUT_MS = 3_000;
/** The most addresses of one name that are read. */
const MOST_ADDRESSES = 32;
/** The most samples of one process that are counted: none of ours has as many. */
const MOST_COUNTED = 20_000;
/** Longest text that is read, in bytes: no process of ours has as much. */
const MOST_BYTES = 8 * 1024 * 1024;
/** After a longer time without a reading, in ms, what came between is not one sample: nobody looked. */
const LONGEST_GAP_MS = 15_000;
/** Samples that are kept: at one in two seconds, the last ten minutes. */
const MOST_SAMPLES = 300;

/**
 * Reads the metrics of several processes, again and again while somebody looks. A place that cannot be read, or whose text is
 * broken, is told of and hides no other. Counters rise for each process by itself, so that one that comes or goes changes
 * nothing of the others.
 */
export class MetricsWatch {
  readonly #urls: readonly string[];
  readonly #now: () => number;
  #places: readonly MetricsPlace[];
  #samples: LiveSample[] = [];
  #latestMs = -Infinity;
  /** By address: what was read last, and what was read first since the samples began. */
  #latest: SamplesByUrl = new Map();
  #first = new Map<string, readonly MetricSample[]>();

  /**
   * @param urls addresses; `dns+http://name:port/path` stands for all addresses that the name has at that moment
   * @param now the clock, Unix time in ms
   */
  constructor(urls: readonly string[], now: () => number = Date.now) {
    this.#urls = urls;
    this.#now = now;
    this.#places = urls.map((url) => ({ url }));
  }

  /** Reads all places once. Never throws. */
  async look(): Promise<void> {
    const found = await Promise.all(this.#urls.map(addressesOf));
    const places = await Promise.all(
      found.map(async ({ urls, place }) => (place ? [{ place, samples: [] }] : Promise.all(urls.map(readPlace)))),
    );
    const read = places.flat();
    this.#places = read.map(({ place }) => place);
    const atMs = this.#now();
    const now: SamplesByUrl = new Map(
      read.filter(({ samples }) => samples.length > 0).map(({ place, samples }) => [place.url, samples]),
    );
    if (now.size === 0) return;
    const gapMs = atMs - this.#latestMs;
    // A clock that was set back tells no time between the two.
    if (gapMs > 0 && gapMs < LONGEST_GAP_MS) {
      const known = [...now.keys()].filter((url) => this.#latest.has(url));
      const before = { atMs: this.#latestMs, counters: countersOf(this.#latest, known) };
      const sample = sampleBetween(before, { atMs, counters: countersOf(now, known) });
      this.#samples = [...this.#samples, sample].slice(-MOST_SAMPLES);
    } else {
      this.#samples = [];
      this.#first.clear();
    }
    for (const [url, samples] of now) if (!this.#first.has(url)) this.#first.set(url, samples);
    this.#latest = now;
    this.#latestMs = atMs;
  }

  /** What is known at this moment. */
  view(): LiveView {
    const urls = [...this.#latest.keys()];
    const latest = { atMs: this.#latestMs, counters: countersOf(this.#latest, urls) };
    const first = { atMs: 0, counters: countersOf(this.#first, urls) };
    return {
      places: this.#places,
      samples: this.#samples,
      confidence: confidenceSpreads(first, latest),
      learning: learningCounts(latest.counters),
    };
  }
}

type SamplesByUrl = ReadonlyMap<string, readonly MetricSample[]>;

function countersOf(read: SamplesByUrl, urls: readonly string[]): Counters {
  return new Counters(urls.flatMap((url) => read.get(url) ?? []));
}

/** The addresses that are read for a place; the place with what is wrong where there is none. */
async function addressesOf(url: string): Promise<{ readonly urls: readonly string[]; readonly place?: MetricsPlace }> {
  if (!url.startsWith('dns+')) return { urls: [url] };
  const address = new URL(url.slice('dns+'.length));
  try {
    const found = await lookup(address.hostname, { all: true });
    const urls = found.slice(0, MOST_ADDRESSES).map(({ address: host, family }) => {
      const own = new URL(address);
      own.hostname = family === 6 ? `[${host}]` : host;
      return own.href;
    });
    return { urls };
  } catch (error) {
    return { urls: [], place: { url, problem: `the name is not known: ${messageOf(error)}` } };
  }
}

interface PlaceRead {
  readonly place: MetricsPlace;
  readonly samples: readonly MetricSample[];
}

async function readPlace(url: string): Promise<PlaceRead> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'error' });
    if (!response.ok) throw new Error(`it answers with status ${response.status}`);
    const { samples, brokenLines } = readMetrics(await boundedText(response));
    if (samples.length > MOST_COUNTED)
      throw new Error(`it has ${samples.length} samples; at most ${MOST_COUNTED} are read`);
    const [first] = brokenLines;
    if (first === undefined) return { place: { url }, samples };
    const others = brokenLines.length > 1 ? `, and ${brokenLines.length - 1} more` : '';
    return { place: { url, problem: `line ${first} is no sample of a metric${others}; the rest is shown` }, samples };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return { place: { url, problem: `cannot be read: ${messageOf(cause)}` }, samples: [] };
  }
}

async function boundedText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MOST_BYTES) throw new Error(`its text is longer than ${MOST_BYTES} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
