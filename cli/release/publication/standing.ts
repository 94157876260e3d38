import { createPublicKey, type KeyObject } from 'node:crypto';
import type { Trust } from '../../../bundles/format/trust.js';
import { type Deployment, deploymentText, readDeployment } from '../../../bundles/lifecycle/deployment.js';
import type { NatsStores } from '../../../bundles/sources/nats/nats-stores.js';
import { liveInstances } from './instances.js';
import { currentDeployment, type Deployed, deploymentHistory } from './publication.js';

/**
 * How far the counter of a record that our keys did not sign may be ahead of those that they did. Whoever writes the store
 * or a status could name the last number there is, after which nothing could be deployed.
 */
const UNSIGNED_AHEAD = 1_000_000;

/** A record of a deployment, and where it was seen. */
export interface SeenRecord {
  readonly where: string;
  readonly deployment: Deployment;
  /** Whether a key that the deployer trusts signed it. */
  readonly isSigned: boolean;
}

/** Where a domain's deployments stand. */
export interface Standing {
  /** What the store names. */
  readonly before: Deployed;
  /** The highest counter that anybody knows of; the next deployment has one more. */
  readonly counter: number;
  /** What is not as it should be, for people. */
  readonly notes: readonly string[];
}

/** The keys whose records a deployer believes: those that it signs with. */
export function trustOfDeployer(signWith: KeyObject | undefined): Trust {
  return { keys: signWith ? [createPublicKey(signWith)] : [], allowUnsigned: true };
}

/** The record with the highest counter that counts; undefined for none. Those ahead by more than the bound do not. */
export function latestRecord(seen: readonly SeenRecord[]): SeenRecord | undefined {
  const latest = (records: readonly SeenRecord[]) =>
    records.reduce<SeenRecord | undefined>(
      (best, record) => (record.deployment.counter > (best?.deployment.counter ?? -1) ? record : best),
      undefined,
    );
  const signed = latest(seen.filter(({ isSigned }) => isSigned))?.deployment.counter ?? 0;
  return latest(seen.filter((each) => each.isSigned || each.deployment.counter <= signed + UNSIGNED_AHEAD));
}

/**
 * Asks the store, its history, the live replicas and the deployer's own record where a domain's deployments stand: a store
 * that was lost or set back is behind what replicas follow, and they would refuse a record that counted from it.
 * @param trust the keys whose records count without a bound
 * @param own the record that this deployer wrote last, if it kept it
 */
export async function standingOf(
  stores: NatsStores,
  domain: string,
  trust: Trust,
  own?: string | undefined,
): Promise<Standing> {
  const before = await currentDeployment(stores, domain);
  const history = await deploymentHistory(stores, domain);
  const instances = await liveInstances(stores, domain);
  const texts = [
    ...[before, ...history].map(({ text }) => ({ where: 'the store', text })),
    ...instances.map(({ instance, status }) => ({
      where: `replica ${instance}`,
      text: status?.deployment && JSON.stringify(status.deployment),
    })),
    { where: "the deployer's own record", text: own },
  ];
  const seen = texts.flatMap(({ where, text }) => (text === undefined ? [] : seenRecord(domain, where, text, trust)));
  const latest = latestRecord(seen);
  const counter = latest?.deployment.counter ?? 0;
  const notes = [];
  if (before.problem !== undefined) notes.push(`${before.problem}; it is replaced`);
  const stored = before.deployment?.counter ?? 0;
  if (latest && counter > stored && before.problem === undefined) {
    const there = before.deployment ? `deployment ${deploymentText(before.deployment)}` : 'no deployment';
    notes.push(
      `the store of ${domain} has ${there}, and ${latest.where} has ${deploymentText(latest.deployment)}: ` +
        `the store was lost or set back; the counter goes on from ${counter}`,
    );
  }
  return { before, counter, notes };
}

function seenRecord(domain: string, where: string, text: string, trust: Trust): SeenRecord[] {
  try {
    const { deployment, signer } = readDeployment(domain, text, { ...trust, allowUnsigned: true, allowUnknown: true });
    return [{ where, deployment, isSigned: signer !== undefined }];
  } catch {
    return [];
  }
}
