import { type Command, Option } from 'commander';
import { bundlesOption } from '../options.js';
import { type ActiveBundles, bundledBundles, deployedBundles } from './gates/active-bundles.js';
import { type NatsAccess, withStores } from './publication/nats-connection.js';
import { withNatsAccess } from './publication/nats-options.js';

export interface ActiveFlags extends NatsAccess {
  readonly nats?: readonly string[];
  readonly bundles?: string;
}

/** Adds the options of which versions count as active: deployed on NATS, in a folder, or those that ship. */
export function withActiveOptions(command: Command): Command {
  const server = new Option('--nats <host:port...>', 'beside what is deployed on this NATS').conflicts('bundles');
  return withNatsAccess(command.addOption(server)).addOption(bundlesOption());
}

/** The bundles of the versions that count as active. */
export function activeBundles({ nats, bundles, ...access }: ActiveFlags): Promise<ActiveBundles> {
  if (!nats) return bundledBundles(bundles);
  return withStores({ nats, ...access }, deployedBundles);
}
