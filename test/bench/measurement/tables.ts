import Table from 'cli-table3';
import type { StageTime } from '../micro/stage-timer.js';
import { type Machine, machineText } from './machine.js';
import { spreadText } from './spread.js';

export interface MicroReport {
  readonly machine: Machine;
  readonly utterances: number;
  /** `hypotheses` is the mean number of hypotheses in an answer. */
  readonly domains: readonly {
    readonly domain: string;
    readonly hypotheses: number;
    readonly stages: readonly StageTime[];
  }[];
  readonly gateway: readonly StageTime[];
}

export function microTable({ machine, utterances, domains, gateway }: MicroReport): string {
  const table = new Table({
    head: ['CPU in µs an utterance, median (range)', ...domains.map(({ domain }) => domain), 'mean', 'a hypothesis'],
    style: { head: [], border: [] },
  });
  const hypotheses = mean(domains.map((domain) => domain.hypotheses));
  for (const [index, { name }] of domains[0].stages.entries()) {
    const times = domains.map(({ stages }) => stages[index].cpuMicros);
    const average = mean(times.map(({ median }) => median));
    table.push([
      name,
      ...times.map((time) => spreadText(time, 1)),
      average.toFixed(1),
      (average / hypotheses).toFixed(1),
    ]);
  }
  for (const { name, cpuMicros } of gateway) {
    const text = spreadText(cpuMicros, 1);
    table.push([`gateway: ${name}`, { colSpan: domains.length, content: text }, cpuMicros.median.toFixed(1), '']);
  }
  return `${machineText(machine)}; ${utterances} utterances\n${table}`;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
