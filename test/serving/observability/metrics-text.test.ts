import { Counter, Histogram, Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { readMetrics } from '../../../serving/observability/metrics-text.js';

it('reads what prom-client writes, escapes in labels included', async () => {
  const registry = new Registry();
  const counter = new Counter({ name: 'calls', help: 'a\nb', labelNames: ['who'], registers: [registry] });
  counter.inc({ who: 'a "quoted"\\ name\nof two lines, and {braces}' }, 3);
  new Histogram({ name: 'times', help: 'h', buckets: [1], registers: [registry] }).observe(2);
  expect(readMetrics(await registry.metrics())).toEqual({
    samples: [
      { name: 'calls', labels: { who: 'a "quoted"\\ name\nof two lines, and {braces}' }, value: 3 },
      { name: 'times_bucket', labels: { le: '1' }, value: 0 },
      { name: 'times_bucket', labels: { le: '+Inf' }, value: 1 },
      { name: 'times_sum', labels: {}, value: 2 },
      { name: 'times_count', labels: {}, value: 1 },
    ],
    brokenLines: [],
  });
});

it('reads infinite values, those that are no numbers, exponents, and times behind them', () => {
  const { samples } = readMetrics('a +Inf\nb -Inf\nc NaN\nd 1.5e-3\ne 7 1700000000000\nf Nan');
  expect(samples.map(({ value }) => value)).toEqual([Infinity, -Infinity, Number.NaN, 0.0015, 7, Number.NaN]);
});

it.each(['two words 1', 'a{b="c} 1', 'a{b=c} 1', 'a{b="c"x} 1', 'a one', 'a', '<html>'])(
  '%s is broken, and hides no other line',
  (line) => {
    const { samples, brokenLines } = readMetrics(`# HELP x\n\nx 1\n${line}\ny 2\n`);
    expect(brokenLines).toEqual([4]);
    expect(samples.map(({ name }) => name)).toEqual(['x', 'y']);
  },
);
