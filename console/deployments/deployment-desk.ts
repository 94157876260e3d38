import type { Activated, Activation, DeployedDomain, PastDeployment } from '../model/deployments.js';

/** Reads what is deployed, and deploys what is stored: on NATS, or in folders. */
export interface DeploymentDesk {
  readonly kind: 'nats' | 'folders';
  /** Servers or folder, for people. */
  readonly place: string;
  /** Every domain that something was deployed for or that a process reports. @throws NluError UNAVAILABLE without the store */
  domains(): Promise<readonly DeployedDomain[]>;
  /** The deployments of a domain, latest first; none where they are not kept. @throws NluError UNAVAILABLE likewise */
  history(domain: string): Promise<readonly PastDeployment[]>;
  /**
   * Makes a stored version the active one.
   * @throws NluError FAILED_PRECONDITION, naming who was faster, where another deployment stands than the one that was seen;
   *   NOT_FOUND for a version that is not stored; UNAVAILABLE without the store
   */
  activate(activation: Activation): Promise<Activated>;
  /** Waits for deployments under way. @throws NluError DEADLINE_EXCEEDED for one that takes too long */
  close(): Promise<void>;
}
