import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../serving/project.js';

/** Rooms whose work is bound by time. A time of day may be set while they run; durations are of `performance.now`. */
const ROOMS = ['serving', 'bundles', 'gateway', 'capacity', 'one-process', 'proto/client', 'domains/core'];

/** Who may ask for the time of day, and what for. */
const ALLOWED: Readonly<Record<string, string>> = {
  'proto/client/unary-call.ts': 'grpc-js takes a deadline as a time of day, and turns it into a duration at once',
  'serving/rpc/unary.ts': 'grpc-js gives a deadline as a time of day, which is turned into one of the monotonic clock',
  'gateway/feedback/open-feedback.ts': 'events say when something came about, and segments are named by the hour',
  'bundles/sources/deployed-contents.ts': 'reports say when a version changed its state',
  'bundles/sources/followed-deployment.ts': 'a candidate expires at a time that its deployer names',
  'bundles/sources/nats/nats-source.ts': 'a metric tells when NATS was heard last',
  'capacity/service/start.ts': 'load has a time of day, by which it repeats',
  'domains/core/service/start.ts': 'reports say when a version changed its state',
  'domains/core/service/trial/domain-trials.ts': 'figures say since when a trial runs',
  'domains/core/service/catalogue/catalogue-versions.ts': 'reports say when a version changed its state',
};

test('durations are measured by a clock that nobody sets', () => {
  const files = ROOMS.flatMap((room) =>
    readdirSync(join(projectRoot(), room), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `${room}/${name}`),
  );
  const asking = files.filter((file) =>
    /\bDate\.now\b|\bnew Date\(\)/.test(readFileSync(join(projectRoot(), file), 'utf8')),
  );
  expect(asking.sort()).toEqual(Object.keys(ALLOWED).sort());
});
