import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Command } from 'commander';
import { positiveInteger } from '../../../cli/options.js';
import { DOMAIN_FLAGS, type ServiceProcess } from '../../../cli/stack/service-process.js';
import { domainFolders } from '../../../domains/core/schema/domain-folders.js';
import { projectRoot } from '../../../serving/project.js';
import { machine, machineText } from '../../bench/measurement/machine.js';
import { processCpuMs } from '../../bench/measurement/process-usage.js';
import { spreadOf, spreadText } from '../../bench/measurement/spread.js';
import { StartedServices } from '../../bench/topology/started-services.js';
import { quantile, type Tally } from '../load.js';
import type { CallersResult, CallersWindow } from './callers.js';

const { rounds, seconds, deadline, warmUp } = new Command('overload')
  .description(
    'Goodput at twice the capacity: starts the stack, finds the peak of answers a second with callers that wait for their answers, ' +
      'and offers twice as much, round by round. The callers are a process of their own, which takes the processor before the ' +
      "stack does where it may (root); its CPU time and the stack's are told apart.",
  )
  .option('--rounds <n>', 'of a peak, twice the peak, and a peak', positiveInteger, 9)
  .option('--seconds <n>', 'length of a window', positiveInteger, 3)
  .option('--deadline <ms>', 'of each request', positiveInteger, 300)
  .option('--warm-up <n>', 'seconds of load before the first window', positiveInteger, 12)
  .parse()
  .opts<{ rounds: number; seconds: number; deadline: number; warmUp: number }>();

/** Numbers of callers among which the peak is looked for. */
const CALLERS = [8, 24] as const;

/** One window: what came of it, answers a second, and CPU time in ms a second. */
interface Window {
  readonly tally: Tally;
  readonly goodput: number;
  readonly stackCpu: number;
  readonly callersCpu: number;
}

const services = new StartedServices();
const callers = fork(join(projectRoot(), 'dist', 'test', 'drills', 'overload', 'callers.js'), [], {
  serialization: 'advanced',
});
const ended = once(callers, 'exit').then(() => Promise.reject(new Error('the callers ended')));
ended.catch(() => {});
try {
  const domains: ServiceProcess[] = [];
  for (const { name } of domainFolders()) {
    domains.push(await services.start(name, ['domains', name, 'main.js'], ['--allow-unsigned'], DOMAIN_FLAGS));
  }
  const lines = domains.flatMap(({ name, address }) => ['--domain', `${name}=${address}`]);
  const gateway = await services.start('gateway', ['gateway', 'main.js'], lines);
  await measure(gateway.address, [gateway, ...domains]);
} finally {
  callers.disconnect();
  await services.stop();
}

async function measure(address: string, stack: readonly ServiceProcess[]): Promise<void> {
  const cpuOf = () => stack.reduce((sum, { pid }) => sum + (processCpuMs(pid) ?? Number.NaN), 0);
  let seed = 0;
  const run = async (load: CallersWindow['load'], length = seconds): Promise<Window> => {
    const before = cpuOf();
    const window: CallersWindow = { address, seconds: length, deadlineMs: deadline, load, seed: seed++ };
    callers.send(window);
    const [{ tally, cpuMs }] = (await Promise.race([once(callers, 'message'), ended])) as [CallersResult];
    const goodput = (tally.whole + tally.degraded) / length;
    return { tally, goodput, stackCpu: (cpuOf() - before) / length, callersCpu: cpuMs / length };
  };
  const peak = async (): Promise<Window> => {
    let best: Window | undefined;
    for (const count of CALLERS) {
      const window = await run({ kind: 'closed', callers: count });
      tell(`${count} callers`, window);
      if (!best || window.goodput > best.goodput) best = window;
    }
    return best!;
  };
  // V8 compiles by calls: what has just started would be measured otherwise.
  await run({ kind: 'closed', callers: 24 }, warmUp);
  const [shares, byCpu]: number[][] = [[], []];
  // Peaks before and after each overload: other work on the machine changes what it can do from one to the next.
  let before = await peak();
  for (let round = 0; round < rounds; round++) {
    const perSecond = 2 * before.goodput;
    const overload = await run({ kind: 'open', perSecond });
    tell(`twice the peak (${perSecond.toFixed(0)}/s)`, overload);
    const after = await peak();
    shares!.push((2 * overload.goodput) / (before.goodput + after.goodput));
    const answersPerCpu = (before.goodput + after.goodput) / (before.stackCpu + after.stackCpu);
    byCpu!.push(overload.goodput / overload.stackCpu / answersPerCpu);
    before = after;
  }
  process.stdout.write(`${machineText(machine())}; ${rounds} rounds of ${seconds} s, median (range)\n`);
  process.stdout.write(`goodput at twice the peak, share of the peak: ${spreadText(spreadOf(shares!), 2)}\n`);
  process.stdout.write(`the same by CPU time of the stack: ${spreadText(spreadOf(byCpu!), 2)}\n`);
}

function tell(name: string, { tally, goodput, stackCpu, callersCpu }: Window): void {
  const { sent, whole, degraded, refused, failed, latenciesMs, lateMs } = tally;
  const counts = `${sent} sent: ${whole} whole, ${degraded} degraded, ${refused} refused, ${failed} failed`;
  const times = `p99 ${quantile(latenciesMs, 0.99).toFixed(0)} ms, sent up to ${quantile(lateMs, 0.99).toFixed(0)} ms late`;
  const cpu = `cores: stack ${(stackCpu / 1000).toFixed(2)}, callers ${(callersCpu / 1000).toFixed(2)}`;
  process.stdout.write(`${name}: ${goodput.toFixed(0)}/s answered (${counts}); ${times}; ${cpu}\n`);
}
