import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HistoryFile } from '../../../capacity/service/history-file.js';
import { LoadHistory } from '../../../capacity/service/load-history.js';
import { increases, parseLoadMessage, parseMetrics } from '../../../capacity/service/load-message.js';
import { Planner } from '../../../capacity/service/planner.js';
import { readHistories } from '../../../training/forecast/history-csv.js';
import { temporaryFolder } from '../../support/files.js';
import { waves } from '../../support/models/forecast.js';

describe('a history', () => {
  it('adds up gateways by the minute, and does not know minutes that nobody spoke of', () => {
    const history = new LoadHistory(8);
    history.add(60, { gateway: 5, music: 2 });
    history.add(70, { gateway: 7 });
    history.add(190, { gateway: 1, books: 1 });
    expect(history.close(240).map(({ minute }) => minute)).toEqual([1, 3]);
    expect(history.close(240)).toEqual([]);
    // Too late for its minute.
    history.add(200, { gateway: 100 });
    expect(history.series().map(({ name, values }) => [name, [...values]])).toEqual([
      ['books', [Number.NaN, Number.NaN, 1]],
      ['gateway', [12, Number.NaN, 1]],
      ['music', [2, Number.NaN, 0]],
    ]);
  });

  it('outlives the process in a file, of which a cut line is left out, and which training reads', async () => {
    const path = join(temporaryFolder(), 'history.csv');
    const file = new HistoryFile(path);
    expect(await file.open(0)).toEqual([]);
    file.append([
      { minute: 1, counts: new Map([['gateway', 12]]) },
      { minute: 2, counts: new Map([['gateway', 3]]) },
    ]);
    appendFileSync(path, '180,gate');
    const minutes = await new HistoryFile(path).open(120);
    expect(minutes).toEqual([{ minute: 2, counts: new Map([['gateway', 3]]) }]);
    expect(readFileSync(path, 'utf8')).toBe('time,domain,count\n120,gateway,3\n');
    const history = new LoadHistory(8);
    history.restore(minutes);
    history.close(300);
    expect([...history.series()[0].values]).toEqual([3, Number.NaN, Number.NaN]);
    expect(readHistories('time,domain,count\n60,gateway,12\n120,gateway,3\n', 'h').series[0].name).toBe('gateway');
    await expect(new HistoryFile(temporaryFolder()).open(0)).rejects.toThrow(/^history\.file: /);
  });
});

describe('counts', () => {
  it('are read from messages, and others are not', () => {
    const text = '{"requests":7,"domains":{"music":{"unscreened":3,"cpuMs":9}},"more":1}';
    expect(parseLoadMessage(text)).toEqual({ gateway: 7, music: 3 });
    for (const bad of ['', '{', '{"requests":-1,"domains":{}}', '{"requests":1,"domains":{"A b":{"unscreened":1}}}']) {
      expect(parseLoadMessage(bad)).toBeUndefined();
    }
  });

  it('are the rise of counters, which begin anew when a gateway does', () => {
    const text = `# HELP nlu_load_requests_total x
nlu_load_requests_total{service="gateway"} 12
nlu_load_unscreened_total{domain="music",service="gateway"} 1e3
nlu_other_total 5`;
    expect(parseMetrics(text)).toEqual({ gateway: 12, music: 1_000 });
    expect(increases({ gateway: 12, music: 4 }, { gateway: 10, music: 100 })).toEqual({ gateway: 2, music: 4 });
    expect(increases({ gateway: 12 }, undefined)).toEqual({});
  });
});

describe('a plan', () => {
  const rules = {
    prices: { missing: 19, idle: 1 },
    readySeconds: 120,
    requestsPerReplica: { waves: 0.05 },
    events: [],
  };

  it('wants replicas for the quantile of the prices, all the way until one would be ready', () => {
    const plan = new Planner(rules).plan(waves(9), undefined);
    const cheap = new Planner({ ...rules, prices: { missing: 1, idle: 9 } }).plan(waves(9), undefined);
    const [minute, five] = plan.rates!;
    const q95 = 9;
    expect(plan.replicas).toBe(Math.ceil(Math.max(minute[q95], five[q95]) / 0.05));
    expect(cheap.replicas).toBeLessThan(plan.replicas!);
    expect(plan).toMatchObject({ by: 'naive', reason: 'no forecast model is deployed' });
  });

  it('wants none where nobody says what a replica bears, or nothing is known', () => {
    expect(new Planner({ ...rules, requestsPerReplica: {} }).plan(waves(9), undefined).replicas).toBeUndefined();
    const young = new Planner(rules).plan(waves(0.5), undefined);
    expect(young).toMatchObject({ by: 'none', rates: undefined, replicas: undefined });
  });

  it('learns from how its forecasts turned out', () => {
    // Loads are three times as high as ever before: yesterday is wrong again and again.
    const doubled = waves(10, (load, minute) => (minute > 9 * 1_440 ? 3 * load : load));
    const planner = new Planner(rules);
    const at = (minute: number) => planner.plan({ ...doubled, values: doubled.values.slice(0, minute) }, undefined);
    const first = at(9 * 1_440 + 1).rates![0][9];
    let last = first;
    for (let minute = 9 * 1_440 + 2; minute < 9 * 1_440 + 60; minute++) last = at(minute).rates![0][9];
    expect(last).toBeGreaterThan(1.2 * first);
  });
});
