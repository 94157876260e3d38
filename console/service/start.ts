import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { NluError } from '../../serving/errors.js';
import { projectRoot } from '../../serving/project.js';
import { listenProblem } from '../../serving/rpc/listen-problem.js';
import type { DeploymentDesk } from '../deployments/deployment-desk.js';
import { MetricsWatch } from '../live/metrics-watch.js';
import { ReportFolder } from '../reports/report-folder.js';
import { consoleApp } from './app.js';
import { Broadcast } from './broadcast.js';
import type { GatewayDesk } from './gateway-desk.js';
import { StateWatch } from './state-watch.js';

/** What a console is started with. */
export interface ConsoleOptions {
  readonly gateway: GatewayDesk;
  /** Absent: only the gateway tells what is deployed. Who opened it closes it. */
  readonly desk?: DeploymentDesk | undefined;
  /** Addresses of /metrics of gateways and other processes. */
  readonly metrics: readonly string[];
  /** The folder of reports; absent: none are shown. */
  readonly reports?: string | undefined;
  readonly host: string;
  /** 0: a free one. */
  readonly port: number;
  /** Further names by which it may be asked. */
  readonly hostNames: readonly string[];
  /** Absent: it only reads. */
  readonly token?: string | undefined;
  /** Time between two looks at gateway and deployments, and at metrics, in ms. */
  readonly lookEveryMs?: number;
  readonly readEveryMs?: number;
  readonly log: (text: string, fields: object) => void;
}

/** A console that listens. */
export interface RunningConsole {
  /** `http://host:port/`. */
  readonly address: string;
  close(): Promise<void>;
}

/** Addresses that stand for all of a machine, and are no name of it. */
const ANYWHERE = ['0.0.0.0', '::'];
/** Names of the loopback. */
const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Starts the console. It looks at the gateway, the deployments and the metrics only while somebody looks at it.
 * @throws NluError UNAVAILABLE for an address that cannot be listened on
 */
export async function startConsole(options: ConsoleOptions): Promise<RunningConsole> {
  const { gateway, desk, metrics, reports, host, port, hostNames, token, log } = options;
  const { lookEveryMs = 1_000, readEveryMs = 2_000 } = options;
  const watch = new StateWatch(gateway, desk, token !== undefined);
  const metricsWatch = new MetricsWatch(metrics);
  const state = new Broadcast();
  const live = new Broadcast();
  const look = alone(async () => {
    await watch.look();
    state.send(JSON.stringify(watch.state));
  });
  let readMs = -Infinity;
  const read = alone(async () => {
    // Counters that rise in steps show spikes where two readings are close together.
    if (performance.now() - readMs >= 0.9 * readEveryMs) {
      readMs = performance.now();
      await metricsWatch.look();
    }
    live.send(JSON.stringify(metricsWatch.view()));
  });
  const whileWatched = (work: () => void) => () => {
    if (state.viewers > 0) work();
  };
  const changed = () => {
    look();
    read();
  };
  const own = ANYWHERE.includes(host) ? [] : [host];
  const hosts = new Set([...LOOPBACK, ...own, ...hostNames].map((name) => name.toLowerCase()));
  const files = join(projectRoot(), 'dist', 'console', 'web');
  const reportFolder = new ReportFolder(reports);
  const parts = { gateway, desk, reports: reportFolder, state, live, hosts, token, files, changed, log };
  const server = await listen(consoleApp(parts).fetch, host, port);
  const timers = [setInterval(whileWatched(look), lookEveryMs), setInterval(whileWatched(read), readEveryMs)];
  const { port: bound } = server.address() as AddressInfo;
  return {
    address: `http://${host.includes(':') ? `[${host}]` : host}:${bound}/`,
    async close() {
      for (const timer of timers) clearInterval(timer);
      state.close();
      live.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

/** Runs work one at a time; what is asked for meanwhile is done by the run after. */
function alone(work: () => Promise<void>): () => void {
  let running = false;
  let again = false;
  const run = async () => {
    running = true;
    do {
      again = false;
      await work();
    } while (again);
    running = false;
  };
  return () => {
    again = true;
    if (!running) void run();
  };
}

function listen(fetch: Parameters<typeof serve>[0]['fetch'], host: string, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, hostname: host, port }, () => resolve(server)) as Server;
    server.headersTimeout = 5_000;
    server.once('error', (cause) => {
      const problem = `the console cannot listen on ${host}:${port}: ${listenProblem(cause.message)}; --port 0 takes a free one`;
      reject(new NluError('UNAVAILABLE', problem, { cause }));
    });
  });
}
