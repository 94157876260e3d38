import { constants, setPriority } from 'node:os';
import { parseArgs } from 'node:util';
import type { Client } from '@grpc/grpc-js';
import { startStack } from '../../cli/stack/stack.js';
import { openChannel } from '../../serving/rpc/client.js';
import { seeded } from '../../training/numeric/random.js';
import { closedLoop, type LoadOptions, openLoop, quantile, type Tally } from './load.js';

const ROUNDS = 3;
const WARM_UP_SECONDS = 12;

const USAGE = `npm run overload [-- --seconds <n> --deadline <ms>]
Starts the stack, finds the peak of answers a second with callers that wait for their answers, and offers twice as much. The
callers take the processor before the stack does where they may (root): what is measured is the stack, not callers that are late.`;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '3' },
    deadline: { type: 'string', default: '300' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write(`${USAGE}\n`);
} else {
  await measure(Number(values.seconds), Number(values.deadline));
}

async function measure(seconds: number, deadlineMs: number): Promise<void> {
  const stack = await startStack();
  goFirst();
  const channel = openChannel(stack.gateway);
  const options = { seconds, deadlineMs };
  const line = (name: string, tally: Tally) => {
    const { sent, whole, degraded, refused, failed, latenciesMs, lateMs } = tally;
    const counts = `${sent} sent: ${whole} whole, ${degraded} degraded, ${refused} refused, ${failed} failed`;
    const p99 = quantile(latenciesMs, 0.99).toFixed(0);
    const late = quantile(lateMs, 0.99).toFixed(0);
    process.stdout.write(
      `${name}: ${goodput(tally, seconds).toFixed(0)}/s answered (${counts}); p99 ${p99} ms, sent up to ${late} ms late\n`,
    );
  };
  try {
    // V8 compiles by calls: what has just started would be measured otherwise.
    await closedLoop(channel, 24, { ...options, seconds: WARM_UP_SECONDS });
    const random = seeded(1).next;
    const shares: number[] = [];
    // Peaks before and after each overload: other work on the machine changes what it can do from one to the next.
    let before = await peak(channel, options, line);
    for (let round = 0; round < ROUNDS; round++) {
      const overload = await openLoop(channel, 2 * before, options, random);
      line(`twice the peak (${(2 * before).toFixed(0)}/s)`, overload);
      const after = await peak(channel, options, line);
      shares.push((2 * goodput(overload, seconds)) / (before + after));
      before = after;
    }
    const percent = shares.map((share) => (100 * share).toFixed(0)).join(', ');
    process.stdout.write(`goodput at twice the peak, share of the peak: ${percent} %\n`);
  } finally {
    channel.close();
    await stack.stop();
  }
}

/** Lets the callers, which stand for other machines, have the processor before the stack does. */
function goFirst(): void {
  try {
    setPriority(constants.priority.PRIORITY_HIGH);
  } catch {
    process.stdout.write('the callers share the processor with the stack: run it as root, or read how late they are\n');
  }
}

function goodput({ whole, degraded }: Tally, seconds: number): number {
  return (whole + degraded) / seconds;
}

/** Answers per second at the best number of callers. */
async function peak(
  channel: Client,
  options: LoadOptions,
  line: (name: string, tally: Tally) => void,
): Promise<number> {
  let best = 0;
  for (const callers of [8, 24]) {
    const tally = await closedLoop(channel, callers, options);
    line(`${callers} callers`, tally);
    best = Math.max(best, goodput(tally, options.seconds));
  }
  return best;
}
