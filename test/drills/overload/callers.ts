import { constants, setPriority } from 'node:os';
import { openChannel } from '../../../serving/rpc/client.js';
import { seeded } from '../../../training/numeric/random.js';
import { closedLoop, openLoop, type Tally } from '../load.js';

/** One window of load that the callers' process is asked for. */
export interface CallersWindow {
  readonly address: string;
  readonly seconds: number;
  readonly deadlineMs: number;
  /** Callers that each wait for their answer, or arrivals a second whether answers come or not. */
  readonly load:
    | { readonly kind: 'closed'; readonly callers: number }
    | { readonly kind: 'open'; readonly perSecond: number };
  readonly seed: number;
}

/** What came of a window. */
export interface CallersResult {
  readonly tally: Tally;
  /** CPU time of the callers, in ms. */
  readonly cpuMs: number;
}

// The callers' process: gets windows over IPC, answers each with its result, ends with its parent. It stands for other machines,
// and has the processor before the stack does, where it may (root).
try {
  setPriority(constants.priority.PRIORITY_HIGH);
} catch {
  process.stderr.write('callers share the processor with the stack: run it as root, or read how late they are\n');
}
const channels = new Map<string, ReturnType<typeof openChannel>>();
process.on('message', (window: CallersWindow) => {
  void run(window).then((result) => process.send!(result));
});
process.on('disconnect', () => process.exit(0));

async function run({ address, load, seed, ...options }: CallersWindow): Promise<CallersResult> {
  const channel = channels.get(address) ?? openChannel(address);
  channels.set(address, channel);
  const before = process.cpuUsage();
  const tally =
    load.kind === 'closed'
      ? await closedLoop(channel, load.callers, options)
      : await openLoop(channel, load.perSecond, options, seeded(seed).next);
  const { user, system } = process.cpuUsage(before);
  return { tally, cpuMs: (user + system) / 1000 };
}
