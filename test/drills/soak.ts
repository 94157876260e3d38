import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openChannel } from '../../serving/rpc/client.js';
import { seeded } from '../../training/numeric/random.js';
import { openLoop, quantile } from './load.js';
import { slope, type Vitals, vitalsOf } from './vitals.js';
import { startWatchedStack } from './watched-stack.js';

const USAGE = `npm run soak [-- --minutes <n> --rate <n>]
Loads a real stack steadily and reports, for each process, the slope of its memory in each quarter of the time and of its
heap's floor (the least in each half minute) in the second half, and the delay of its event loop.
`;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    rate: { type: 'string', default: '50' },
    help: { type: 'boolean', default: false },
  },
});
const EVERY_MS = 2_000;
/** A heap grows until it is collected; its least size over so many samples shows what stays. */
const FLOOR_SAMPLES = 15;

if (values.help) process.stdout.write(USAGE);
else await soak(Number(values.minutes), Number(values.rate));

async function soak(minutes: number, perSecond: number): Promise<void> {
  const stack = await startWatchedStack();
  const watched = [stack.gateway, ...stack.domains];
  // Holds every watched process from here on.
  const samples = new Map(watched.map(({ name }) => [name, [] as Vitals[]]));
  const channel = openChannel(stack.gateway.service.address);
  const over = new AbortController();
  const sampling = (async () => {
    while (!over.signal.aborted) {
      for (const { name, operationsPort } of watched) samples.get(name)!.push(await vitalsOf(operationsPort));
      await setTimeout(EVERY_MS, undefined, { signal: over.signal }).catch(() => {});
    }
  })();
  try {
    const load = openLoop(channel, perSecond, { seconds: 60 * minutes, deadlineMs: 300 }, seeded(1).next);
    const tally = await Promise.race([load, stack.failure]);
    over.abort();
    await sampling;
    const { sent, whole, degraded, refused, failed, latenciesMs } = tally;
    const latency = [0.5, 0.99].map((share) => `p${100 * share} ${quantile(latenciesMs, share).toFixed(1)} ms`);
    process.stdout.write(`${minutes} minutes at ${perSecond}/s
requests: ${sent} sent, ${whole} whole, ${degraded} degraded, ${refused} refused, ${failed} failed; ${latency.join(', ')}
${watched.map(({ name }) => line(name, samples.get(name)!)).join('\n')}
`);
  } finally {
    over.abort();
    channel.close();
    await stack.stop();
  }
}

function line(name: string, vitals: readonly Vitals[]): string {
  // Memory of the start, while code is compiled and caches fill, tells no slope: the later quarters do.
  const resident = quarters(vitals.map(({ residentBytes }) => residentBytes));
  const floors = heapFloors(vitals.slice(vitals.length / 2).map(({ heapBytes }) => heapBytes));
  const delays = vitals.slice(vitals.length / 4).map(({ eventLoopDelayP99Ms }) => eventLoopDelayP99Ms);
  const slopes = resident.map((values) => megabytesAnHour(slope(values), EVERY_MS)).join(', ');
  const floor = megabytesAnHour(slope(floors), EVERY_MS * FLOOR_SAMPLES);
  const delay = `p99 of the event loop's delay: median ${quantile(delays, 0.5).toFixed(1)} ms, worst ${Math.max(...delays).toFixed(1)} ms`;
  const now = `${megabytes(vitals[vitals.length - 1].residentBytes)} MB resident, ${megabytes(floors[floors.length - 1])} MB of heap`;
  return `${name}: ${now}; slopes of the resident by quarter ${slopes} MB/h, of the heap's floor ${floor} MB/h; ${delay}`;
}

function quarters(values: readonly number[]): number[][] {
  const at = (quarter: number) => Math.floor((values.length * quarter) / 4);
  return [0, 1, 2, 3].map((quarter) => values.slice(at(quarter), at(quarter + 1)));
}

function heapFloors(values: readonly number[]): number[] {
  const spans = Math.max(1, Math.floor(values.length / FLOOR_SAMPLES));
  return Array.from({ length: spans }, (_, span) =>
    Math.min(...values.slice(span * FLOOR_SAMPLES, (span + 1) * FLOOR_SAMPLES)),
  );
}

function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(0);
}

function megabytesAnHour(slopePerStep: number, stepMs: number): string {
  return ((slopePerStep * 3_600_000) / stepMs / 1024 / 1024).toFixed(1);
}
