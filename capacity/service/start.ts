import { collectDefaultMetrics, Registry } from 'prom-client';
import { messageOf } from '../../serving/errors.js';
import { type Log, openLog } from '../../serving/observability/log.js';
import { startOperationsServer } from '../../serving/observability/operations-server.js';
import type { ForecastVersions } from '../bundle/forecast-versions.js';
import { HORIZON_SECONDS } from '../forecast/forecaster.js';
import { QUANTILES } from '../forecast/quantile-levels.js';
import { CapacityMetrics, type ForecastBy } from './capacity-metrics.js';
import type { CapacityConfig } from './config.js';
import { openCounts } from './counts.js';
import { HistoryFile } from './history-file.js';
import { LoadHistory } from './load-history.js';
import { type Plan, Planner } from './planner.js';

/** How often it is looked whether a minute is over, in ms. */
const LOOK_MS = 1_000;
/** Time after a minute's end in which counts for it may still come, in seconds: gateways publish every ten. */
const LATE_SECONDS = 12;

/** A capacity process that serves. */
export interface RunningCapacity {
  /** The port of /metrics and /healthz. */
  readonly port: number;
  stop(): Promise<void>;
}

/**
 * Starts the process: reads its history, takes counts and deployed models, and plans once a minute.
 * @throws NluError for a file of history that cannot be used, a port that is taken, or bundles that are refused
 */
export async function startCapacity(
  config: CapacityConfig,
  log: Log = openLog('capacity', config.log),
): Promise<RunningCapacity> {
  const registry = new Registry();
  registry.setDefaultLabels({ service: 'capacity' });
  collectDefaultMetrics({ register: registry });
  const metrics = new CapacityMetrics(registry);
  const history = new LoadHistory(config.history.days);
  const now = () => Date.now() / 1000;
  const file = config.history.file === undefined ? undefined : new HistoryFile(config.history.file);
  if (file) history.restore(await file.open(now() - config.history.days * 86_400));
  // Of the minute in which a process starts it hears a part only.
  history.close(now() + 60);
  const planner = new Planner(config);
  const plans = new Map<string, Plan>();
  let lastCounts: number | undefined;

  let planned: number | undefined;
  let forecasts: ForecastVersions | undefined;
  const planAll = () => {
    metrics.rates.reset();
    metrics.replicas.reset();
    metrics.by.reset();
    for (const series of history.series()) {
      const plan = planner.plan(series, forecasts?.model?.model);
      if (plan.reason !== undefined && plans.get(series.name)?.by !== plan.by) {
        log.warn({ domain: series.name, by: plan.by, reason: plan.reason }, 'the forecast is not by the model');
      }
      plans.set(series.name, plan);
      show(metrics, series.name, plan);
    }
  };
  const look = () => {
    const seconds = now() - LATE_SECONDS;
    if (Math.floor(seconds / 60) === planned) return;
    planned = Math.floor(seconds / 60);
    const closed = history.close(seconds);
    try {
      file?.append(closed);
    } catch (error) {
      log.error(`history.file: ${messageOf(error)}`);
    }
    planAll();
  };
  const onModel = () => {
    if (planned !== undefined) planAll();
  };
  forecasts = config.forecastBundles && (await openForecasts(config.forecastBundles, log, registry, onModel));
  const operations = await startOperationsServer(
    config.listen,
    registry,
    () => planned !== undefined,
    () => ({
      model: forecasts?.model?.version ?? null,
      secondsSinceCounts: lastCounts === undefined ? null : Math.round(now() - lastCounts),
      domains: Object.fromEntries(
        [...plans].map(([name, { by, reason }]) => [name, { by, ...(reason && { reason }) }]),
      ),
    }),
  );
  const counts = await openCounts(config.counts, {
    counted: (each) => {
      lastCounts = now();
      history.add(lastCounts, each);
      metrics.messages.inc({ result: 'read' });
    },
    problem: (text) => {
      log.warn(`counts: ${text}`);
      metrics.messages.inc({ result: 'problem' });
    },
  });
  try {
    await forecasts?.start(`${config.listen.host}:${operations.port}`);
  } catch (error) {
    await Promise.all([counts.close(), operations.close(), forecasts?.close()]);
    throw error;
  }
  look();
  const timer = setInterval(look, LOOK_MS);
  return {
    port: operations.port,
    async stop() {
      clearInterval(timer);
      await counts.close();
      await forecasts?.close();
      await operations.close();
    },
  };
}

function show({ rates, replicas, by }: CapacityMetrics, domain: string, plan: Plan): void {
  for (const each of ['model', 'naive', 'none'] satisfies ForecastBy[])
    by.set({ domain, by: each }, each === plan.by ? 1 : 0);
  for (const [index, quantiles] of plan.rates?.entries() ?? []) {
    const horizon = String(HORIZON_SECONDS[index]);
    for (const [place, share] of QUANTILES.entries()) {
      rates.set({ domain, horizon, quantile: String(share) }, quantiles[place]);
    }
  }
  if (plan.replicas !== undefined) replicas.set({ domain }, plan.replicas);
}

/** Loads the life cycle of bundles, and the client of their store, only where models are deployed. */
async function openForecasts(
  ...parts: Parameters<typeof import('../bundle/forecast-versions.js')['deployedForecasts']>
): Promise<ForecastVersions> {
  const { deployedForecasts } = await import('../bundle/forecast-versions.js');
  return deployedForecasts(...parts);
}
