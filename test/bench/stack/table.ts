import Table from 'cli-table3';
import { type Machine, machineText } from '../measurement/machine.js';
import { type Spread, spreadOf, spreadText } from '../measurement/spread.js';
import { TOPOLOGIES, type TopologyName } from '../topology/topology.js';
import type { Round, Rounds, WindowResult } from './windows.js';

export interface StartFigure {
  readonly process: string;
  readonly readyMs: number;
  /** Resident memory after the load. */
  readonly memoryMb: number | undefined;
}

export interface StackReport {
  readonly machine: Machine;
  readonly transport: string;
  readonly loads: readonly Rounds[];
  readonly starts: readonly StartFigure[];
}

/** Median and range, over the rounds, of the ratio of two topologies' windows of the same round. */
export function ratio(rounds: readonly Round[], of: (round: Round) => number): Spread {
  return spreadOf(rounds.map(of));
}

export function stackText({ machine, transport, loads, starts }: StackReport): string {
  const gaps = spreadOf(loads.flatMap(({ gapsMs }) => gapsMs));
  return [
    `${machineText(machine)}; hop: ${transport}; the machine's own longest gap in 200 ms: ${spreadText(gaps, 1)} ms`,
    windowsTable(loads),
    ratiosTable(loads),
    startsTable(starts),
  ].join('\n');
}

function windowsTable(loads: readonly Rounds[]): string {
  const head = ['load', 'topology', 'requests/s', 'p50 ms', 'p99 ms', 'errors', 'CPU ms per request'];
  const table = new Table({ head, style: { head: [], border: [], compact: true } });
  for (const { name, rounds } of loads) {
    for (const topology of TOPOLOGIES) {
      const windows = rounds.map((round) => round[topology]);
      const spread = (of: (window: WindowResult) => number, digits: number) =>
        spreadText(spreadOf(windows.map(of)), digits);
      table.push([
        name,
        topology,
        spread((window) => window.perSecond, 0),
        spread((window) => window.p50, 2),
        spread((window) => window.p99, 2),
        windows.reduce((sum, window) => sum + window.errors, 0),
        cpuText(windows),
      ]);
    }
  }
  return table.toString();
}

function cpuText(windows: readonly WindowResult[]): string {
  const median = (values: number[]) => spreadOf(values).median.toFixed(2);
  const processes = Object.keys(windows[0].cpuByProcess).map(
    (name) => `${name} ${median(windows.map((window) => window.cpuByProcess[name]))}`,
  );
  return [...processes, `caller ${median(windows.map((window) => window.cpuMs))}`].join(', ');
}

function ratiosTable(loads: readonly Rounds[]): string {
  const table = new Table({ head: ['ratio', 'median (range)'], style: { head: [], border: [], compact: true } });
  const rate = (over: TopologyName, under: TopologyName) => (round: Round) =>
    round[over].perSecond / round[under].perSecond;
  for (const { name, rounds } of loads) {
    const add = (what: string, of: (round: Round) => number) =>
      table.push([`${what}, ${name}`, spreadText(ratio(rounds, of), 2)]);
    if (name.startsWith('closed')) {
      add('F / P requests/s', rate('F', 'P'));
      add('Full / F requests/s', rate('Full', 'F'));
      add('Full / P p50', (round) => round.Full.p50 / round.P.p50);
      add('One / P p50', (round) => round.One.p50 / round.P.p50);
      add('One / Full p50', (round) => round.One.p50 / round.Full.p50);
      add('One / Full requests/s', rate('One', 'Full'));
    } else {
      add('Full / F p99', (round) => round.Full.p99 / round.F.p99);
      add('One / F p99', (round) => round.One.p99 / round.F.p99);
    }
  }
  return table.toString();
}

function startsTable(starts: readonly StartFigure[]): string {
  const head = ['process', 'ready after, ms', 'resident after the load, MB'];
  const table = new Table({ head, style: { head: [], border: [], compact: true } });
  for (const { process, readyMs, memoryMb } of starts) {
    table.push([process, readyMs.toFixed(0), memoryMb?.toFixed(0) ?? 'unknown']);
  }
  return table.toString();
}
