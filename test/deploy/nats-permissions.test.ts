import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kvm } from '@nats-io/kv';
import { connect, headers, type NatsConnection } from '@nats-io/transport-node';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ANY_SIGNER } from '../../bundles/format/trust.js';
import { FollowedDeployment } from '../../bundles/sources/followed-deployment.js';
import { NatsEvents } from '../../bundles/sources/nats/nats-events.js';
import { NatsLoad } from '../../bundles/sources/nats/nats-load.js';
import { connected } from '../../bundles/sources/nats/nats-options.js';
import { NatsSource } from '../../bundles/sources/nats/nats-source.js';
import type { KeyBucket } from '../../bundles/sources/stored-value.js';
import { storesOf as consoleStores, withStores } from '../../cli/release/publication/nats-connection.js';
import { publishShipped } from '../../cli/release/publication/publish-shipped.js';
import { eventsOptions } from '../../gateway/feedback/feedback-config.js';
import { projectRoot } from '../../serving/project.js';
import { temporaryFolder } from '../support/files.js';
import { makeAuthority } from '../support/servers/certificates.js';
import { deployMusic, natsMusic, statusOf } from '../support/servers/nats-domain.js';
import { hasNats, NEEDS_NATS, startNats, storesOf } from '../support/servers/nats-server.js';

/** One server with the configuration that ships for Kubernetes: its certificates are the test's, it has no cluster. */
async function shippedNats() {
  const authority = makeAuthority();
  const server = authority.issue('localhost');
  const shipped = readFileSync(join(projectRoot(), 'deploy', 'base', 'nats', 'nats.conf'), 'utf8');
  const file = join(temporaryFolder(), 'nats.conf');
  const alone = shipped
    .replace(/^cluster \{[\s\S]*?^\}/m, '')
    .replace(/^(server_name|port|http): .*$/gm, '')
    .replace(/store_dir: .*/, '')
    // Servers before 2.10 do not know it.
    .replace(/^ *sync_interval: always$/m, '')
    .replaceAll('/tls/tls.crt', server.certificateFile)
    .replaceAll('/tls/tls.key', server.keyFile)
    .replaceAll('/tls/ca.crt', authority.caFile);
  writeFileSync(file, alone);
  const nats = await startNats(['--config', file]);
  const servers = [nats.address.replace('127.0.0.1', 'localhost')];
  const tlsOf = (name: string) => ({ caFile: authority.caFile, ...authority.issue(name) });
  const deployer = await storesOf(nats, { servers, tls: tlsOf('deployer.nlu.svc') });
  const serviceOf = (domain: string, login = domain) => ({
    ...{ servers, name: domain, tls: tlsOf(`${login}.nlu.svc`) },
    ...{ isService: true, inboxPrefix: `_INBOX_${domain}` },
  });
  const clientOf = (domain: string, login = domain) => storesOf(nats, serviceOf(domain, login));
  /** A client that says what it likes, with a domain's certificate. */
  const attackerAs = async (domain: string, inboxPrefix = `_INBOX_${domain}`) => {
    const { caFile, certificateFile: certFile, keyFile } = tlsOf(`${domain}.nlu.svc`);
    const attacker = await connect({ servers, inboxPrefix, tls: { caFile, certFile, keyFile } });
    onTestFinished(() => attacker.close());
    return attacker;
  };
  return { nats, deployer, clientOf, attackerAs, servers, tlsOf };
}

const OLD_AND_BAD = '{"version":"old-and-bad"}';

/** Writes what it may, and asks the server for it and for more, with answers addressed to keys that it may not write. */
async function attack(music: NatsConnection): Promise<void> {
  music.publish('$KV.nlu-status.music.x', OLD_AND_BAD);
  await music.flush();
  const next = (stream: string, subject: string) => [
    `$JS.API.DIRECT.GET.${stream}`,
    JSON.stringify({ seq: 1, next_by_subj: subject }),
  ];
  const questions = [
    ['$JS.API.DIRECT.GET.KV_nlu-status.$KV.nlu-status.music.x', ''],
    ['$JS.API.DIRECT.GET.KV_nlu-deployments.$KV.nlu-deployments.music', ''],
    ['$JS.API.STREAM.INFO.KV_nlu-status', ''],
    ['$JS.API.STREAM.MSG.GET.KV_nlu-status', '{"last_by_subj":"$KV.nlu-status.music.x"}'],
    ['$JS.API.CONSUMER.CREATE.KV_nlu-status', '{"config":{"deliver_subject":"$KV.nlu-deployments.books"}}'],
    next('KV_nlu-status', '$KV.nlu-status.music.x'),
    next('KV_nlu-deployments', '$KV.nlu-deployments.music'),
    next('OBJ_nlu-bundles', '$O.nlu-bundles.>'),
  ] as [string, string][];
  const victims = [
    '$KV.nlu-deployments.books',
    '$KV.nlu-deployments.music',
    '$KV.nlu-status.books.y',
    '$O.nlu-bundles.M.eA==',
  ];
  for (const reply of victims) for (const [subject, payload] of questions) music.publish(subject, payload, { reply });
  await music.flush();
  await new Promise((resolve) => setTimeout(resolve, 500));
}

describe.runIf(hasNats)(`the NATS that ships${NEEDS_NATS}`, { timeout: 60_000 }, () => {
  it.each([
    ['music', 'music', 'books'],
    ['books', 'books', 'video'],
    ['video', 'video', 'music'],
    ['priors', 'gateway', 'music'],
    ['music-catalogue', 'music', 'books-catalogue'],
    ['rewrites', 'gateway', 'books'],
  ])('lets %s read its deployments and bundles and write its status, and nothing else', async (own, login, other) => {
    const { deployer, clientOf } = await shippedNats();
    await deployer.putBundle(`${own}/v1`, Buffer.alloc(2_000_000, 'b'));
    for (const text of ['v0', 'v1']) await deployer.putKey('nlu-deployments', own, text);
    await deployer.putKey('nlu-deployments', `${own}.candidate`, 'v2');
    const service = await clientOf(own, login);
    expect(await service.getKey('nlu-deployments', own)).toMatchObject({ text: 'v1' });
    expect(await service.getKey('nlu-deployments', `${own}.candidate`)).toMatchObject({ text: 'v2' });
    expect((await service.history('nlu-deployments', own)).map(({ text }) => text)).toEqual(['v0', 'v1']);
    expect((await service.getBundle(`${own}/v1`, 1e7))!.length).toBe(2_000_000);
    let rings = 0;
    await service.ring('nlu-deployments', own, () => rings++);
    await expect
      .poll(async () => {
        await deployer.putKey('nlu-deployments', own, 'v1');
        return rings;
      })
      .toBeGreaterThan(0);
    await service.putKey('nlu-status', `${own}.one`, 'here');
    expect(await deployer.getKey('nlu-status', `${own}.one`)).toMatchObject({ text: 'here' });
    await service.removeKey('nlu-status', `${own}.one`);
    expect(await deployer.getKey('nlu-status', `${own}.one`)).toMatchObject({ text: undefined });
    await expect(service.putKey('nlu-deployments', own, 'v0')).rejects.toThrow(/Permissions Violation/);
    await expect(service.putKey('nlu-status', `${other}.one`, 'here')).rejects.toThrow(/Permissions Violation/);
    await expect(service.putBundle(`${own}/v2`, Buffer.from('bundle'))).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
    });
    expect(await deployer.getKey('nlu-deployments', own)).toMatchObject({ text: 'v1' });
  });

  it('lets no domain have an answer of the server written under a key, its own or another’s', async () => {
    const { deployer, attackerAs } = await shippedNats();
    await deployer.putBundle('books/v1', Buffer.from('bundle'));
    for (const key of ['books', 'music', 'priors']) await deployer.putKey('nlu-deployments', key, 'good');
    const music = await attackerAs('music');
    await attack(music);
    expect(await deployer.getKey('nlu-status', 'music.x')).toMatchObject({ text: OLD_AND_BAD });
    for (const key of ['books', 'music', 'priors']) {
      expect((await deployer.history('nlu-deployments', key)).map(({ text }) => text)).toEqual(['good']);
    }
    expect(await deployer.getKey('nlu-status', 'books.y')).toBeUndefined();
    expect(await deployer.getBundle('x', 100)).toBeUndefined();
  });

  it('lets no domain remove what others report, or a candidate, with the header of a rollup', async () => {
    const { deployer, attackerAs } = await shippedNats();
    for (const key of ['books.one', 'music.one']) await deployer.putKey('nlu-status', key, 'here');
    const music = await attackerAs('music');
    const rollup = headers();
    rollup.set('Nats-Rollup', 'all');
    music.publish('$KV.nlu-status.music.one', OLD_AND_BAD, { headers: rollup });
    music.publish('$KV.nlu-status.music.two', 'there');
    await music.flush();
    await expect.poll(() => deployer.getKey('nlu-status', 'music.two')).toMatchObject({ text: 'there' });
    const kept = await deployer.values('nlu-status', '*.one');
    expect(kept.map(({ key, text }) => [key, text])).toEqual([
      ['books.one', 'here'],
      ['music.one', 'here'],
    ]);
  });

  it('forbids rollups in buckets of earlier releases, and keeps what is in them', async () => {
    const nats = await startNats();
    const earlier = await connect({ servers: [nats.address] });
    onTestFinished(() => earlier.close());
    const status = await new Kvm(earlier).create('nlu-status', { history: 1, ttl: 15_000 });
    await status.put('music.one', 'here');
    const stores = await storesOf(nats);
    expect(await stores.getKey('nlu-status', 'music.one')).toMatchObject({ text: 'here' });
    const rollup = headers();
    rollup.set('Nats-Rollup', 'all');
    const refused = await earlier.request('$KV.nlu-status.music.two', 'there', { headers: rollup, timeout: 5_000 });
    expect(refused.json()).toMatchObject({ error: { description: expect.stringMatching(/rollup/) } });
  });

  it('would let it in one account, whose permissions are for subjects and not for reply subjects', async () => {
    const file = join(temporaryFolder(), 'one-account.conf');
    const publish = '["$JS.API.STREAM.INFO.*", "$JS.API.DIRECT.GET.>", "$KV.nlu-status.music.>"]';
    const music = `{ user: music, password: m, permissions: { publish: ${publish}, subscribe: "_INBOX.>" } }`;
    writeFileSync(file, `authorization { users: [${music}, { user: deployer, password: d }] }`);
    const { address } = await startNats(['--config', file]);
    const servers = [address];
    const deployerOnly = await connect({ servers, user: 'deployer', pass: 'd' });
    onTestFinished(() => deployerOnly.close());
    const deployments = await new Kvm(deployerOnly).create('nlu-deployments', { history: 64 });
    await new Kvm(deployerOnly).create('nlu-status');
    await deployments.put('books', 'good');
    const attacker = await connect({ servers, user: 'music', pass: 'm' });
    onTestFinished(() => attacker.close());
    await attack(attacker);
    expect((await deployments.get('books'))?.string()).not.toBe('good');
    const texts = [];
    for await (const entry of await deployments.history({ key: 'books' })) texts.push(entry.string());
    expect(texts).toContain(OLD_AND_BAD);
  });

  it('lets no domain read another’s answers, or take its bell away', async () => {
    const { deployer, attackerAs, clientOf } = await shippedNats();
    await deployer.putKey('nlu-deployments', 'books', 'good');
    const books = await clientOf('books');
    let rings = 0;
    await books.ring('nlu-deployments', 'books', () => rings++);
    const music = await attackerAs('music');
    const heard: string[] = [];
    for (const subject of ['>', '_INBOX.>', '_INBOX_books.>', '$KV.nlu-deployments.books', '$KV.nlu-status.>']) {
      music.subscribe(subject, { callback: (error, { subject }) => void (error ?? heard.push(subject)) });
    }
    music.publish('$JS.API.CONSUMER.DELETE.KV_nlu-deployments.x', '');
    music.publish('$JS.API.STREAM.DELETE.KV_nlu-deployments', '');
    await music.flush();
    await books.getKey('nlu-deployments', 'books');
    await books.putKey('nlu-status', 'books.one', 'here');
    await deployer.putKey('nlu-deployments', 'books', 'better');
    await expect.poll(() => rings, { timeout: 10_000 }).toBe(1);
    expect(await books.getKey('nlu-deployments', 'books')).toMatchObject({ text: 'better' });
    expect(heard).toEqual([]);
  });

  it('carries a service by its own certificate from its first deployment to the next, and its reports', async () => {
    const { nats, deployer, servers, tlsOf } = await shippedNats();
    await deployMusic(deployer, 'v1');
    const music = await natsMusic(nats, { servers, tls: tlsOf('music.nlu.svc') });
    expect(await music.domain.ready).toMatchObject({ version: 'v1' });
    const begun = performance.now();
    await deployMusic(deployer, 'v2');
    await expect.poll(() => statusOf(deployer, 'v2'), { timeout: 10_000 }).toMatchObject({ state: 'active' });
    // It heard of the deployment, and did not wait for its next look.
    expect(performance.now() - begun).toBeLessThan(4_000);
    const source = new NatsSource(deployer, 'music', new FollowedDeployment('music', ANY_SIGNER));
    expect((await source.earlier()).map(({ version }) => version)).toEqual(['v2', 'v1']);
  });

  it('lets gateways publish events and keep customers’ keys, and read no event and write nothing else', async () => {
    const { deployer, attackerAs, servers, tlsOf } = await shippedNats();
    await deployer.putKey('nlu-deployments', 'books', 'good');
    const tls = tlsOf('gateway.nlu.svc');
    const events = new NatsEvents(eventsOptions({ servers, tls }));
    onTestFinished(() => events.close());
    await connected(events);
    const anna = 'a'.repeat(32);
    expect(await events.publish([{ kind: 'outcome', customer: anna, id: 'e1', text: 'one' }])).toEqual([true]);
    expect(await events.publish([{ kind: 'outcome', customer: anna, id: 'e1', text: 'one' }])).toEqual([false]);
    expect(await events.swapKey(anna, 'key', 0)).toBe(true);
    expect(await events.swapKey(anna, 'other', 0)).toBe(false);
    expect(await events.getKey(anna)).toMatchObject({ text: 'key' });
    expect([...(await events.count(anna))]).toEqual([['outcome', 1]]);
    await events.replaceKey(anna, 'gone');
    expect(await deployer.getKey('nlu-customers', anna)).toMatchObject({ text: 'gone' });
    // What she wants to be known lies beside her key: a later value outlives the removal of an earlier one.
    const beside = `preferences-${anna}`;
    expect(await events.swapKey(beside, 'sealed', 0)).toBe(true);
    const { revision } = (await events.getKey(beside))!;
    await events.eraseKey(beside, revision - 1);
    expect(await events.getKey(beside)).toMatchObject({ text: 'sealed' });
    await events.eraseKey(beside, revision);
    expect(await events.getKey(beside)).toBeUndefined();
    expect(await events.swapKey(beside, 'anew', 0)).toBe(true);
    await events.purge(anna, await events.lastSequence());
    expect([...(await events.count(anna))]).toEqual([]);
    // Events are read by the deployer's login alone.
    await events.publish([{ kind: 'outcome', customer: anna, id: 'e2', text: 'two' }]);
    await expect(events.stored().next()).rejects.toThrow();
    const reader = new NatsEvents({ servers, name: 'reader', tls: tlsOf('deployer.nlu.svc') });
    onTestFinished(() => reader.close());
    await connected(reader);
    expect(await reader.stored().next()).toMatchObject({ value: 'two' });
    // No domain has any of it, and no answer to a gateway goes to another key.
    const music = await attackerAs('music');
    const gateway = await attackerAs('gateway', '_INBOX_priors');
    const rollup = headers();
    rollup.set('Nats-Rollup', 'all');
    gateway.publish('nlu.events.outcome._', 'x', { headers: rollup });
    for (const attacker of [music, gateway]) {
      attacker.publish('$JS.API.STREAM.DELETE.nlu-events', '');
      attacker.publish('$JS.API.STREAM.PURGE.KV_nlu-customers', '');
      attacker.publish('$JS.API.STREAM.PURGE.KV_nlu-deployments', '');
      attacker.publish('$JS.API.STREAM.MSG.DELETE.KV_nlu-deployments', '{"seq":1}');
      attacker.publish('$JS.API.STREAM.INFO.nlu-events', '', { reply: '$KV.nlu-deployments.books' });
      attacker.publish('nlu.events.outcome._', '{}', { reply: '$KV.nlu-deployments.books' });
    }
    music.publish('nlu.events.outcome._', 'false');
    music.publish(`$KV.nlu-customers.${anna}`, 'false');
    music.publish('$JS.API.STREAM.PURGE.nlu-events', '');
    await Promise.all([music.flush(), gateway.flush()]);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const texts: string[] = [];
    for await (const text of reader.stored()) texts.push(text);
    expect(texts).toEqual(['two', '{}']);
    expect(await deployer.getKey('nlu-customers', anna)).toMatchObject({ text: 'gone' });
    expect((await deployer.history('nlu-deployments', 'books')).map(({ text }) => text)).toEqual(['good']);
  });

  it('lets capacity hear what load gateways had, and nobody else say or hear it', async () => {
    const { attackerAs, servers, tlsOf } = await shippedNats();
    const loadOf = (user: string, inbox: string) => {
      const load = new NatsLoad({
        servers,
        tls: tlsOf(`${user}.nlu.svc`),
        name: user,
        inboxPrefix: `_INBOX_${inbox}`,
        isService: true,
      });
      onTestFinished(() => load.close());
      return load;
    };
    const heard: string[] = [];
    const [capacity, gateway] = [loadOf('capacity', 'forecast'), loadOf('gateway', 'priors')];
    await new Promise<void>((up) => capacity.start({ up }, (text) => void heard.push(text)));
    await new Promise<void>((up) => gateway.start({ up }));
    const music = await attackerAs('music');
    const overheard: string[] = [];
    music.subscribe('nlu.load', { callback: (error, { subject }) => void (error ?? overheard.push(subject)) });
    music.publish('nlu.load', 'from music');
    await music.flush();
    const said = async () => {
      await gateway.publish('from the gateway');
      return heard.length;
    };
    await expect.poll(said, { timeout: 10_000 }).toBeGreaterThan(0);
    expect(new Set(heard)).toEqual(new Set(['from the gateway']));
    expect(overheard).toEqual([]);
  });

  it('lets the console read every deployment, its history and every status, and write nothing', async () => {
    const { deployer, attackerAs, servers, tlsOf } = await shippedNats();
    for (const text of ['v0', 'v1']) await deployer.putKey('nlu-deployments', 'music', text);
    await deployer.putKey('nlu-deployments', 'books.candidate', 'v2');
    await deployer.putKey('nlu-deployments', 'video', 'v1');
    await deployer.removeKey('nlu-deployments', 'video');
    for (const key of ['music.one', 'books.two']) await deployer.putKey('nlu-status', key, 'here');
    const { caFile, certificateFile, keyFile } = tlsOf('console.nlu.svc');
    const access = { nats: servers, natsCa: caFile, natsCertificate: certificateFile, natsKey: keyFile };
    const stores = consoleStores(access, 'console', true);
    onTestFinished(() => stores.close());
    await connected(stores);
    const texts = async (bucket: KeyBucket, filter: string) =>
      (await stores.values(bucket, filter)).map(({ key, text }) => `${key} ${text}`);
    expect(await texts('nlu-deployments', '*')).toEqual(['music v1', 'video undefined']);
    expect(await texts('nlu-deployments', '*.candidate')).toEqual(['books.candidate v2']);
    expect(await texts('nlu-status', '*.*')).toEqual(['books.two here', 'music.one here']);
    expect((await stores.history('nlu-deployments', 'music')).map(({ text }) => text)).toEqual(['v0', 'v1']);
    for (const forbidden of [
      () => stores.putKey('nlu-deployments', 'music', 'v2'),
      () => stores.putKey('nlu-status', 'music.one', 'gone'),
      () => stores.getBundle('music/v1', 1e6),
      () => stores.customerNames(),
    ]) {
      const code = expect.stringMatching(/^(?:UNAVAILABLE|PERMISSION_DENIED)$/);
      await expect(forbidden()).rejects.toMatchObject({ code });
    }
    const attacker = await attackerAs('console', '_INBOX');
    const questions = [
      'nlu.streams.STREAM.INFO.KV_nlu-status',
      '$JS.API.DIRECT.GET.KV_nlu-status.$KV.nlu-status.music.one',
    ];
    for (const subject of questions) attacker.publish(subject, '', { reply: '$KV.nlu-deployments.music' });
    attacker.publish('$JS.API.STREAM.PURGE.KV_nlu-deployments', '');
    attacker.publish('nlu.streams.STREAM.PURGE.KV_nlu-deployments', '');
    await attacker.flush();
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect((await deployer.history('nlu-deployments', 'music')).map(({ text }) => text)).toEqual(['v0', 'v1']);
    expect(await deployer.getKey('nlu-status', 'music.one')).toMatchObject({ text: 'here' });
  });

  it('lets commands in that show the certificate of the deployer', async () => {
    const { servers, tlsOf } = await shippedNats();
    const { caFile, certificateFile, keyFile } = tlsOf('deployer.nlu.svc');
    const access = { nats: servers, natsCa: caFile, natsCertificate: certificateFile, natsKey: keyFile };
    expect(await withStores(access, publishShipped)).not.toEqual([]);
    for (const name of ['stranger.nlu.svc', 'music.nlu.svc']) {
      const other = tlsOf(name);
      const refused = { ...access, natsCertificate: other.certificateFile, natsKey: other.keyFile };
      await expect(withStores(refused, publishShipped)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    }
  });

  it('has every write on the disk before it is acknowledged', () => {
    const shipped = readFileSync(join(projectRoot(), 'deploy', 'base', 'nats', 'nats.conf'), 'utf8');
    expect(/^jetstream \{[\s\S]*?^ {2}sync_interval: always$[\s\S]*?^\}/m.test(shipped)).toBe(true);
  });
});
