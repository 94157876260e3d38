import { type Command, Option } from 'commander';
import { type ActiveModels, bundledModels, deployedModels } from '../gates/active-models.js';
import { withStores } from '../publish/nats-connection.js';
import { bundlesOption } from './options.js';

export interface ActiveFlags {
  readonly nats?: readonly string[];
  readonly natsToken?: string;
  readonly natsCredentials?: string;
  readonly bundles?: string;
}

/** Adds the options of which versions count as active: deployed on NATS, in a folder, or those that ship. */
export function withActiveOptions(command: Command): Command {
  return command
    .addOption(new Option('--nats <host:port...>', 'beside what is deployed on this NATS').conflicts('bundles'))
    .option('--nats-token <token>', "a token for NATS's authentication")
    .option('--nats-credentials <file>', 'a .creds file for it')
    .addOption(bundlesOption());
}

/** The models of the versions that count as active. */
export function activeModels({ nats, natsToken, natsCredentials, bundles }: ActiveFlags): Promise<ActiveModels> {
  if (!nats) return bundledModels(bundles);
  return withStores({ nats, natsToken, natsCredentials }, deployedModels);
}
