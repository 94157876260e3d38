import { parseArgs } from 'node:util';
import { FLOOD_KINDS, flood, held, startFloodedStack } from './floods.js';

const USAGE = `npm run floods [-- --seconds <n> --only <kind>,...]
One client floods the gateway of a real stack: ${FLOOD_KINDS.join(', ')}. Another caller's answers are counted, beside a control
in which the same flood goes to another stack on the same machine. Nobody reads the gateway's log. Exit code 1 where it gets less than .95 of the control's
whole answers, or where the gateway's memory is not back within a minute.
`;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    only: { type: 'string', default: FLOOD_KINDS.join(',') },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) process.stdout.write(USAGE);
else await main(Number(values.seconds), values.only.split(','));

async function main(seconds: number, only: readonly string[]): Promise<void> {
  const stack = await startFloodedStack();
  const stranger = await startFloodedStack();
  const megabytes = (bytes: number) => (bytes / 1024 / 1024).toFixed(0);
  try {
    for (const kind of FLOOD_KINDS.filter((one) => only.includes(one))) {
      const report = await Promise.race([flood(kind, stack, stranger, seconds), stack.failure, stranger.failure]);
      const { asked, control, attacked, cpuSecondsPerSecond, peakBytes, restBytes } = report;
      const ok = held(report);
      process.stdout.write(
        `${kind}: whole ${attacked} of ${asked}, control ${control}; cores +${cpuSecondsPerSecond.toFixed(2)}; memory +${megabytes(peakBytes)} MB, ` +
          `after +${megabytes(restBytes)} MB: ${ok ? 'held' : 'STARVED'}\n`,
      );
      if (!ok) process.exitCode = 1;
    }
  } finally {
    await stranger.stop();
    await stack.stop();
  }
}
