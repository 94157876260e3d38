import type { KeyObject } from 'node:crypto';
import { hostname, userInfo } from 'node:os';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { parsePrivateKey } from '../../../bundles/format/signature.js';
import type { NatsStores } from '../../../bundles/sources/nats-stores.js';
import { messageOf } from '../../../serving/errors.js';
import { readOptionFile } from '../../option-file.js';
import { type Followed, followDeployment, type Outcome } from './follow.js';
import type { NatsChoice } from './nats-connection.js';

/** Adds the options by which NATS is reached; their values are a NatsChoice. */
export function withNatsOptions(command: Command): Command {
  const server = new Option('--nats <host:port...>', 'NATS, any of its servers').default(['127.0.0.1:4222']);
  return withNatsAccess(command.addOption(server));
}

/** Adds the options for NATS credentials; their values are a NatsAccess. */
export function withNatsAccess(command: Command): Command {
  return command
    .option('--nats-token <token>', "a token for NATS's authentication")
    .option('--nats-credentials <file>', 'a .creds file for it')
    .option('--nats-ca <file>', 'speak TLS to servers of this authority (PEM)')
    .option('--nats-certificate <file>', 'the certificate to show them (PEM)')
    .option('--nats-key <file>', 'and its key (PEM)');
}

/** Adds the options that every change of a deployment has. */
export function withDeploymentOptions(command: Command): Command {
  return withNatsOptions(command)
    .option('--who <name>', 'who deploys, for the history', `${userInfo().username}@${hostname()}`)
    .option('--why <text>', 'what for, for the history', '')
    .option('--sign-with <file>', 'sign what is written with this private key (`nlu-reranker keys` makes one)')
    .option('--wait', 'follow every live replica until it serves it or says why not')
    .option('--timeout <seconds>', 'the longest to wait', seconds, 60)
    .option('--json', 'print the result as JSON; progress goes to standard error');
}

export interface DeploymentFlags extends NatsChoice {
  readonly who: string;
  readonly why: string;
  readonly signWith?: string;
  readonly wait?: boolean;
  readonly timeout: number;
  readonly json?: boolean;
}

/**
 * The key of --sign-with. Without one, says on standard error what that means.
 * @throws NluError INVALID_ARGUMENT for a file that is no private key
 */
export function signingKey(file: string | undefined): KeyObject | undefined {
  if (file !== undefined) return parsePrivateKey(readOptionFile('--sign-with', file).toString());
  const problem = 'the deployment is not signed (--sign-with): services that trust keys refuse it, and in others';
  process.stderr.write(`warning: ${problem} whoever writes to NATS decides what serves\n`);
  return undefined;
}

/** Exit code of a command that deployed, and did not see every live replica serve it. */
export const DEPLOYED_NOT_FOLLOWED = 3;

/**
 * Follows a deployment with a line on standard error for each step of each replica. Sets the exit code
 * `DEPLOYED_NOT_FOLLOWED` when one does not come to serve it, and when following fails: that it was deployed stays true.
 */
export async function follow(
  stores: NatsStores,
  followed: Followed,
  timeoutSeconds: number,
): Promise<Record<string, Outcome>> {
  try {
    return await followAll(stores, followed, timeoutSeconds);
  } catch (error) {
    const { domain, version } = followed;
    process.stderr.write(`${domain}/${version} is deployed; its replicas cannot be followed: ${messageOf(error)}\n`);
    process.exitCode = DEPLOYED_NOT_FOLLOWED;
    return {};
  }
}

async function followAll(
  stores: NatsStores,
  followed: Followed,
  timeoutSeconds: number,
): Promise<Record<string, Outcome>> {
  const outcomes = await followDeployment(stores, followed, {
    timeoutMs: timeoutSeconds * 1000,
    onProgress: ({ instance, state, reason, afterMs }) => {
      const after = `${(afterMs / 1000).toFixed(2)} s`;
      process.stderr.write(`${after}  ${followed.domain}.${instance}  ${state}${reason && `  ${reason}`}\n`);
    },
  });
  if (outcomes.size === 0) process.stderr.write(`no live replica of ${followed.domain}\n`);
  if ([...outcomes.values()].some((outcome) => outcome !== 'active' && outcome !== 'gone')) {
    process.exitCode = DEPLOYED_NOT_FOLLOWED;
  }
  return Object.fromEntries(outcomes);
}

function seconds(value: string): number {
  if (/^\d{1,5}(\.\d+)?$/u.test(value) && Number(value) > 0) return Number(value);
  throw new InvalidArgumentError('Give a number of seconds.');
}
