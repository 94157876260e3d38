import { DAY_SECONDS, type Series } from '../../capacity/forecast/series.js';
import { NluError } from '../../serving/errors.js';
import { parseCsv } from '../corpus/sources/csv.js';

/** How a history is to be read. */
export interface HistoryRules {
  /** The step of the series that is made, in seconds; a day must be a whole number of them. Absent: as the file's. */
  readonly stepSeconds?: number | undefined;
  /** Whether values are of a counter that only rises, and begins anew at 0 when its process does. */
  readonly counter?: boolean | undefined;
  /** Missing stretches of at most so many seconds had no load; longer ones, and all by default, are unknown. */
  readonly zeroHolesSeconds?: number | undefined;
}

/** What a file of histories holds, and what was odd about it, for people. */
export interface Histories {
  readonly series: readonly Series[];
  readonly notes: readonly string[];
}

const TIME_NAMES = ['time', 'timestamp', 'minute', 'date', 'datetime', 'ds', 'hour'];
const SERIES_NAMES = ['domain', 'series', 'name', 'id', 'unique_id'];
/** 19 years of minutes: more is a wrong time, and would fill the memory. */
const MOST_STEPS = 10_000_000;
/** Unix times above are in ms: in seconds it is the year 5138. */
const LARGEST_SECONDS = 1e11;

interface Point {
  readonly time: number;
  readonly value: number;
}

/**
 * Reads a CSV of loads: a column of times (Unix seconds or ms, or ISO 8601; without an offset they count as UTC), a column
 * of values, and in any order; where a column `domain` or `series` stands beside, one series for each. Equal times, as the
 * hour that a clock change repeats, count once, with their mean. Values that are no finite number of at least 0 are unknown.
 * @throws NluError INVALID_ARGUMENT naming file, line and what is expected
 */
export function readHistories(text: string, file: string, rules: HistoryRules = {}): Histories {
  const [header = [], ...records] = table(text, file);
  const names = header.map((name) => name.trim().toLowerCase());
  const timeAt = names.findIndex((name) => TIME_NAMES.includes(name));
  const seriesAt = names.findIndex((name) => SERIES_NAMES.includes(name));
  const valueAt = names.findIndex((_, column) => column !== timeAt && column !== seriesAt);
  if (timeAt < 0 || valueAt < 0) {
    const rule = `the first line names a column of times (${TIME_NAMES.join(', ')}) and one of values`;
    throw new NluError('INVALID_ARGUMENT', `${file}: ${rule}; it has ${header.join(', ') || 'nothing'}`);
  }
  const notes: string[] = [];
  const points = new Map<string, Point[]>();
  let unknown = 0;
  for (const [index, record] of records.entries()) {
    const time = seconds(record[timeAt]);
    if (time === undefined) {
      const rule = 'expected Unix seconds or ISO 8601, such as 2026-03-29T02:30:00Z';
      throw new NluError('INVALID_ARGUMENT', `${file}: record ${index + 2}: time "${record[timeAt] ?? ''}": ${rule}`);
    }
    const value = load(record[valueAt]);
    if (Number.isNaN(value)) unknown++;
    const name = seriesAt < 0 ? 'all' : (record[seriesAt]?.trim() ?? '');
    const own = points.get(name);
    if (own) own.push({ time, value });
    else points.set(name, [{ time, value }]);
  }
  if (points.size === 0) throw new NluError('INVALID_ARGUMENT', `${file}: holds no loads below its first line`);
  if (unknown > 0) notes.push(`${unknown} values are no number of at least 0 and count as unknown`);
  const series = [...points].map(([name, own]) => seriesOf(name, own, file, rules, notes));
  return { series, notes };
}

function table(text: string, file: string): string[][] {
  try {
    return parseCsv(text);
  } catch (cause) {
    throw new NluError('INVALID_ARGUMENT', `${file}: ${(cause as Error).message}`, { cause });
  }
}

function seconds(text: string | undefined): number | undefined {
  const trimmed = text?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(trimmed)) {
    const number = Number(trimmed);
    return number > LARGEST_SECONDS ? number / 1000 : number;
  }
  if (!/^\d{4}-\d{2}-\d{2}/.test(trimmed)) return undefined;
  const iso = trimmed.replace(' ', 'T');
  const hasZone = /(Z|[+-]\d{2}:?\d{2})$/i.test(iso.slice(10));
  const time = Date.parse(hasZone ? iso : iso.length === 10 ? `${iso}T00:00:00Z` : `${iso}Z`);
  return Number.isNaN(time) ? undefined : time / 1000;
}

function load(text: string | undefined): number {
  const trimmed = text?.trim() ?? '';
  const value = trimmed === '' ? Number.NaN : Number(trimmed);
  return Number.isFinite(value) && value >= 0 ? value : Number.NaN;
}

function seriesOf(name: string, points: Point[], file: string, rules: HistoryRules, notes: string[]): Series {
  const isSorted = points.every(({ time }, index) => index === 0 || time >= points[index - 1].time);
  if (!isSorted) {
    notes.push(`${name}: times are not in order; they were sorted`);
    points.sort((one, other) => one.time - other.time);
  }
  if (rules.counter) points = increases(points);
  else noteCounter(name, points, notes);
  const fileStep = stepOf(points);
  const stepSeconds = rules.stepSeconds ?? fileStep;
  if (stepSeconds < 1 || DAY_SECONDS % stepSeconds !== 0 || stepSeconds % fileStep !== 0) {
    const rule = `the step must be a multiple of the file's, ${fileStep} s, and divide a day`;
    throw new NluError('INVALID_ARGUMENT', `${file}: ${name}: a step of ${stepSeconds} s: ${rule}`);
  }
  const fine = onGrid(name, points, fileStep, file, notes);
  fillShortHoles(fine.values, (rules.zeroHolesSeconds ?? 0) / fileStep);
  return { name, ...coarser(fine, fileStep, stepSeconds) };
}

/** What was counted between one reading and the next; less than before means that it began anew at 0. */
function increases(points: readonly Point[]): Point[] {
  let last = Number.NaN;
  return points.map(({ time, value }) => {
    const before = last;
    if (!Number.isNaN(value)) last = value;
    return { time, value: value >= before ? value - before : Number.isNaN(before) ? Number.NaN : value };
  });
}

function noteCounter(name: string, points: readonly Point[], notes: string[]): void {
  const falls = points.filter(({ value }, index) => index > 0 && value < points[index - 1].value).length;
  const [first, last] = [points[0].value, points[points.length - 1].value];
  if (points.length < 100 || falls > points.length / 500 || first === last) return;
  notes.push(`${name}: values almost only rise; if they are of a counter, say so by --counter`);
}

/** The difference of times that is the most frequent, in whole seconds. */
function stepOf(points: readonly Point[]): number {
  const counts = new Map<number, number>();
  for (let index = 1; index < points.length; index++) {
    const difference = Math.round(points[index].time - points[index - 1].time);
    if (difference > 0) counts.set(difference, (counts.get(difference) ?? 0) + 1);
  }
  return [...counts].reduce((best, each) => (each[1] > best[1] ? each : best), [3_600, 0])[0];
}

function onGrid(name: string, points: readonly Point[], step: number, file: string, notes: string[]) {
  const first = Math.floor(points[0].time / step);
  const steps = Math.floor(points[points.length - 1].time / step) - first + 1;
  if (steps > MOST_STEPS) {
    const rule = `${steps} steps of ${step} s lie between its first and last time, and ${MOST_STEPS} are the most`;
    throw new NluError('INVALID_ARGUMENT', `${file}: ${name}: ${rule}`);
  }
  const values = new Float64Array(steps);
  const counts = new Uint32Array(steps);
  for (const { time, value } of points) {
    if (Number.isNaN(value)) continue;
    const at = Math.floor(time / step) - first;
    values[at] += value;
    counts[at]++;
  }
  let [repeated, missing] = [0, 0];
  for (let at = 0; at < steps; at++) {
    if (counts[at] === 0) missing++;
    if (counts[at] > 1) repeated++;
    values[at] = counts[at] === 0 ? Number.NaN : values[at] / counts[at];
  }
  if (repeated > 0)
    notes.push(`${name}: ${repeated} times stand there more than once; each counts once, with its mean`);
  if (missing > 0) notes.push(`${name}: ${missing} of ${steps} steps are missing`);
  return { startSeconds: first * step, values };
}

function fillShortHoles(values: Float64Array, most: number): void {
  let hole = 0;
  for (let at = 0; at <= values.length; at++) {
    if (at < values.length && Number.isNaN(values[at])) {
      hole++;
      continue;
    }
    if (hole > 0 && hole <= most) values.fill(0, at - hole, at);
    hole = 0;
  }
}

/** Sums of steps: a step of which less than half is known is unknown, else what is missing is as the rest. */
function coarser({ startSeconds, values }: { startSeconds: number; values: Float64Array }, from: number, to: number) {
  const ratio = to / from;
  if (ratio === 1) return { startSeconds, stepSeconds: to, values };
  const start = Math.floor(startSeconds / to) * to;
  const shift = (startSeconds - start) / from;
  const sums = new Float64Array(Math.ceil((values.length + shift) / ratio));
  const known = new Uint32Array(sums.length);
  for (const [index, value] of values.entries()) {
    if (Number.isNaN(value)) continue;
    const at = Math.floor((index + shift) / ratio);
    sums[at] += value;
    known[at]++;
  }
  const scaled = sums.map((sum, at) => (2 * known[at] >= ratio ? (sum * ratio) / known[at] : Number.NaN));
  return { startSeconds: start, stepSeconds: to, values: scaled };
}
