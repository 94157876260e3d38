import { callUnary, openChannel } from '../../../serving/rpc/client.js';
import { definitions } from '../../../serving/rpc/definitions.js';
import { seeded } from '../../../training/numeric/random.js';
import { quantile } from '../measurement/spread.js';
import type { LoadResult, LoadWindow } from './load-window.js';

/** Deadline of a benchmark's requests: far beyond what any takes, so that only a hang meets it. */
const TIMEOUT_MS = 10_000;

// The load generator's process: gets windows over IPC, answers each with its result, ends with its parent.
const channels = new Map<string, ReturnType<typeof openChannel>>();
process.on('message', (window: LoadWindow) => {
  void run(window).then((result) => process.send!(result));
});
process.on('disconnect', () => process.exit(0));

async function run({ address, texts, seconds, load, seed, customers }: LoadWindow): Promise<LoadResult> {
  const channel = channels.get(address) ?? openChannel(address);
  channels.set(address, channel);
  const { Interpret } = definitions().gateway;
  const latencies: number[] = [];
  let errors = 0;
  let sent = 0;
  const ask = async (dueMs: number) => {
    const utterance = texts[sent++ % texts.length];
    const who =
      customers === undefined ? {} : { customer: `customer-${sent % customers}`, session: `s-${sent % customers}` };
    await callUnary(channel, Interpret, { utterance, ...who }, { timeoutMs: TIMEOUT_MS }).then(
      () => latencies.push(performance.now() - dueMs),
      () => errors++,
    );
  };
  const cpu = process.cpuUsage();
  const begunMs = performance.now();
  const endMs = begunMs + seconds * 1000;
  if (load.kind === 'closed') {
    const caller = async () => {
      while (performance.now() < endMs) await ask(performance.now());
    };
    await Promise.all(Array.from({ length: load.callers }, caller));
  } else {
    await poisson(load.rate, endMs, seed, ask);
  }
  const tookMs = performance.now() - begunMs;
  const { user, system } = process.cpuUsage(cpu);
  const requests = latencies.length;
  const sorted = Float64Array.from(latencies).sort();
  return {
    requests,
    errors,
    perSecond: (requests / tookMs) * 1000,
    p50: requests === 0 ? Number.NaN : quantile(sorted, 0.5),
    p99: requests === 0 ? Number.NaN : quantile(sorted, 0.99),
    cpuMs: (user + system) / 1000 / requests,
  };
}

/** Sends requests with exponential gaps between them; those that are due go out at the next turn of a timer. */
async function poisson(rate: number, endMs: number, seed: number, ask: (dueMs: number) => Promise<void>) {
  const random = seeded(seed);
  const gapMs = () => (-Math.log(1 - random.next()) / rate) * 1000;
  const pending: Promise<void>[] = [];
  let dueMs = performance.now() + gapMs();
  while (dueMs < endMs) {
    for (const now = performance.now(); dueMs <= now && dueMs < endMs; dueMs += gapMs()) pending.push(ask(dueMs));
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, dueMs - performance.now())));
  }
  await Promise.all(pending);
}
