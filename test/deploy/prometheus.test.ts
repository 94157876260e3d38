import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Metadata } from '@grpc/grpc-js';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { openBundle } from '../../bundles/format/open.js';
import { packBundle } from '../../bundles/format/pack.js';
import { ANY_SIGNER } from '../../bundles/format/trust.js';
import { writeDeployment } from '../../bundles/lifecycle/deployment.js';
import { writeActiveBundle } from '../../bundles/sources/bundle-directory.js';
import type { NatsStores } from '../../bundles/sources/nats/nats-stores.js';
import { candidateKey } from '../../bundles/sources/stored-value.js';
import { currentDeployment, deployAfter, storeBundle } from '../../cli/release/publication/publication.js';
import { publishShipped } from '../../cli/release/publication/publish-shipped.js';
import { findDomain } from '../../domains/core/schema/domain-folders.js';
import { intentSlots } from '../../domains/core/schema/schema.js';
import { projectRoot } from '../../serving/project.js';
import { callUnary } from '../../serving/rpc/client.js';
import { definitions } from '../../serving/rpc/definitions.js';
import { readHypothesisRows } from '../../training/own-scores/read-rows.js';
import { trainOwn } from '../../training/own-scores/train-own.js';
import { temporaryFolder } from '../support/files.js';
import { shippedBundles } from '../support/models/shipped.js';
import { serverlessAddress } from '../support/servers/addresses.js';
import { hasNats, NEEDS_NATS, startNats, storesOf } from '../support/servers/nats-server.js';
import { startProgram } from '../support/servers/program.js';
import { hasPrometheus, NEEDS_PROMETHEUS, type Prometheus, startPrometheus } from '../support/servers/prometheus.js';
import { dial } from '../support/servers/serve.js';

const deploy = join(projectRoot(), 'deploy');
const alertFile = join(deploy, 'alerts.yaml');

interface Panel {
  readonly title: string;
  readonly targets: readonly { readonly expr: string; readonly legendFormat: string }[];
}
interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly annotations: Readonly<Record<string, string>>;
}

const { panels } = JSON.parse(readFileSync(join(deploy, 'grafana-dashboard.json'), 'utf8')) as { panels: Panel[] };
const rules = (parse(readFileSync(alertFile, 'utf8')) as { groups: { rules: Rule[] }[] }).groups.flatMap(
  (group) => group.rules,
);

/** A range that holds many of this test's scrapes, which Grafana and the rules leave to their own. */
const soon = (expression: string) =>
  expression.replaceAll('$__rate_interval', '5s').replaceAll(/\[\d+[mh]\]/gu, '[5s]');

/** What an alert compares with its threshold, or asks to be there: it has a value while all is well, too. */
const watched = ({ expr }: Rule) =>
  soon(/^absent\((.*)\)$/u.exec(expr)?.[1] ?? expr.replace(/\s(?:>|<|==)\s[\d.]+$/u, ''));

/** The labels by which an expression groups what it yields; a quantile of buckets is no longer by their bounds. */
const groupedBy = (expression: string) => {
  const [outer = ''] = /\bby \(([^)]*)\)/u.exec(expression)?.slice(1) ?? [];
  const labels = outer.split(',').flatMap((label) => label.trim() || []);
  return labels.filter((label) => label !== 'le');
};

/** The labels that a text of an alert or a legend of a panel shows. */
const shown = (text: string) => [...text.matchAll(/\{\{ ?(?:\$labels\.)?(\w+) ?\}\}/gu)].map(([, label = '']) => label);

it.runIf(hasPrometheus)(`promtool passes the rules${NEEDS_PROMETHEUS}`, () => {
  expect(execFileSync('promtool', ['check', 'rules', alertFile], { encoding: 'utf8' })).toContain('SUCCESS');
});

describe.runIf(hasNats && hasPrometheus)(`a scrape of the stack${NEEDS_NATS}${NEEDS_PROMETHEUS}`, () => {
  let learned: Buffer;
  beforeAll(async () => {
    const { schema } = findDomain('music');
    const file = join(projectRoot(), 'training', 'distorted', 'train.jsonl');
    const rows = await readHypothesisRows([file], {
      schemas: new Map([['music', intentSlots(schema)]]),
      domain: 'music',
    });
    learned = Buffer.from(
      packBundle((await trainOwn({ ...rows, schema, folds: 2, seed: 1 })).contents, { version: 'own' }),
    );
  }, 120_000);

  /**
   * Music re-ranks the scores of another NLU, books takes its bundles from NATS and tries another, nobody serves video, and the gateway, which
   * takes one call at a time and can keep no events, knows its caller by a token.
   */
  async function stack() {
    const nats = await startNats();
    const stores = await storesOf(nats);
    await publishShipped(stores);
    await tryBooks(stores);
    const own = temporaryFolder();
    await writeActiveBundle(own, { version: 'own' }, learned);
    const common = ['--port', '0', '--set', 'operations={"port":0}'];
    const source = ['--nats', nats.address, '--cache', temporaryFolder(), '--allow-unsigned'];
    const serve = ['--allow-unsigned', ...common];
    const music = startProgram('domains/core/service/main.js', ['music', '--bundles', own, ...serve]);
    const books = startProgram('domains/core/service/main.js', ['books', ...source, ...serve]);
    const domains = await Promise.all([music, books].map(async ({ firstLine }) => JSON.parse(await firstLine)));
    const gateway = startProgram('gateway/main.js', [
      ...domains.flatMap(({ ready, address }) => ['--domain', `${ready}=${address}`]),
      '--domain',
      `video=${await serverlessAddress()}`,
      ...source.slice(0, 2),
      '--allow-unsigned',
      '--set',
      `callers=${JSON.stringify([{ name: 'test', tokenSha256: createHash('sha256').update('token').digest('hex') }])}`,
      '--set',
      'admission={"concurrency":1,"queue":0}',
      '--set',
      `events=${JSON.stringify({ folder: brokenEvents(), waiting: 1 })}`,
      ...common,
    ]);
    const front = JSON.parse(await gateway.firstLine);
    const targets = [...domains, front].map(({ operations }) => `127.0.0.1:${operations}`);
    return { stores, address: front.address as string, targets };
  }

  /** Has the bundle of books that ships tried as a shadow, under another version, whatever is deployed next. */
  async function tryBooks(stores: NatsStores): Promise<void> {
    const { bundle } = (await shippedBundles()).find(({ domain }) => domain === 'books')!;
    const { format: _f, proto: _p, version: _v, digest: _d, parts: _l, ...manifest } = bundle.manifest;
    const bytes = packBundle({ manifest, parts: bundle.parts }, { version: 'tried' });
    const { digest } = await openBundle(bytes, ANY_SIGNER);
    const object = await storeBundle(stores, 'books', bytes);
    const named = { domain: 'books', version: 'tried', digest, object, counter: 3, stage: 'candidate' as const };
    const note = { who: 'test', when: new Date().toISOString(), why: '', trial: { mode: 'shadow' as const } };
    await stores.putKey('nlu-deployments', candidateKey('books'), writeDeployment({ ...named, ...note }));
  }

  /** A folder of events in which nothing can be stored: what has no room to wait is lost. */
  function brokenEvents(): string {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'segments'), '');
    return folder;
  }

  /** Every kind of request, again and again, until the test's end: also those that are refused. */
  function traffic(address: string): void {
    const channel = dial(address);
    const { Interpret, Rerank } = definitions().gateway;
    const metadata = new Metadata();
    metadata.set('authorization', 'Bearer token');
    const hypothesis = { domain: 'music', intent: 'PlayMusic', slots: [{ name: 'genre', value: 'jazz' }] };
    const settings = { timeoutMs: 2_000, metadata };
    let isOver = false;
    const work = (async () => {
      while (!isOver) {
        // Rates of the rules are over five minutes: what takes seconds here has to happen often.
        const unknown = { timeoutMs: 2_000 };
        await Promise.allSettled([
          callUnary(channel, Interpret, { utterance: 'set an alarm for seven tomorrow' }, settings),
          ...Array.from({ length: 40 }, () => callUnary(channel, Interpret, { utterance: 'read dune' }, settings)),
          ...Array.from({ length: 10 }, () => callUnary(channel, Interpret, { utterance: 'read dune' }, unknown)),
        ]);
        const scored = [{ ...hypothesis, namedScores: { confidence: 7 } }];
        await callUnary(channel, Rerank, { utterance: 'play jazz', hypotheses: scored }, settings).catch(() => {});
        for (const domains of [[], ['video']]) {
          await callUnary(channel, Interpret, { utterance: 'read dune', domains }, settings).catch(() => {});
        }
        // A shadow scores when it has been quiet for 5 ms, on a busy machine too.
        await new Promise((resolve) => setTimeout(resolve, 40));
      }
    })();
    onTestFinished(() => {
      isOver = true;
      return work;
    });
  }

  it('has what every panel and every alert asks for', { timeout: 120_000 }, async () => {
    const { stores, address, targets } = await stack();
    const prometheus = await startPrometheus(targets, alertFile);
    traffic(address);
    await expect.poll(() => prometheus.query('nlu_answers_total'), { timeout: 20_000 }).not.toEqual([]);
    const junk = Buffer.from('no bundle');
    const object = await storeBundle(stores, 'books', junk);
    const note = { who: 'test', when: new Date().toISOString(), why: '' };
    const deployment = { version: 'junk', digest: 'f'.repeat(64), object, ...note };
    await deployAfter(stores, 'books', await currentDeployment(stores, 'books'), deployment);

    const failures: string[] = [];
    const questions = [
      ...panels.flatMap(({ title, targets: asked }) =>
        asked.map(({ expr, legendFormat }) => ({ title, expression: soon(expr), labels: shown(legendFormat) })),
      ),
      ...rules.map((rule) => ({
        title: rule.alert,
        expression: watched(rule),
        labels: shown(Object.values(rule.annotations).join(' ')),
      })),
    ];
    expect(questions.length).toBeGreaterThan(35);
    for (const { title, expression, labels } of questions) {
      const fault = await faultOf(prometheus, expression, [...labels, ...groupedBy(expression)]);
      if (fault !== undefined) failures.push(`${title}: ${expression}: ${fault}`);
    }
    expect(failures).toEqual([]);
    // What the stack suffers from is what the rules tell of.
    const states = async () =>
      Object.fromEntries((await prometheus.rules()).map(({ name, health, state }) => [name, `${health} ${state}`]));
    await expect.poll(states, { timeout: 60_000 }).toMatchObject({
      NluGatewayAbsent: 'ok inactive',
      NluDomainMissing: 'ok pending',
      NluAnswersDegraded: 'ok pending',
      NluOverloaded: 'ok pending',
      NluBundleRefused: 'ok firing',
      NluVersionsDiffer: 'ok inactive',
      NluNatsUnreachable: 'ok inactive',
      NluDeploymentsUnheard: 'ok inactive',
      NluTurnedAway: 'ok pending',
      NluEventsLost: 'ok pending',
    });
  });
});

/** What is wrong with the answer to an expression, within the time of some scrapes; undefined for nothing. */
async function faultOf(
  prometheus: Prometheus,
  expression: string,
  labels: readonly string[],
): Promise<string | undefined> {
  let fault: string | undefined;
  for (const deadline = Date.now() + 15_000; Date.now() < deadline; ) {
    const series = await prometheus.query(expression);
    const lacking = labels.filter((label) => !series.some(({ metric }) => metric[label]));
    if (series.length === 0) fault = 'no result';
    else if (!series.some(({ value }) => Number.isFinite(value))) fault = 'no number';
    else if (lacking.length > 0) fault = `no label ${lacking.join(', ')}`;
    else return undefined;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  return fault;
}
