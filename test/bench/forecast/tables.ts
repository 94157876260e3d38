import type { M4Figures } from './m4.js';
import { type RollingFigures, unseen } from './rolling.js';
import { type ScalingFigures, VIOLATED } from './scaling-replay.js';

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const loss = (value: number) => value.toFixed(4);

/** The figures of M4 hourly, as text. */
export function m4Text({ series, losses, coverage, seconds, cpuSeconds }: M4Figures): string {
  const rows = Object.entries(losses).map(([way, value]) => {
    const held = coverage[way as keyof typeof coverage];
    return `  ${way.padEnd(20)} ${loss(value)}  80 % interval holds ${percent(held)}`;
  });
  const times = Object.entries(seconds).map(([part, time]) => `${part} ${time.toFixed(0)} s`);
  const head = `M4 hourly, ${series} series, 48 h: weighted quantile loss`;
  return [head, ...rows, `  ${times.join(', ')}; CPU ${cpuSeconds.toFixed(0)} s in all`].join('\n');
}

/** The figures of one series an hour ahead, as text. */
export function rollingText(figures: RollingFigures): string {
  const { name, count, losses, coverage, fan } = figures;
  const rows = Object.entries(losses).map(([by, value]) => {
    const against = ((value / losses.persistence - 1) * 100).toFixed(1);
    return `  ${by.padEnd(16)} ${loss(value)}  ${by === 'persistence' ? '' : `${against} %`}`;
  });
  const holds = `80 % interval holds ${percent(coverage.forest)}, corrected ${percent(coverage.corrected)}`;
  const spikes = `above the quantile of 99 %, in the last days: ${percent(unseen(fan))}`;
  return [
    `${name}, an hour ahead, ${count} forecasts: weighted quantile loss`,
    ...rows,
    `  ${holds}`,
    `  ${spikes}`,
  ].join('\n');
}

/** The pods of each way to scale, as text. */
export function scalingText(figures: readonly ScalingFigures[]): string {
  const lines = figures.map(({ readyMinutes, best }) => {
    const pods = best.map((run) =>
      run ? `${run.by} ${run.pods.toFixed(2)}${run.setting && ` (${run.setting})`}` : '–',
    );
    return `  ready after ${readyMinutes} min: ${pods.join(', ')}`;
  });
  return [`Fewest mean pods at ${percent(VIOLATED)} violated minutes, replay of HPA's rule`, ...lines].join('\n');
}
