import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import { expect, onTestFinished, test } from 'vitest';
import type { OutcomeEvent } from '../../../../gateway/feedback/events/outcome-event.js';
import { CustomerKeys } from '../../../../gateway/feedback/privacy/customer-keys.js';
import { DeploymentKey } from '../../../../gateway/feedback/privacy/deployment-key.js';
import { FolderKeys } from '../../../../gateway/feedback/privacy/folder-keys.js';
import { readEvents } from '../../../../gateway/feedback/reading/read-events.js';
import { segmentRecords } from '../../../../gateway/feedback/reading/segment-records.js';
import { EventMetrics } from '../../../../gateway/feedback/recording/event-metrics.js';
import { Recorder } from '../../../../gateway/feedback/recording/recorder.js';
import { FolderEvents } from '../../../../gateway/feedback/segments/folder-events.js';
import { temporaryFolder } from '../../../support/files.js';

const HOUR_MS = 3_600_000;
const START_MS = Date.parse('2026-11-28T20:00:00.000Z');
const iso = (ms: number) => new Date(ms).toISOString();

/** A recorder on a folder whose time of day is set by hand. */
function recording() {
  const folder = temporaryFolder();
  const clock = { ms: START_MS };
  const now = () => clock.ms;
  const nowMs = () => performance.now();
  const deployment = new DeploymentKey(randomBytes(32));
  const keys = new CustomerKeys(new FolderKeys(join(folder, 'keys')), deployment, {
    forMs: Number.POSITIVE_INFINITY,
    nowMs,
  });
  const segments = join(folder, 'segments');
  const rules = { folder: segments, writer: 'a', days: 30, now, nowMs, onFault() {} };
  const store = new FolderEvents(rules, { check() {}, release: async () => {} });
  const recorder = new Recorder({
    ...{ store, keys, deployment, now, nowMs, metrics: new EventMetrics(new Registry()), onFault() {} },
    rules: { hypotheses: 5, text: false, waiting: 64, mostPerCustomer: 100 },
  });
  const close = async () => {
    await recorder.close(1_000);
    await store.close();
  };
  onTestFinished(close);
  const anna = deployment.customer('anna');
  const outcome = (id: string, timeMs: number, received: string): OutcomeEvent => {
    return { kind: 'outcome', id, requestId: 'r', time: iso(timeMs), received, customer: anna, what: { type: 'stop' } };
  };
  const readable = async () => {
    const ids: string[] = [];
    for await (const { id } of readEvents(segmentRecords(segments), keys, deployment.id)) ids.push(id);
    return ids;
  };
  return { recorder, keys, clock, anna, outcome, readable };
}

test('an outcome whose caller’s clock is ahead is forgotten with what was reported when it was', async () => {
  const { recorder, keys, clock, anna, outcome, readable } = recording();
  const received = recorder.time;
  expect(await recorder.report([outcome('early', START_MS, received)])).toEqual(['STORED']);
  clock.ms += 5_000;
  await keys.forget(anna, recorder.latest);
  // On its way since before the forgetting.
  expect(await recorder.report([outcome('ahead', START_MS + HOUR_MS, received)])).toEqual(['FORGOTTEN']);
  clock.ms += 1;
  expect(await recorder.report([outcome('later', clock.ms, recorder.time)])).toEqual(['STORED']);
  expect(await readable()).toEqual(['later']);
});

test('what came about before a clock was set back is forgotten, too', async () => {
  const { recorder, keys, clock, anna, outcome, readable } = recording();
  const received = recorder.time;
  clock.ms -= HOUR_MS;
  await keys.forget(anna, recorder.latest);
  expect(await recorder.report([outcome('before', START_MS, received)])).toEqual(['FORGOTTEN']);
  clock.ms = START_MS + 1;
  expect(await recorder.report([outcome('after', clock.ms, recorder.time)])).toEqual(['STORED']);
  expect(await readable()).toEqual(['after']);
});

test('reports in another order, and again, are kept once each', async () => {
  const { recorder, outcome, readable } = recording();
  const received = recorder.time;
  const batch = Array.from({ length: 40 }, (_, n) => outcome(`e${n}`, START_MS, received));
  const reports = [batch, [...batch].reverse(), [...batch.slice(20), ...batch.slice(0, 20), batch[3]!]];
  const kept: string[] = [];
  // Repetitions count for nothing: three times forty are more than a customer may have.
  for (const each of reports) kept.push(...(await recorder.report(each)));
  expect(kept).toEqual([...batch.map(() => 'STORED'), ...Array(81).fill('DUPLICATE')]);
  expect((await readable()).sort()).toEqual(batch.map(({ id }) => id).sort());
});
