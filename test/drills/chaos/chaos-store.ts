import { cp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { NatsStores } from '../../../bundles/sources/nats/nats-stores.js';
import { liveInstances } from '../../../cli/release/publication/instances.js';
import { storeBundle } from '../../../cli/release/publication/publication.js';
import { rollOut } from '../../../cli/release/publication/roll-out.js';
import { standingOf, trustOfDeployer } from '../../../cli/release/publication/standing.js';
import { type NatsServerProcess, startNatsServer } from '../../../cli/stack/nats-server.js';
import { NluError } from '../../../serving/errors.js';

/** A version of a domain's bundle, and its file. */
export interface ChaosVersion {
  readonly version: string;
  readonly digest: string;
  readonly bytes: Uint8Array;
}

/** Longest wait for a server, for replicas' reports, and for each of the two halves of a deployment, in ms. */
const LONGEST_WAIT_MS = 30_000;
const LOOK_EVERY_MS = 100;

/** The NATS of a drill, which can go away and lose what it stored, with a deployer that deploys as `deploy` does. */
export class ChaosStore {
  readonly #folder: string;
  readonly #replicas: number;
  readonly #versions = new Map<string, readonly ChaosVersion[]>();
  #server: NatsServerProcess;
  readonly #stores: NatsStores;

  private constructor(folder: string, replicas: number, server: NatsServerProcess) {
    this.#folder = folder;
    this.#replicas = replicas;
    this.#server = server;
    this.#stores = new NatsStores({ servers: [server.address], name: 'chaos' });
  }

  /** @param folder where it keeps what it stores @param replicas number of processes of each domain */
  static async open(folder: string, replicas: number): Promise<ChaosStore> {
    const server = await startNatsServer({ port: 0, store: join(folder, 'jetstream') });
    const store = new ChaosStore(folder, replicas, server);
    await new Promise<void>((up) => store.#stores.start({ up }));
    return store;
  }

  get address(): string {
    return this.#server.address;
  }

  /** Deploys a domain's first version, before it has replicas. Two versions are needed for a reload. */
  async first(domain: string, versions: readonly ChaosVersion[]): Promise<void> {
    this.#versions.set(domain, versions);
    await this.#deploy(domain, versions[0], 0);
  }

  /**
   * Deploys the version of a domain that is not deployed now, and waits until every replica serves it.
   * @throws NluError when one does not
   */
  async reload(domain: string): Promise<void> {
    const { before } = await standingOf(this.#stores, domain, trustOfDeployer(undefined));
    // Every domain has two versions, of which one at most is deployed.
    const other = this.#versions.get(domain)!.find(({ version }) => version !== before.deployment?.version)!;
    await this.#deploy(domain, other);
  }

  /** Is gone for so many ms, by SIGKILL. */
  async outage(ms: number): Promise<void> {
    await this.#kill();
    await setTimeout(ms);
    await this.#restart();
  }

  /** Loses all that it stored. Then every domain is deployed anew, and every replica must follow. */
  async empty(): Promise<void> {
    await this.#kill();
    await rm(join(this.#folder, 'jetstream'), { recursive: true });
    await this.#restart();
    for (const domain of this.#versions.keys()) {
      await this.#reported(domain);
      await this.reload(domain);
    }
  }

  /** Loses the last deployment of a domain, as a server that had not flushed it. Then it is deployed to again. */
  async loseWrite(domain: string): Promise<void> {
    const [now, copy] = ['jetstream', 'copy'].map((name) => join(this.#folder, name)) as [string, string];
    await this.#kill();
    await cp(now, copy, { recursive: true });
    await this.#restart();
    await this.#reported(domain);
    await this.reload(domain);
    await this.#kill();
    await rm(now, { recursive: true });
    await rename(copy, now);
    await this.#restart();
    await this.#reported(domain);
    await this.reload(domain);
  }

  async close(): Promise<void> {
    await this.#stores.close();
    await this.#server.stop();
  }

  async #deploy(domain: string, { version, digest, bytes }: ChaosVersion, quorum?: number): Promise<void> {
    const object = await storeBundle(this.#stores, domain, bytes);
    const { before, counter } = await standingOf(this.#stores, domain, trustOfDeployer(undefined));
    const note = { version, digest, object, who: 'chaos', when: new Date().toISOString(), why: 'a drill' };
    const options = { timeoutMs: LONGEST_WAIT_MS, quorum };
    const rollout = await rollOut(this.#stores, domain, before, note, { counter: counter + 1 }, options);
    if (quorum === 0 || rollout.isServed) return;
    const replicas = JSON.stringify(rollout.replicas);
    throw new NluError('FAILED_PRECONDITION', `${domain}/${version} is deployed and not served by all: ${replicas}`);
  }

  /** Waits until every replica of a domain has reported to the present server. */
  async #reported(domain: string): Promise<void> {
    for (const end = performance.now() + LONGEST_WAIT_MS; performance.now() < end; await setTimeout(LOOK_EVERY_MS)) {
      const live = this.#stores.isUp ? await liveInstances(this.#stores, domain).catch(() => []) : [];
      if (live.filter(({ status }) => status !== undefined).length >= this.#replicas) return;
    }
    throw new NluError(
      'UNAVAILABLE',
      `not all ${this.#replicas} replicas of ${domain} report to the NATS that came back`,
    );
  }

  async #kill(): Promise<void> {
    this.#server.process.kill('SIGKILL');
    await this.#server.failure.catch(() => {});
  }

  async #restart(): Promise<void> {
    const port = Number(this.address.split(':')[1]);
    this.#server = await startNatsServer({ port, store: join(this.#folder, 'jetstream') });
  }
}
