import type { KeyObject } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { ANY_SIGNER } from '../../bundles/format/trust.js';
import { readDeployment } from '../../bundles/lifecycle/deployment.js';
import type { TrialFigures } from '../../bundles/lifecycle/trials/trial-figures.js';
import type { NatsStores } from '../../bundles/sources/nats/nats-stores.js';
import type { StoredValue } from '../../bundles/sources/stored-value.js';
import type { DeploymentDesk } from '../../console/deployments/deployment-desk.js';
import type {
  Activated,
  Activation,
  Candidate,
  DeployedDomain,
  PastDeployment,
  Replica,
} from '../../console/model/deployments.js';
import { messageOf, NluError } from '../../serving/errors.js';
import { type Instance, liveInstances } from '../release/publication/instances.js';
import { type Deployed, deploymentHistory } from '../release/publication/publication.js';
import { rollBack } from '../release/roll-back.js';
import { shownTrial } from './shown-trial.js';

/** Longest wait for deployments when the console ends, in ms: under the half minute that Kubernetes waits. */
const CLOSE_MS = 20_000;
/** Longest wait for the replicas of a deployment, in ms. */
const ROLL_OUT_MS = 60_000;

/** What is deployed on NATS, by the functions of the commands `status`, `history` and `rollback`. */
export class NatsDesk implements DeploymentDesk {
  readonly kind = 'nats';
  readonly #stores: NatsStores;
  readonly #signWith: KeyObject | undefined;
  /** Domains that are being deployed at this moment, and by whom. */
  readonly #busy = new Map<string, string>();
  #problem = 'not connected yet';

  /** @param signWith signs the records of deployments; undefined: they are unsigned */
  constructor(stores: NatsStores, signWith: KeyObject | undefined) {
    this.#stores = stores;
    this.#signWith = signWith;
    stores.start({
      up: () => {
        this.#problem = '';
      },
      down: ({ message }) => {
        this.#problem = message;
      },
    });
  }

  get place(): string {
    return this.#stores.place;
  }

  async domains(): Promise<DeployedDomain[]> {
    this.#checkUp();
    const [values, candidates, instances] = await Promise.all([
      this.#stores.values('nlu-deployments', '*'),
      this.#stores.values('nlu-deployments', '*.candidate'),
      liveInstances(this.#stores),
    ]);
    const names = new Set([...values.map(({ key }) => key), ...instances.map(({ domain }) => domain)]);
    return [...names].sort().map((domain) => ({
      ...standing(
        domain,
        values.find(({ key }) => key === domain),
      ),
      candidate: candidateOf(
        domain,
        candidates.find(({ key }) => key === `${domain}.candidate`),
        instances.filter((instance) => instance.domain === domain),
      ),
      replicas: instances.filter((instance) => instance.domain === domain).map(replicaOf),
    }));
  }

  async history(domain: string): Promise<PastDeployment[]> {
    this.#checkUp();
    return (await deploymentHistory(this.#stores, domain)).reverse().map(pastOf);
  }

  async activate({ domain, version, seen, who, why }: Activation): Promise<Activated> {
    this.#checkUp();
    const faster = this.#busy.get(domain);
    if (faster !== undefined) {
      const problem = `${domain}: ${faster} is deploying at this moment, and was faster; nothing was changed`;
      throw new NluError('FAILED_PRECONDITION', problem);
    }
    this.#busy.set(domain, `${who} (${version})`);
    try {
      const rollout = { timeoutMs: ROLL_OUT_MS };
      const request = { domain, to: version, who, why, signWith: this.#signWith, rollout, seen };
      const { deployed, isServed, problem, notes } = await rollBack(this.#stores, request, new Date());
      const told = problem === undefined ? notes : [...notes, problem];
      return { domain, version: deployed.version, counter: deployed.counter, isServed, notes: told };
    } finally {
      this.#busy.delete(domain);
    }
  }

  async close(): Promise<void> {
    const until = performance.now() + CLOSE_MS;
    while (this.#busy.size > 0 && performance.now() < until) await setTimeout(100);
    const left = [...this.#busy].map(([domain, who]) => `${domain}, by ${who}`);
    await this.#stores.close();
    if (left.length === 0) return;
    const told = '`history` and `status` tell what came of it';
    throw new NluError('DEADLINE_EXCEEDED', `ended during a deployment (${left.join('; ')}): ${told}`);
  }

  #checkUp(): void {
    if (!this.#stores.isUp) throw new NluError('UNAVAILABLE', this.#problem);
  }
}

function standing(domain: string, value: StoredValue | undefined): Omit<DeployedDomain, 'replicas'> {
  if (value?.text === undefined) return { domain, counter: 0 };
  try {
    const { counter, version, who, when, why } = readDeployment(domain, value.text, ANY_SIGNER).deployment;
    return { domain, counter, version, who, when, why };
  } catch (error) {
    return { domain, counter: 0, problem: messageOf(error) };
  }
}

/** Undefined for one that is over, or that cannot be read. */
function candidateOf(
  domain: string,
  value: StoredValue | undefined,
  instances: readonly Instance[],
): Candidate | undefined {
  if (value?.text === undefined) return undefined;
  try {
    const { deployment } = readDeployment(domain, value.text, ANY_SIGNER);
    const { version, digest, who, when, why, expires, trial, withdrawn } = deployment;
    if (withdrawn || (expires !== undefined && Date.parse(expires) < Date.now())) return undefined;
    const told = { version, who, when, why };
    if (!trial) return told;
    const figures = new Map<string, TrialFigures>();
    for (const { instance, status } of instances) {
      if (status?.trial?.candidate.digest === digest) figures.set(instance, status.trial);
    }
    return { ...told, trial: shownTrial(trial, expires, figures) };
  } catch {
    return undefined;
  }
}

function replicaOf({ instance, status, problem }: Instance): Replica {
  if (!status) return { name: instance, versions: [], problem: problem ?? 'it is about to stop' };
  const { address, versions, refused } = status;
  return {
    name: instance,
    address,
    versions,
    ...(refused && {
      problem: `it does not follow record ${refused.counter} (${refused.version}): ${refused.problem}`,
    }),
  };
}

function pastOf({ deployment, problem }: Deployed): PastDeployment {
  if (!deployment) {
    const text = problem ?? 'it was removed';
    return { counter: 0, version: '', who: '', when: '', why: '', gates: [], forced: [], problem: text };
  }
  const { counter, version, who, when, why, gates = [], forced = [] } = deployment;
  return { counter, version, who, when, why, gates, forced };
}
