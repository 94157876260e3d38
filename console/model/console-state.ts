import type { DeployedDomain, DeploymentsPlace } from './deployments.js';

/** What a domain is, by the gateway. */
export interface DescribedDomain {
  readonly domain: string;
  /** `OK`, or what became of asking it. */
  readonly status: string;
  readonly problem: string;
  readonly version: string;
  readonly rerankerForm: string;
  /** Names of its intents. */
  readonly intents: readonly string[];
  readonly versions: readonly { readonly version: string; readonly state: string }[];
}

/** What the console knows of the gateway and of the deployments; it is sent again whenever it has changed. */
export interface ConsoleState {
  readonly gateway: {
    readonly address: string;
    /** Why it does not answer; absent: it does. */
    readonly problem?: string | undefined;
    readonly domains: readonly DescribedDomain[];
    readonly priorsVersion: string;
  };
  readonly store: DeploymentsPlace;
  readonly deployed: readonly DeployedDomain[];
  /** Whether the console was started with a token: without one it only reads. */
  readonly maySteer: boolean;
  readonly deviceTypes: readonly string[];
}
