import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { MetricsWatch } from '../../../console/live/metrics-watch.js';
import { startOneProcess } from '../../support/console/one-process.js';
import { serverlessAddress } from '../../support/servers/addresses.js';

async function metricsServer(text: () => string): Promise<string> {
  const server = createServer((_, response) => response.end(text()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`;
}

it('a place that cannot be read hides no other, and is told of', async () => {
  let answers = 0;
  const there = await metricsServer(() => {
    answers += 10;
    return `nlu_answers_total{decision="ACCEPT",degraded="false"} ${answers}`;
  });
  const gone = `http://${await serverlessAddress()}/metrics`;
  let now = 0;
  const watch = new MetricsWatch([there, gone], () => now);
  for (let time = 0; time < 3; time++) {
    now = 2_000 * time;
    await watch.look();
  }
  const { places, samples } = watch.view();
  expect(places).toEqual([{ url: there }, { url: gone, problem: expect.stringContaining('ECONNREFUSED') }]);
  expect(samples.map(({ requests }) => requests)).toEqual([5, 5]);
});

it('what came while nobody looked is no sample', async () => {
  const place = await metricsServer(() => 'nlu_answers_total{decision="ACCEPT",degraded="false"} 1');
  let now = 0;
  const watch = new MetricsWatch([place], () => now);
  for (now of [0, 2_000, 600_000]) await watch.look();
  expect(watch.view().samples).toEqual([]);
});

it('tells of a real gateway what it answers, and how quickly', async () => {
  const { client, metrics } = await startOneProcess();
  const watch = new MetricsWatch([metrics]);
  await watch.look();
  for (const utterance of ['play some jazz', 'find the novel dune', 'what is the weather']) {
    await client.interpret({ utterance });
  }
  await watch.look();
  const { places, samples, confidence } = watch.view();
  expect(places).toEqual([{ url: metrics }]);
  const [sample] = samples;
  expect(sample).toMatchObject({ requests: expect.any(Number), degraded: 0 });
  expect(sample!.requests).toBeGreaterThan(0);
  expect(sample!.p99Ms).toBeGreaterThan(0);
  expect(Object.keys(sample!.domains)).toEqual(['books', 'music', 'video']);
  expect(sample!.domains.music).toMatchObject({ failed: 0, breaker: 'closed' });
  expect(sample!.domains.music!.p50Ms).toBeGreaterThan(0);
  expect(sample!.domains.music!.screened).toBeGreaterThan(0);
  expect(confidence.books).toMatchObject({ count: 3, of: 'started' });
});

it('reads every address of a name, and goes on where one comes or goes', async () => {
  let answers = 0;
  const place = await metricsServer(() => {
    answers += 10;
    return `nlu_answers_total{decision="ACCEPT",degraded="false"} ${answers}`;
  });
  const { port } = new URL(place);
  let now = 0;
  const watch = new MetricsWatch(
    [`dns+http://localhost:${port}/metrics`, 'dns+http://no-such.invalid/metrics'],
    () => now,
  );
  for (now of [0, 2_000]) await watch.look();
  const { places, samples } = watch.view();
  expect(places).toContainEqual({ url: `http://127.0.0.1:${port}/metrics` });
  expect(places).toContainEqual({
    url: 'dns+http://no-such.invalid/metrics',
    problem: expect.stringContaining('the name is not known'),
  });
  expect(samples.map(({ requests }) => requests)).toEqual([5]);
});
