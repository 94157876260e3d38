import { messageOf } from '../../serving/errors.js';
import { type MetricSample, readMetrics } from '../../serving/observability/metrics-text.js';
import type { LiveSample, LiveView, MetricsPlace } from '../model/live.js';
import { confidenceSpreads } from './confidence-spread.js';
import { Counters } from './counters.js';
import { learningCounts } from './learning-counts.js';
import { type Reading, sampleBetween } from './live-sample.js';

/** Longest wait for one place, in ms. */
const TIMEOUT_MS = 3_000;
/** Longest text that is read, in bytes: no process of ours has as much. */
const MOST_BYTES = 8 * 1024 * 1024;
/** After a longer time without a reading, in ms, what came between is not one sample: nobody looked. */
const LONGEST_GAP_MS = 15_000;
/** Samples that are kept: at one in two seconds, the last ten minutes. */
const MOST_SAMPLES = 300;

/**
 * Reads the metrics of several processes, again and again while somebody looks. A place that cannot be read, or whose text is
 * broken, is told of and hides no other.
 */
export class MetricsWatch {
  readonly #urls: readonly string[];
  readonly #now: () => number;
  #places: readonly MetricsPlace[];
  #oldest: Reading | undefined;
  #latest: Reading | undefined;
  #samples: LiveSample[] = [];
  /** Places that the latest reading holds: with others no difference can be taken. */
  #read = '';

  /** @param now the clock, Unix time in ms */
  constructor(urls: readonly string[], now: () => number = Date.now) {
    this.#urls = urls;
    this.#now = now;
    this.#places = urls.map((url) => ({ url }));
  }

  /** Reads all places once. Never throws. */
  async look(): Promise<void> {
    const read = await Promise.all(this.#urls.map(readPlace));
    this.#places = read.map(({ place }) => place);
    const counters = new Counters(read.flatMap(({ samples }) => samples));
    const reading = { atMs: this.#now(), counters };
    const held = read.filter(({ samples }) => samples.length > 0).map(({ place }) => place.url);
    if (held.length === 0) return;
    const isNext = this.#latest !== undefined && reading.atMs - this.#latest.atMs < LONGEST_GAP_MS;
    if (this.#latest && isNext && this.#read === held.join(' ')) {
      this.#samples = [...this.#samples, sampleBetween(this.#latest, reading)].slice(-MOST_SAMPLES);
    } else {
      this.#oldest = reading;
      this.#samples = [];
    }
    this.#read = held.join(' ');
    this.#latest = reading;
  }

  /** What is known at this moment. */
  view(): LiveView {
    const latest = this.#latest ?? { atMs: 0, counters: new Counters([]) };
    return {
      places: this.#places,
      samples: this.#samples,
      confidence: confidenceSpreads(this.#oldest ?? latest, latest),
      learning: learningCounts(latest.counters),
    };
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
