import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openChannel } from '../../proto/rpc/client.js';
import { seeded } from '../../training/random.js';
import { openLoop, quantile } from './load.js';
import { slope, type Vitals, vitalsOf } from './vitals.js';
import { startWatchedStack } from './watched-stack.js';

const usage = `npm run soak [-- --minutes <n> --rate <n>]
Loads a real stack steadily and reports, for each process, the slope of its memory and the delay of its event loop.
`;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    rate: { type: 'string', default: '50' },
    help: { type: 'boolean', default: false },
  },
});
const everyMs = 2_000;
/** Memory of the start, while code is compiled and caches fill, tells no slope. */
const settledShare = 0.25;

if (values.help) process.stdout.write(usage);
else await soak(Number(values.minutes), Number(values.rate));

async function soak(minutes: number, perSecond: number): Promise<void> {
  const stack = await startWatchedStack();
  const watched = [stack.gateway, ...stack.domains];
  const samples = new Map(watched.map(({ name }) => [name, [] as Vitals[]]));
  const channel = openChannel(stack.gateway.service.address);
  const over = new AbortController();
  const sampling = (async () => {
    while (!over.signal.aborted) {
      for (const { name, operationsPort } of watched) samples.get(name)!.push(await vitalsOf(operationsPort));
      await setTimeout(everyMs, undefined, { signal: over.signal }).catch(() => {});
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
  const settled = vitals.slice(Math.floor(vitals.length * settledShare));
  const megabytes = (values: readonly number[]) => ((slope(values) * 3_600_000) / everyMs / 1024 / 1024).toFixed(1);
  const resident = settled.map(({ residentBytes }) => residentBytes);
  const heap = settled.map(({ heapBytes }) => heapBytes);
  const delays = settled.map(({ eventLoopDelayP99Ms }) => eventLoopDelayP99Ms);
  const now = (resident.at(-1)! / 1024 / 1024).toFixed(0);
  const delay = `p99 of the event loop's delay: median ${quantile(delays, 0.5).toFixed(1)} ms, worst ${Math.max(...delays).toFixed(1)} ms`;
  return `${name}: resident ${now} MB, slope ${megabytes(resident)} MB/h, heap ${megabytes(heap)} MB/h; ${delay}`;
}
