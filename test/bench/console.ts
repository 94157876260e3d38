import { readdirSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { Command, Option } from 'commander';
import { withGateway } from '../../cli/access/gateway-client.js';
import { positiveInteger } from '../../cli/options.js';
import { type RunningConsole, startConsole } from '../../console/service/start.js';
import { projectRoot } from '../../serving/project.js';
import { startBrowser } from '../support/browser.js';
import { measurePages, pagesText } from './console/page-times.js';
import { sideBySide, sideBySideTable } from './load/side-by-side.js';
import { machine, machineText } from './measurement/machine.js';
import { processCpuMs } from './measurement/process-usage.js';

const { pages, ...settings } = new Command('bench:console')
  .description(
    'What the console costs a gateway that it watches, beside one that it does not; and how quickly its pages answer, in a real ' +
      'browser (Debian: apt-get install chromium).',
  )
  .option('--pages <n>', 'loads of the page, and moves of the slider in each', positiveInteger, 20)
  .option('--rounds <n>', 'windows of each gateway, in turn', positiveInteger, 16)
  .addOption(new Option('--seconds <n>', 'length of a window').argParser(Number).default(4))
  .addOption(new Option('--warm-up <n>', 'seconds of load before the first window').argParser(Number).default(10))
  .option('--callers <n>', 'closed loop', positiveInteger, 4)
  .option('--customers <n>', 'that the requests come from, in turn', positiveInteger, 100)
  .parse()
  .opts<{ pages: number; rounds: number; seconds: number; warmUp: number; callers: number; customers: number }>();

process.stdout.write(`${machineText(machine())}\n${bundleText()}\n`);
await withGateway({ oneProcess: true, metricsPort: 0 }, async ({ interpret, describe }, address, metrics) => {
  const running = await consoleOf({ address, interpret, describe }, metrics ?? '');
  const browser = await startBrowser();
  try {
    process.stdout.write(`${pagesText(await measurePages(browser, running.address, pages))}\n`);
  } finally {
    await browser.close();
    await running.close();
  }
});

/** Without requests: until both gateways have come to rest, and for how long they are compared, in ms. */
const [SETTLE_MS, IDLE_MS] = [10_000, 60_000];
const ports = { alone: await freePort(), watched: await freePort() };
const ended = new AbortController();
const watching: RunningConsole[] = [];
const operations = (port: number) => [`operations={"port":${port}}`];
const windows = await sideBySide({
  gateways: { alone: operations(ports.alone), watched: operations(ports.watched) },
  ...settings,
  started: async ({ alone, watched }) => {
    // As a page does: the console looks only while somebody looks at it.
    void withGateway({ gateway: watched.address }, async ({ interpret, describe }, address) => {
      const running = await consoleOf({ address, interpret, describe }, `http://127.0.0.1:${ports.watched}/metrics`);
      watching.push(running);
      const events = await fetch(`${running.address}api/events`, { signal: ended.signal });
      for await (const _ of events.body ?? []);
    }).catch(() => {});
    await setTimeout(SETTLE_MS);
    const before = [watched, alone].map(({ pid }) => processCpuMs(pid) ?? Number.NaN);
    await setTimeout(IDLE_MS);
    const [own, other] = [watched, alone].map(({ pid }, index) => (processCpuMs(pid) ?? Number.NaN) - before[index]!);
    const aSecond = (ms: number | undefined) => `${((1000 * (ms ?? Number.NaN)) / IDLE_MS).toFixed(1)} ms`;
    process.stdout.write(`without requests: ${aSecond(own)} of CPU a second watched, ${aSecond(other)} alone\n`);
  },
});
ended.abort();
for (const running of watching) await running.close();
const loop = `closed loop of ${settings.callers}, ${windows.length} windows of ${settings.seconds} s each`;
process.stdout.write(`${loop}\n${sideBySideTable(windows)}\n`);

function consoleOf(gateway: Parameters<typeof startConsole>[0]['gateway'], metrics: string): Promise<RunningConsole> {
  const place = { host: '127.0.0.1', port: 0, hostNames: [] };
  return startConsole({ gateway, metrics: [metrics], ...place, log: () => {} });
}

/** Size of everything that a page loads, compressed as it is sent. */
function bundleText(): string {
  const folder = join(projectRoot(), 'dist', 'console', 'web');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.\w+$/u.test(name));
  const bytes = files.reduce((sum, name) => sum + gzipSync(readFileSync(join(folder, name))).length, 0);
  return `${files.length} files of pages, ${(bytes / 1000).toFixed(0)} kB compressed`;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
