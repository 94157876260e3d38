import { expect, it, onTestFinished } from 'vitest';
import { encodePolicy } from '../../domains/core/resolution/policy/policy-parts.js';
import { gatewayConfigSchema } from '../../gateway/service/config.js';
import { startGateway } from '../../gateway/service/start.js';
import { callUnary } from '../../serving/rpc/client.js';
import { definitions } from '../../serving/rpc/definitions.js';
import { policyModel, strategyModel } from '../domains/core/resolution/policy/small-policy.js';
import { recordedLog, silentLog } from '../support/log.js';
import { deployCatalogueTo } from '../support/models/small-catalogue-bundle.js';
import { smallGraph } from '../support/models/small-model.js';
import { withCatalogue } from '../support/servers/music-catalogue.js';
import { deployTo, musicDomain } from '../support/servers/music-domain.js';
import { dial } from '../support/servers/serve.js';

it('a request replayed with the versions that its answer names is answered bit for bit the same', async () => {
  const { domain, directory } = await musicDomain();
  const config = gatewayConfigSchema.parse({
    listen: { port: 0 },
    domains: [{ name: 'music', addresses: [domain.address] }],
    drainMs: 100,
  });
  const gateway = await startGateway(config, { log: silentLog });
  onTestFinished(() => gateway.stop());
  const channel = dial(gateway.address);
  const ask = async (versions: Record<string, string> = {}) => {
    const request = { utterance: 'play some jazz', requestId: 'r1', versions };
    const reply = await callUnary(channel, definitions().gateway.Interpret, request, { timeoutMs: 5_000 });
    const vector = Object.fromEntries(reply.domains.map(({ domain, bundleVersion }) => [domain, bundleVersion]));
    return { vector, hypotheses: reply.hypotheses, inDomain: reply.domains.map(({ inDomain }) => inDomain) };
  };
  const first = await ask();
  expect(first.vector).toEqual({ music: 'v1' });
  await deployTo(directory, 'v2', { graph: smallGraph(2) });
  await expect.poll(async () => (await ask()).vector, { timeout: 10_000 }).toEqual({ music: 'v2' });
  const second = await ask();
  expect(second.hypotheses).not.toEqual(first.hypotheses);
  expect(await ask(first.vector)).toEqual(first);
  expect(await ask(second.vector)).toEqual(second);
});

it('with entities, too: log and answer name the catalogues, and ids and propensities come again', async () => {
  const policy = policyModel([strategyModel('phonetic', 0)], { exploration: 0.5 });
  const parts = Object.fromEntries(encodePolicy(policy));
  const { domain, directory, catalogue } = await withCatalogue({ parts });
  const { log, lines } = recordedLog();
  const config = gatewayConfigSchema.parse({
    listen: { port: 0 },
    domains: [{ name: 'music', addresses: [domain.address] }],
    drainMs: 100,
    log: { requests: 'outline' },
  });
  const gateway = await startGateway(config, { log });
  onTestFinished(() => gateway.stop());
  const channel = dial(gateway.address);
  const slots = [{ name: 'track', value: 'doone', start: 0, end: 0 }];
  const hypotheses = [{ domain: 'music', intent: 'PlayMusic', slots, scores: { domain: 0.9, intent: 0.9, slot: 0.9 } }];
  const ask = async (requestId: string, versions: Record<string, string> = {}) => {
    const request = { utterance: 'play doone', requestId, versions, hypotheses, resolve: true };
    const reply = await callUnary(channel, definitions().gateway.Rerank, request, { timeoutMs: 5_000 });
    const [{ bundleVersion, catalogueVersion, inDomain }] = reply.domains as [(typeof reply.domains)[0]];
    const { hypotheses: found, readings } = reply;
    return { vector: { music: bundleVersion, 'music-catalogue': catalogueVersion }, found, readings, inDomain };
  };
  const ids = Array.from({ length: 12 }, (_, at) => `r${at}`);
  const all = async (versions?: Record<string, string>) => {
    const replies: Awaited<ReturnType<typeof ask>>[] = [];
    for (const id of ids) replies.push(await ask(id, versions));
    return replies;
  };
  const first = await all();
  expect(first[0]!.vector).toEqual({ music: 'v1', 'music-catalogue': 'c1' });
  // Some draws look and find it, and some do not.
  expect(new Set(first.map(({ found }) => found[0]!.entities[0]?.id))).toEqual(new Set(['c1-dune', undefined]));

  await deployTo(directory, 'v2', { graph: smallGraph(2) });
  await deployCatalogueTo(catalogue, 'c2', { parts });
  const active = { music: 'v2', 'music-catalogue': 'c2' };
  await expect.poll(async () => (await ask('poll')).vector, { timeout: 10_000 }).toEqual(active);
  const second = await all();
  expect(second.flatMap(({ found }) => found[0]!.entities.map(({ id }) => id))).toContain('c2-dune');
  const lineOf = (requestId: string) => lines.filter((line) => line.requestId === requestId && line.versions);
  expect(lineOf('r0').map(({ versions }) => versions)).toEqual([first[0]!.vector, active]);
  // By the vectors of the log, bit for bit.
  expect(await all(lineOf('r0')[0]!.versions as Record<string, string>)).toEqual(first);
  expect(await all(lineOf('r0')[1]!.versions as Record<string, string>)).toEqual(second);

  const resolve = { domain: 'music', requestId: 'own', slots };
  await callUnary(channel, definitions().gateway.Resolve, resolve, { timeoutMs: 5_000 });
  expect(lineOf('own')).toMatchObject([{ versions: { 'music-catalogue': 'c2' } }]);
});
