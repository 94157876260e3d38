import { DEVICE_TYPES } from '../../proto/device-types.js';
import { plainStatus } from '../../proto/plain-names.js';
import { messageOf } from '../../serving/errors.js';
import type { DeploymentDesk } from '../deployments/deployment-desk.js';
import type { ConsoleState } from '../model/console-state.js';
import type { DeployedDomain, DeploymentsPlace } from '../model/deployments.js';
import type { GatewayDesk } from './gateway-desk.js';

/** A gateway that answers is asked again after this time, in ms, since each look costs all its domains an answer. */
const ANSWERING_MS = 5_000;

/** Looks at the gateway and at what is deployed, and knows what it saw last. */
export class StateWatch {
  readonly #gateway: GatewayDesk;
  readonly #desk: DeploymentDesk | undefined;
  #state: ConsoleState;
  #answeredMs = -Infinity;

  constructor(gateway: GatewayDesk, desk: DeploymentDesk | undefined, maySteer: boolean) {
    this.#gateway = gateway;
    this.#desk = desk;
    const store: DeploymentsPlace = desk ? { kind: desk.kind, place: desk.place } : { kind: 'none', place: '' };
    this.#state = {
      gateway: { address: gateway.address, domains: [], priorsVersion: '', problem: 'not asked yet' },
      ...{ store, deployed: [], maySteer: maySteer && desk !== undefined, deviceTypes: DEVICE_TYPES },
    };
  }

  get state(): ConsoleState {
    return this.#state;
  }

  /** Looks once. Never throws: what cannot be reached is part of the state, beside what was known of it. */
  async look(): Promise<void> {
    const [gateway, { store, deployed }] = await Promise.all([this.#lookAtGateway(), this.#lookAtStore()]);
    this.#state = { ...this.#state, gateway, store, deployed };
  }

  async #lookAtGateway(): Promise<ConsoleState['gateway']> {
    const { address } = this.#gateway;
    if (performance.now() - this.#answeredMs < ANSWERING_MS) return this.#state.gateway;
    try {
      const { domains, priorsVersion } = await this.#gateway.describe({});
      const described = domains.map(({ domain, status, message, bundleVersion, rerankerForm, intents, versions }) => ({
        domain,
        status: plainStatus(status),
        problem: message,
        version: bundleVersion,
        rerankerForm,
        intents: intents.map(({ name }) => name),
        versions: versions.map(({ version, state }) => ({ version, state: String(state) })),
      }));
      this.#answeredMs = performance.now();
      return { address, domains: described, priorsVersion };
    } catch (error) {
      this.#answeredMs = -Infinity;
      return { ...this.#state.gateway, problem: messageOf(error) };
    }
  }

  async #lookAtStore(): Promise<{ store: DeploymentsPlace; deployed: readonly DeployedDomain[] }> {
    const desk = this.#desk;
    if (!desk) return { store: this.#state.store, deployed: [] };
    const { kind, place } = desk;
    try {
      return { store: { kind, place }, deployed: await desk.domains() };
    } catch (error) {
      return { store: { kind, place, problem: messageOf(error) }, deployed: this.#state.deployed };
    }
  }
}
