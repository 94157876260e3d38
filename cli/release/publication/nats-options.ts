import type { KeyObject } from 'node:crypto';
import { hostname, userInfo } from 'node:os';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { parsePrivateKey } from '../../../bundles/format/signature.js';
import { readSecretFile } from '../../option-file.js';
import type { RolloutOptions } from './candidate.js';
import type { NatsChoice } from './nats-connection.js';

/** Adds the options by which NATS is reached; their values are a NatsChoice. */
export function withNatsOptions(command: Command): Command {
  const server = new Option('--nats <host:port...>', 'NATS, any of its servers').default(['127.0.0.1:4222']);
  return withNatsAccess(command.addOption(server));
}

/** Adds the options for NATS credentials; their values are a NatsAccess. */
export function withNatsAccess(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--nats-token <token>',
        "a token for NATS's authentication, which other users of this machine can see",
      ),
    )
    .addOption(new Option('--nats-token-file <file>', 'a file that holds it').conflicts('natsToken'))
    .option('--nats-credentials <file>', 'a .creds file for it')
    .option('--nats-ca <file>', 'speak TLS to servers of this authority (PEM)')
    .option('--nats-certificate <file>', 'the certificate to show them (PEM)')
    .option('--nats-key <file>', 'and its key (PEM)');
}

/** Adds the options that every change of a deployment has. */
export function withDeploymentOptions(command: Command): Command {
  return withRolloutOptions(withNatsOptions(command));
}

/** The same without those that say where NATS is. */
export function withRolloutOptions(command: Command): Command {
  return command
    .option('--who <name>', 'who deploys, for the history', `${userInfo().username}@${hostname()}`)
    .option('--why <text>', 'what for, for the history', '')
    .option('--sign-with <file>', 'sign what is written with this private key (`nlu-reranker keys` makes one)')
    .option('--quorum <n>', 'replicas that must hold it before it is deployed (default: all live ones; 0: none)', count)
    .option('--timeout <seconds>', 'the longest to wait for them, before and after', seconds, 60)
    .option('--records <folder>', 'keep the last record here, to go on from when NATS and all replicas have lost it')
    .option('--json', 'print the result as JSON; progress goes to standard error');
}

export interface DeploymentFlags extends NatsChoice {
  readonly who: string;
  readonly why: string;
  readonly signWith?: string;
  readonly quorum?: number;
  readonly records?: string;
  readonly timeout: number;
  readonly json?: boolean;
}

/**
 * The key of --sign-with. Without one, says on standard error what that means.
 * @throws NluError INVALID_ARGUMENT for a file that is no private key
 */
export function signingKey(file: string | undefined): KeyObject | undefined {
  if (file !== undefined) return parsePrivateKey(readSecretFile('--sign-with', file).toString());
  const problem = 'the deployment is not signed (--sign-with): services that trust keys refuse it, and in others';
  process.stderr.write(`warning: ${problem} whoever writes to NATS decides what serves\n`);
  return undefined;
}

/** The options of a rollout by a command's flags, with a line on standard error for each step of each replica. */
export function rolloutOptions(domain: string, quorum: number | undefined, timeoutSeconds: number): RolloutOptions {
  return {
    quorum,
    timeoutMs: timeoutSeconds * 1000,
    onProgress: ({ instance, state, reason, afterMs }) => {
      const after = `${(afterMs / 1000).toFixed(2)} s`;
      process.stderr.write(`${after}  ${domain}.${instance}  ${state}${reason && `  ${reason}`}\n`);
    },
  };
}

function count(value: string): number {
  if (/^\d{1,4}$/u.test(value)) return Number(value);
  throw new InvalidArgumentError('Give a number of replicas.');
}

function seconds(value: string): number {
  if (/^\d{1,5}(\.\d+)?$/u.test(value) && Number(value) > 0) return Number(value);
  throw new InvalidArgumentError('Give a number of seconds.');
}
