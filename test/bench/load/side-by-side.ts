import Table from 'cli-table3';
import { DOMAIN_FLAGS, type ServiceProcess } from '../../../cli/stack/service-process.js';
import { domainFolders } from '../../../domains/core/schema/domain-folders.js';
import { processCpuMs } from '../measurement/process-usage.js';
import { sampleUtterances } from '../measurement/sample-utterances.js';
import { type Spread, spreadOf, spreadText } from '../measurement/spread.js';
import { StartedServices, setFlags } from '../topology/started-services.js';
import { OPEN_ADMISSION } from '../topology/topology.js';
import { startLoadProcess } from './load-process.js';

/** One window: median latency in ms, and CPU time of the gateway in ms a request. */
export interface GatewayWindow {
  readonly p50: number;
  readonly gatewayMs: number;
}

/** How gateways are compared. */
export interface SideBySide<Mode extends string> {
  /** Settings (`key=value`) of each gateway, by its name; the first is what others are compared with. */
  readonly gateways: Readonly<Record<Mode, readonly string[]>>;
  /** Windows of each gateway, in turn. */
  readonly rounds: number;
  /** Length of a window, and of the load before the first, in seconds. */
  readonly seconds: number;
  readonly warmUp: number;
  /** Callers of the closed loop. */
  readonly callers: number;
  /** That the requests come from, in turn. */
  readonly customers: number;
  /** Told the gateways before the first window. */
  readonly started?: (gateways: Readonly<Record<Mode, Pick<ServiceProcess, 'address' | 'pid'>>>) => Promise<void>;
}

/** Gateways before the same real domains, asked in turn: what one costs more than another, whatever else the machine does. */
export async function sideBySide<Mode extends string>({
  gateways,
  rounds,
  seconds,
  warmUp,
  callers,
  customers,
  started,
}: SideBySide<Mode>): Promise<Record<Mode, GatewayWindow>[]> {
  const modes = Object.keys(gateways) as Mode[];
  const texts = sampleUtterances();
  const services = new StartedServices();
  const generator = startLoadProcess();
  try {
    const domains: ServiceProcess[] = [];
    for (const { name } of domainFolders()) {
      const args = ['--allow-unsigned', ...setFlags(OPEN_ADMISSION)];
      domains.push(await services.start(name, ['domains', name, 'main.js'], args, DOMAIN_FLAGS));
    }
    const lines = domains.flatMap(({ name, address }) => ['--domain', `${name}=${address}`]);
    const running = {} as Record<Mode, ServiceProcess>;
    for (const mode of modes) {
      const settings = setFlags([...OPEN_ADMISSION, ...gateways[mode]]);
      running[mode] = await services.start('gateway', ['gateway', 'main.js'], [...lines, ...settings]);
    }
    await started?.(running);
    const run = async (mode: Mode, length: number, seed: number): Promise<GatewayWindow> => {
      const { address, pid } = running[mode];
      const before = processCpuMs(pid) ?? Number.NaN;
      const window = { address, texts, seconds: length, load: { kind: 'closed', callers } as const, seed, customers };
      const { requests, p50, errors } = await generator.run(window);
      if (errors > 0) throw new Error(`${errors} requests failed`);
      return { p50, gatewayMs: ((processCpuMs(pid) ?? Number.NaN) - before) / requests };
    };
    for (const mode of modes) await run(mode, warmUp, 0);
    const windows: Record<Mode, GatewayWindow>[] = [];
    for (let round = 0; round < rounds; round++) {
      // Each goes first, second and last equally often, so that drift of the machine falls on all alike.
      const order = modes.map((_, place) => modes[(place + round) % modes.length]!);
      const each: Partial<Record<Mode, GatewayWindow>> = {};
      for (const mode of order) each[mode] = await run(mode, seconds, round + 1);
      windows.push(each as Record<Mode, GatewayWindow>);
    }
    return windows;
  } finally {
    generator.stop();
    await services.stop();
  }
}

/** Medians and ranges of the windows, and of the ratios to the first mode. */
export function sideBySideTable<Mode extends string>(windows: readonly Record<Mode, GatewayWindow>[]): string {
  const [first, ...others] = Object.keys(windows[0]!) as [Mode, ...Mode[]];
  const modes = [first, ...others];
  const head = ['median (range)', ...modes, ...others.map((mode) => `${mode} / ${first}`)];
  const table = new Table({ head, style: { head: [], border: [] } });
  const of = (mode: Mode, figure: keyof GatewayWindow) => spreadOf(windows.map((each) => each[mode][figure]));
  const ratio = (mode: Mode, figure: keyof GatewayWindow): Spread =>
    spreadOf(windows.map((each) => each[mode][figure] / each[first][figure]));
  for (const [name, figure] of [
    ['p50 in ms', 'p50'],
    ['CPU ms a request: gateway', 'gatewayMs'],
  ] as const) {
    const ratios = others.map((mode) => spreadText(ratio(mode, figure), 3));
    table.push([name, ...modes.map((mode) => spreadText(of(mode, figure), 3)), ...ratios]);
  }
  return `${table}`;
}
