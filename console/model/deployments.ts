/** A bundle version in one process. */
export interface ReplicaVersion {
  readonly version: string;
  readonly digest?: string | undefined;
  readonly state: string;
  /** The check that a refused version failed. */
  readonly check?: string | undefined;
  readonly reason: string;
  /** RFC 3339; empty where nobody knows. */
  readonly since: string;
}

/** A process of a domain. */
export interface Replica {
  readonly name: string;
  readonly address?: string | undefined;
  readonly versions: readonly ReplicaVersion[];
  /** Why nothing is known of it. */
  readonly problem?: string | undefined;
}

/** A domain, a catalogue or a table: what is deployed, and what its processes have of it. */
export interface DeployedDomain {
  readonly domain: string;
  /** Number of the deployment that stands; by it a steering person proves to have seen it. 0 where none was counted. */
  readonly counter: number;
  /** The version that is deployed; undefined where nobody knows. */
  readonly version?: string | undefined;
  readonly who?: string | undefined;
  readonly when?: string | undefined;
  readonly why?: string | undefined;
  /** A version that replicas hold warm beside it. */
  readonly candidate?: Candidate | undefined;
  readonly replicas: readonly Replica[];
  /** Why the deployment cannot be read. */
  readonly problem?: string | undefined;
}

/** A version that is offered and not deployed. */
export interface Candidate {
  readonly version: string;
  readonly who: string;
  readonly when: string;
  readonly why: string;
  /** How it is tried, and what that has shown; absent: it is only held warm. */
  readonly trial?: ShownTrial | undefined;
}

/** A trial, summed over the processes that take part. */
export interface ShownTrial {
  /** In a few words: a shadow, or so many per cent of the customers. */
  readonly plan: string;
  /** RFC 3339; absent: it does not end by itself. */
  readonly expires?: string | undefined;
  /** Processes that try it. */
  readonly processes: number;
  readonly active: TriedSums;
  readonly candidate: TriedSums;
  /** Utterances of a shadow of which the versions say something else, by what, and those that were not scored. */
  readonly flips: Readonly<Record<'domain' | 'intent' | 'hypothesis', number>>;
  readonly dropped: number;
}

/** What one version has done. Means are undefined without answers. */
export interface TriedSums {
  readonly requests: number;
  readonly errors: number;
  readonly meanMs?: number | undefined;
  /** Mean confidence of its best hypotheses. */
  readonly meanConfidence?: number | undefined;
  readonly meanInDomain?: number | undefined;
  /** Share of its answers that believe the utterance is its domain's. */
  readonly believed?: number | undefined;
}

/** One deployment of the past. */
export interface PastDeployment {
  readonly counter: number;
  readonly version: string;
  readonly who: string;
  readonly when: string;
  readonly why: string;
  /** What the gates measured, a line each. */
  readonly gates: readonly string[];
  /** Failures of gates that were overridden. */
  readonly forced: readonly string[];
  /** Why this one cannot be read. */
  readonly problem?: string | undefined;
}

/** What somebody who steers asks for: to make a stored version the active one. */
export interface Activation {
  readonly domain: string;
  readonly version: string;
  /** Number of the deployment that this person saw standing. */
  readonly seen: number;
  readonly who: string;
  readonly why: string;
}

/** What came of it. */
export interface Activated {
  readonly domain: string;
  readonly version: string;
  readonly counter: number;
  /** Whether every live replica was seen to serve it. */
  readonly isServed: boolean;
  /** What is to be known besides, a line each. */
  readonly notes: readonly string[];
}

/** Where deployments are read from and written to. */
export interface DeploymentsPlace {
  /** `nats`, `folders`, or `none`, where only the gateway tells which versions its domains have. */
  readonly kind: 'nats' | 'folders' | 'none';
  /** Servers or folder. */
  readonly place: string;
  /** Why it cannot be reached at this moment. */
  readonly problem?: string | undefined;
}
